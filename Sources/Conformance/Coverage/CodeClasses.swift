import Descriptors
import ExactArithmetic
import Harness
import Reference

/// The classes of a format's codes: zeros, both ends of the subnormals and of the normals, one, the
/// largest value and the one below, infinities and NaNs, each with its sign.
struct CodeClasses: Sendable {
  /// The classes that some code belongs to, in the order of the codes.
  let classes: [CodeClass]
  /// The names of the classes.
  let names: [String]
  /// Classes that other formats have, and why this one does not.
  let absent: [(name: String, reason: String)]
  /// Where runs of codes of one class begin, rising; the first is 0.
  let starts: [UInt64]
  /// For each class, its code where it has only one.
  let single: [UInt64?]
  /// For each run of codes, the place of its class.
  private let places: [Int]
  /// The class of every code, where there are few.
  private let table: [UInt8]

  init(_ format: NumberFormat) {
    let naming = CodeNaming(format)
    var found: [(start: UInt64, kind: CodeClass)] = []
    for start in naming.starts {
      let kind = naming.kind(of: start)
      if found.last?.kind != kind { found.append((start, kind)) }
    }
    var classes: [CodeClass] = []
    for run in found where !classes.contains(run.kind) { classes.append(run.kind) }
    starts = found.map(\.start)
    let places = found.map { run in classes.firstIndex(of: run.kind) ?? 0 }
    var single = [UInt64?](repeating: nil, count: classes.count)
    for (run, place) in places.enumerated() {
      let end = run + 1 < starts.count ? starts[run + 1] - 1 : format.lastCode
      let isAlone = places.count { $0 == place } == 1
      if isAlone, starts[run] == end { single[place] = end }
    }
    (self.classes, self.places, self.single) = (classes, places, single)
    names = classes.map(\.name)
    var table: [UInt8] = []
    if format.bits <= 8 {
      var run = 0
      for code in 0...format.lastCode {
        while run + 1 < starts.count, starts[run + 1] <= code { run += 1 }
        table.append(UInt8(truncatingIfNeeded: places[run]))
      }
    }
    self.table = table
    absent = naming.absent(classes)
  }

  private static let known = SharedValues<FormatDescriptor, CodeClasses>(capacity: 256)

  /// The classes of a format, found once for all checks of a run.
  static func of(_ format: NumberFormat) -> CodeClasses {
    known(format.descriptor) { _ in CodeClasses(format) }
  }

  /// The index of a code's class in `classes`.
  func index(of code: UInt64) -> Int {
    if !table.isEmpty { return Int(table[Int(code)]) }
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= code { low = middle } else { high = middle }
    }
    return places[low]
  }
}

/// How the codes of a format are told apart.
private struct CodeNaming {
  let format: NumberFormat
  let facts: [(ladder: Ladder, smallestNormal: Rational?, below: Rational?)]
  let hasFewNaNs: Bool

  init(_ format: NumberFormat) {
    self.format = format
    var normal: Rational?
    if case .float(let layout) = format.descriptor.encoding, layout.subnormals == .gradual {
      normal = .powerOfTwo(1 - layout.bias)
    }
    facts = [format.positive, format.negative].compactMap(\.self).map { ladder in
      (ladder, normal, ladder.count > 1 ? ladder.magnitude(ladder.count - 2) : nil)
    }
    hasFewNaNs = format.nonFiniteCodes(most: 7).map { $0.count <= 6 } ?? false
  }

  /// Codes from which on the class may be another.
  var starts: [UInt64] {
    var isShort = format.bits <= 8
    switch format.descriptor.encoding {
    case .float, .fixedPoint: break
    case .posit, .hiFloat8, .table: isShort = true
    }
    if isShort { return Array(0...format.lastCode) }
    var cuts: Set<UInt64> = [0]
    for run in format.monotoneRuns {
      cuts.formUnion([run.lowerBound, run.lowerBound + 1, run.upperBound])
      if run.upperBound > run.lowerBound { cuts.insert(run.upperBound - 1) }
      cuts.insert(run.upperBound &+ 1)
    }
    for (ladder, smallestNormal, _) in facts {
      for value in [smallestNormal, .one].compactMap(\.self) where value <= ladder.largest {
        let code = format.project(
          value, negative: ladder.negative,
          dialect: Dialect(rounding: .towardZero, overflow: .satFinite)
        ).code
        cuts.formUnion([code &- 1, code, code &+ 1, code &+ 2])
      }
    }
    return cuts.filter { $0 <= format.lastCode }.sorted()
  }

  func kind(of code: UInt64) -> CodeClass {
    let datum = format.decode(code)
    let kind: CodeClass.Kind
    switch datum {
    case .negativeZero: kind = .zero
    case .infinity: kind = .infinity
    case .nan(let nan):
      if hasFewNaNs { return CodeClass(.oneNaN(format.hexadecimal(code))) }
      kind = nan.payload >> 63 == 1 ? .quietNaN : .signallingNaN
    case .finite(let value):
      kind = value.isZero ? .zero : self.kind(of: value.magnitude, negative: datum.isNegative)
    }
    return CodeClass(kind, isNegative: datum.isNegative)
  }

  private func kind(of magnitude: Rational, negative: Bool) -> CodeClass.Kind {
    guard let (ladder, normal, below) = facts.first(where: { $0.ladder.negative == negative })
    else { return .normal }
    if magnitude == ladder.largest { return .largest }
    if magnitude == .one { return .one }
    if magnitude == below { return .largestButOne }
    let first = ladder.magnitude(ladder.beginsAtZero ? 1 : 0)
    guard let normal else { return magnitude == first ? .smallest : .normal }
    if magnitude == normal { return .smallestNormal }
    if magnitude > normal { return .normal }
    if magnitude == first { return .smallestSubnormal }
    return magnitude == normal - first ? .largestSubnormal : .subnormal
  }

  func absent(_ classes: [CodeClass]) -> [(name: String, reason: String)] {
    var found: [(String, String)] = []
    func note(_ kind: CodeClass, _ reason: String) {
      if !classes.contains(kind) { found.append((kind.name, reason)) }
    }
    let own = format.name
    note(CodeClass(.zero), "\(own) has no zero")
    note(CodeClass(.zero, isNegative: true), "\(own) has no -0")
    note(CodeClass(.infinity), "\(own) has no infinity")
    note(CodeClass(.infinity, isNegative: true), "\(own) has no negative infinity")
    if !classes.contains(where: \.isNaN) { found.append(("NaN", "\(own) has no NaN")) }
    if !classes.contains(where: \.isSubnormal) {
      found.append(("subnormal", "\(own) has no subnormals"))
    } else {
      note(CodeClass(.largestSubnormal), "\(own) has one subnormal on each side")
      note(
        CodeClass(.subnormal), "\(own) has no subnormals between the smallest and the largest")
    }
    if format.negative == nil { found.append(("negative", "\(own) has no values below 0")) }
    note(CodeClass(.one), "1 is the largest value of \(own), or not in it")
    return found
  }
}

extension NumberFormat {
  /// The NaN codes, if they are fewer than `most` and the format is short enough to look; for wider
  /// formats those of the layouts that have few.
  fileprivate func nonFiniteCodes(most: Int) -> [UInt64]? {
    if bits <= 8 {
      let codes = (0...lastCode).filter { decode($0).isNaN }
      return codes.count < most ? codes : nil
    }
    if case .float(let layout) = descriptor.encoding, layout.nans == .ieee { return nil }
    return [specials.nan, specials.negativeNaN].compactMap(\.self)
  }
}
