import Descriptors
import ExactArithmetic
import Harness
import Reference

/// The classes of a format's codes: zeros, both ends of the subnormals and of the normals, one, the
/// largest value and the one below, infinities and NaNs, each with its sign.
struct CodeClasses: Sendable {
  /// The names of the classes that some code belongs to, `-inf` to NaN.
  let names: [String]
  /// Classes that other formats have, and why this one does not.
  let absent: [(name: String, reason: String)]
  /// Where runs of codes of one class begin, rising; the first is 0.
  let starts: [UInt64]
  /// For each class, its code where it has only one.
  let single: [UInt64?]
  private let classes: [Int]
  /// The class of every code, where there are few.
  private let table: [UInt8]

  init(_ format: NumberFormat) {
    let naming = ClassNaming(format)
    var found: [(start: UInt64, name: String)] = []
    for start in naming.starts {
      let name = naming.name(of: start)
      if found.last?.name != name { found.append((start, name)) }
    }
    var names: [String] = []
    for run in found where !names.contains(run.name) { names.append(run.name) }
    self.names = names
    starts = found.map(\.start)
    classes = found.map { run in names.firstIndex(of: run.name) ?? 0 }
    var single = [UInt64?](repeating: nil, count: names.count)
    for (place, run) in found.enumerated() {
      let end = place + 1 < found.count ? found[place + 1].start - 1 : format.lastCode
      let isAlone = found.count { $0.name == run.name } == 1
      if isAlone, run.start == end { single[classes[place]] = run.start }
    }
    self.single = single
    var table: [UInt8] = []
    if format.bits <= 8 {
      var run = 0
      for code in 0...format.lastCode {
        while run + 1 < starts.count, starts[run + 1] <= code { run += 1 }
        table.append(UInt8(truncatingIfNeeded: classes[run]))
      }
    }
    self.table = table
    absent = naming.absent(names)
  }

  private static let known = SharedValues<FormatDescriptor, CodeClasses>(capacity: 256)

  /// The classes of a format, found once for all checks of a run.
  static func of(_ format: NumberFormat) -> CodeClasses {
    known(format.descriptor) { _ in CodeClasses(format) }
  }

  /// The index of a code's class in `names`.
  func index(of code: UInt64) -> Int {
    if !table.isEmpty { return Int(table[Int(code)]) }
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= code { low = middle } else { high = middle }
    }
    return classes[low]
  }
}

/// How the codes of a format are named.
private struct ClassNaming {
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

  func name(of code: UInt64) -> String {
    let datum = format.decode(code)
    let sign = datum.isNegative ? "-" : "+"
    switch datum {
    case .negativeZero: return "-0"
    case .infinity: return "\(sign)inf"
    case .nan(let nan):
      if hasFewNaNs { return "NaN \(hexadecimal(code, bits: format.bits))" }
      return "\(sign)\(nan.payload >> 63 == 1 ? "quiet" : "signalling") NaN"
    case .finite(let value):
      if value.isZero { return "+0" }
      return sign + name(of: value.magnitude, negative: datum.isNegative)
    }
  }

  private func name(of magnitude: Rational, negative: Bool) -> String {
    guard let (ladder, normal, below) = facts.first(where: { $0.ladder.negative == negative })
    else { return "normal" }
    if magnitude == ladder.largest { return "largest" }
    if magnitude == .one { return "one" }
    if magnitude == below { return "largest but one" }
    let first = ladder.magnitude(ladder.beginsAtZero ? 1 : 0)
    guard let normal else { return magnitude == first ? "smallest" : "normal" }
    if magnitude == normal { return "smallest normal" }
    if magnitude > normal { return "normal" }
    if magnitude == first { return "smallest subnormal" }
    return magnitude == normal - first ? "largest subnormal" : "subnormal"
  }

  func absent(_ names: [String]) -> [(name: String, reason: String)] {
    var found: [(String, String)] = []
    func note(_ name: String, _ reason: String) {
      if !names.contains(name) { found.append((name, reason)) }
    }
    let own = format.name
    note("+0", "\(own) has no zero")
    note("-0", "\(own) has no -0")
    note("+inf", "\(own) has no infinity")
    note("-inf", "\(own) has no negative infinity")
    if !names.contains(where: { $0.hasSuffix("NaN") || $0.hasPrefix("NaN") }) {
      found.append(("NaN", "\(own) has no NaN"))
    }
    if !names.contains(where: { $0.hasSuffix("subnormal") }) {
      found.append(("subnormal", "\(own) has no subnormals"))
    } else {
      note("+largest subnormal", "\(own) has one subnormal on each side")
      note("+subnormal", "\(own) has no subnormals between the smallest and the largest")
    }
    if format.negative == nil { found.append(("negative", "\(own) has no values below 0")) }
    note("+one", "1 is the largest value of \(own), or not in it")
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
