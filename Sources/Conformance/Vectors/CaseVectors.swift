public import Descriptors
import Reference

/// The cases of an operation that are put to a device elsewhere, in a fixed order and each once.
///
/// All cases where these are few enough for the level. Otherwise those that `DeviceCheck` tries at that
/// effort and seed, for a function of a few numbers behind those of `StructuredCases`.
public struct CaseVectors: Sendable {
  /// The operation.
  public let task: VectorTask
  /// How many cases there are.
  public let count: UInt64
  /// How much of the operation they are.
  public let extent: Extent
  let source: Source

  /// How much of an operation vectors are.
  public enum Extent: String, Sendable {
    /// All cases.
    case everything
    /// All operands with all words, as far as the bits of the words count for anything.
    case everyDraw
    /// Some.
    case sample
  }

  /// Where cases come from.
  enum Source: Sendable {
    /// Every code of the one operand; results by the reference's intervals.
    case everyCode(IntervalMap)
    /// Every combination of codes and words.
    case everyCase(ScalarCases)
    /// Listed cases, then those at the given places of a domain.
    case listed([Case], ScalarCases?, places: [UInt32])
    /// Those of a domain of blocks at the given places, all of them where there are none.
    case blocks(any CaseSource, places: [UInt32])
  }

  /// The vectors of an effort and a seed.
  public init(_ task: VectorTask, effort: CheckEffort, seed: UInt64) {
    self.task = task
    if let evaluator = task.scalar {
      (source, count, extent) = Self.numbers(evaluator, effort, seed)
    } else {
      (source, count, extent) = Self.blocks(task.evaluator, effort, seed)
    }
  }

  private static func numbers(
    _ evaluator: ScalarEvaluator, _ effort: CheckEffort, _ seed: UInt64
  ) -> (Source, UInt64, Extent) {
    if effort.sweeps(evaluator.operation) {
      let map = IntervalMap(evaluator)
      return (.everyCode(map), map.lastCode + 1, .everything)
    }
    if ScalarCases.bits(of: evaluator.operation) <= effort.vectorBits {
      let domain = ScalarCases(everyCaseOf: evaluator)
      return (.everyCase(domain), domain.count, .everything)
    }
    var seen: Set<UInt64> = []
    let structured = StructuredCases(evaluator, level: effort == .quick ? 1 : 2, seed: seed)
    let listed = (structured.cases() + CoverageCount(evaluator).aimed).filter {
      seen.insert($0.fingerprint).inserted
    }
    let domain = effort.domain(for: evaluator, sample: nil, seed: seed)
    var places: [UInt32] = []
    for place in 0..<domain.count {
      if seen.insert(domain(place).fingerprint).inserted { places.append(UInt32(place)) }
    }
    return (.listed(listed, domain, places: places), UInt64(listed.count + places.count), .sample)
  }

  private static func blocks(
    _ evaluator: Evaluator, _ effort: CheckEffort, _ seed: UInt64
  ) -> (Source, UInt64, Extent) {
    let domain = effort.cases(of: evaluator, sample: nil, seed: seed)
    guard domain.extent == .sample else {
      return (
        .blocks(domain, places: []), domain.count,
        domain.extent == .everything ? .everything : .everyDraw
      )
    }
    var seen: Set<UInt64> = []
    let places = (0..<domain.count).filter {
      seen.insert(domain($0).fingerprint).inserted
    }.map { UInt32($0) }
    return (.blocks(domain, places: places), UInt64(places.count), .sample)
  }

  /// A case.
  public subscript(index: UInt64) -> Case {
    switch source {
    case .everyCode: return Case(codes: [index])
    case .everyCase(let domain): return domain(index)
    case .listed(let listed, let domain, let places):
      guard index >= listed.count, let domain else { return listed[Int(index)] }
      return domain(UInt64(places[Int(index) - listed.count]))
    case .blocks(let domain, let places):
      return domain(places.isEmpty ? index : UInt64(places[Int(index)]))
    }
  }

  /// The results of a case, by the reference.
  public func results(of item: Case) -> [UInt64] {
    if case .everyCode(let map) = source { return [map[item.codes[0]]] }
    return task.results(of: item)
  }
}

extension CheckEffort {
  /// The most bits of a case of an operation on numbers for which vectors are all cases: pairs of 8
  /// bits at level 1, triples of 6 at level 2.
  fileprivate var vectorBits: Int {
    switch self {
    case .quick: 16
    case .standard: 18
    case .exhaustive: 24
    }
  }
}
