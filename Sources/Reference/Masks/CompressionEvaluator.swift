public import Descriptors
import ExactArithmetic

/// Compressing and expanding made ready for one pattern and format: the reference's answer to what is
/// stored of sparse groups and what comes back.
///
/// `Compression` says what is computed.
public struct CompressionEvaluator: Sendable {
  /// What is stored, and how.
  public let compression: Compression
  /// The format of the elements.
  public let format: NumberFormat
  private let isExpanding: Bool
  /// The code of the zero without sign.
  private let zero: UInt64
  private let keep, of: Int

  /// Prepares an operation that compresses or expands.
  ///
  /// - Throws: `OperationError` where it does neither, and where its format has no zero without sign:
  ///   there, nothing can be left out.
  public init(_ operation: Operation) throws(OperationError) {
    switch operation.function {
    case .compress(let compression): (self.compression, isExpanding) = (compression, false)
    case .expand(let compression): (self.compression, isExpanding) = (compression, true)
    default: throw OperationError(text: "the operation stores no groups; use .compress or .expand")
    }
    format = NumberFormat(operation.format)
    zero = format.positive.code(0)
    guard format.decode(zero) == .finite(.zero) else {
      throw OperationError(
        text:
          "\(format.name) has no 0, and what is not stored becomes one; use a format with a zero")
    }
    (keep, of) = (compression.pattern.keep, compression.pattern.of)
  }

  /// The results of a case; zeros and the flag `refused` where it has none.
  ///
  /// - Precondition: there are as many codes as the operation takes.
  public func callAsFunction(_ codes: [UInt64]) -> (results: [UInt64], flags: AnswerFlags) {
    let results = isExpanding ? expanded(codes) : compressed(codes)
    if let results { return (results, []) }
    let stored = compression.stored(format.descriptor).reduce(0) { $0 + $1.count }
    let count = isExpanding ? compression.elements : stored
    return (Array(repeating: 0, count: count), .refused)
  }

  // MARK: - Compressing

  /// The groups of some elements.
  private func groups(_ codes: [UInt64], of size: Int) -> [[UInt64]] {
    stride(from: 0, to: compression.groups * size, by: size).map { Array(codes[$0..<$0 + size]) }
  }

  /// The elements of a group that are not zero.
  private func survivors(of group: [UInt64]) -> [Int] {
    group.indices.filter { !format.decode(group[$0]).isZero }
  }

  /// The zeros of a group that take the free places: those above the highest element that is not zero,
  /// the lowest first, then those below it, the highest first.
  private func fillers(of group: [UInt64]) -> [Int] {
    let survivors = survivors(of: group)
    let highest = survivors.last ?? -1
    let zeros = group.indices.filter { !survivors.contains($0) }
    let inOrder = zeros.filter { $0 > highest } + zeros.filter { $0 < highest }.reversed()
    return Array(inOrder.prefix(keep - survivors.count))
  }

  /// The places that are stored of a group, rising.
  ///
  /// - Precondition: at most N of its elements are not zero.
  public func places(of group: [UInt64]) -> [Int] {
    (survivors(of: group) + fillers(of: group)).sorted()
  }

  private func compressed(_ codes: [UInt64]) -> [UInt64]? {
    let groups = groups(codes, of: of)
    guard groups.allSatisfy({ survivors(of: $0).count <= keep }) else { return nil }
    let places = groups.map(places)
    return zip(groups, places).flatMap { group, places in places.map { group[$0] } }
      + written(places)
  }

  // MARK: - Places

  /// The places of the groups of a case as they are stored.
  public func written(_ places: [[Int]]) -> [UInt64] {
    switch compression.layout {
    case .bytes: places.flatMap { $0.map(UInt64.init) }
    case .mmaSp:
      [places.joined().reversed().reduce(0) { $0 << 2 | UInt64($1) }]
    case .mmaSpTF32:
      [places.joined().reversed().reduce(0) { $0 << 4 | ($1 == 0 ? 0b0100 : 0b1110) }]
    }
  }

  /// The places that are stored, group by group; `nil` for one that has no meaning.
  private func read(_ stored: [UInt64]) -> [[Int?]] {
    let all: [Int?]
    switch compression.layout {
    case .bytes: all = stored.map { $0 < UInt64(of) ? Int($0) : nil }
    case .mmaSp: all = (0..<4).map { Int(stored[0] >> UInt64(2 * $0) & 3) }
    case .mmaSpTF32:
      all = (0..<2).map { group in
        switch stored[0] >> UInt64(4 * group) & 15 {
        case 0b0100: 0
        case 0b1110: 1
        default: nil
        }
      }
    }
    return stride(from: 0, to: all.count, by: keep).map { Array(all[$0..<$0 + keep]) }
  }

  // MARK: - Expanding

  private func expanded(_ codes: [UInt64]) -> [UInt64]? {
    guard refusal(of: codes) == nil else { return nil }
    let kept = groups(codes, of: keep)
    return zip(kept, read(Array(codes[compression.codes...]))).flatMap { codes, places in
      (0..<of).map { place in places.firstIndex(of: place).map { codes[$0] } ?? zero }
    }
  }

  // MARK: - For people

  /// Why a case has no results, in one line; `nil` where it has some.
  public func refusal(of codes: [UInt64]) -> String? {
    if isExpanding {
      for (group, places) in read(Array(codes[compression.codes...])).enumerated() {
        let known = places.compactMap(\.self)
        if known.count == keep, zip(known, known.dropFirst()).allSatisfy({ $0 < $1 }) { continue }
        let text = places.map { $0.map(String.init) ?? "none" }.joined(separator: ", ")
        return "group \(group) has the places \(text); they must rise, from 0 to at most \(of - 1)"
      }
      return nil
    }
    for (group, codes) in groups(codes, of: of).enumerated() {
      let count = survivors(of: codes).count
      if count <= keep { continue }
      return "group \(group) has \(count) elements other than 0, and \(compression.pattern) has "
        + "\(keep == 1 ? "1 place" : "\(keep) places"); prune it first, as mask or mvue do"
    }
    return nil
  }

  /// How the results of a case follow.
  ///
  /// - Precondition: it has some.
  public func explanation(of codes: [UInt64]) -> [Explanation.Step] {
    var steps = isExpanding ? explained(expanding: codes) : explained(compressing: codes)
    let results = self(codes).results
    var place = 0
    let elements = [Operation.Run(format.descriptor, compression.elements)]
    for run in isExpanding ? elements : compression.stored(format.descriptor) {
      guard let format = run.format else { continue }
      let digits = results[place..<place + run.count].map { hexadecimal($0, bits: format.bits) }
      let noun = run.count == 1 ? "code" : "codes"
      steps.add("\(run.count) \(noun) of \(format.name)", digits.joined(separator: " "))
      place += run.count
    }
    return steps
  }

  private func explained(compressing codes: [UInt64]) -> [Explanation.Step] {
    var steps: [Explanation.Step] = []
    for (index, group) in groups(codes, of: of).enumerated() {
      let survivors = survivors(of: group)
      let fillers = fillers(of: group)
      steps.append(.init(label: "group \(index)", text: text(group)))
      let kept = survivors.map { "\(format.decode(group[$0])) at \($0)" }
      steps.append(
        .init(label: "survivors", text: kept.isEmpty ? "none" : kept.joined(separator: ", ")))
      let sides = fillers.map { place in
        survivors.last.map { place < $0 ? "\(place) below them" : "\(place) above them" }
          ?? "\(place)"
      }
      steps.append(
        .init(
          label: "free places",
          text: sides.isEmpty ? "none" : "taken by the zeros at " + sides.joined(separator: ", ")))
      steps.append(.init(label: "places", text: list(places(of: group))))
    }
    return steps
  }

  private func explained(expanding codes: [UInt64]) -> [Explanation.Step] {
    let kept = groups(codes, of: keep)
    return zip(kept, read(Array(codes[compression.codes...]))).enumerated().flatMap {
      index, group in
      let places = group.1.compactMap(\.self)
      let left = (0..<of).filter { !places.contains($0) }
      return [
        Explanation.Step(label: "group \(index)", text: text(group.0)),
        .init(label: "places", text: list(places)),
        .init(label: "become 0", text: left.isEmpty ? "none" : list(left)),
      ]
    }
  }

  private func text(_ group: [UInt64]) -> String {
    group.map { "\(format.decode($0))" }.joined(separator: ", ")
  }

  private func list(_ places: [Int]) -> String {
    places.map(String.init).joined(separator: ", ")
  }
}
