import Descriptors
import Reference

/// The cases of an operation that are put to a device elsewhere, in a fixed order and each once.
///
/// All cases where these are few enough for the level. Otherwise, for an operation on numbers, those
/// of `StructuredCases` and then those that `DeviceCheck` tries at that effort and seed; for one on
/// blocks those that `BlockCheck` tries.
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
    case everyCase(CaseDomain)
    /// Listed cases, then those at the given places of a domain.
    case listed([Case], CaseDomain?, places: [UInt32])
    /// Those of a domain of blocks at the given places, all of them where there are none.
    case blocks(BlockDomain, places: [UInt32])
  }

  /// The vectors of an effort and a seed.
  public init(_ task: VectorTask, effort: CheckEffort, seed: UInt64) {
    self.task = task
    if let evaluator = task.evaluator {
      (source, count, extent) = Self.numbers(evaluator, effort, seed)
    } else if let evaluator = task.blockEvaluator {
      (source, count, extent) = Self.blocks(evaluator, effort, seed)
    } else {
      (source, count, extent) = (.listed([], nil, places: []), 0, .sample)
    }
  }

  private static func numbers(
    _ evaluator: ScalarEvaluator, _ effort: CheckEffort, _ seed: UInt64
  ) -> (Source, UInt64, Extent) {
    if effort.sweeps(evaluator.operation) {
      let map = IntervalMap(evaluator)
      return (.everyCode(map), map.lastCode + 1, .everything)
    }
    if CaseDomain.bits(of: evaluator.operation) <= effort.vectorBits {
      let domain = CaseDomain(everyCaseOf: evaluator)
      return (.everyCase(domain), domain.count, .everything)
    }
    let takesWord = evaluator.operation.takesRandomWord
    var seen: Set<UInt64> = []
    let aimed = CoverageCount(evaluator).aimed.map {
      Case(codes: $0.codes, words: takesWord ? [$0.word] : [])
    }
    let listed =
      (StructuredCases(evaluator, level: effort == .quick ? 1 : 2, seed: seed).cases() + aimed)
      .filter { seen.insert($0.fingerprint).inserted }
    let domain = effort.domain(for: evaluator, sample: nil, seed: seed)
    var places: [UInt32] = []
    for place in 0..<domain.count {
      let (codes, word) = domain(place)
      let item = Case(codes: codes, words: takesWord ? [word] : [])
      if seen.insert(item.fingerprint).inserted { places.append(UInt32(place)) }
    }
    return (.listed(listed, domain, places: places), UInt64(listed.count + places.count), .sample)
  }

  private static func blocks(
    _ evaluator: Evaluator, _ effort: CheckEffort, _ seed: UInt64
  ) -> (Source, UInt64, Extent) {
    let domain = effort.domain(for: evaluator, sample: nil, seed: seed)
    guard domain.extent == .sample else {
      return (
        .blocks(domain, places: []), domain.count,
        domain.extent == .everything ? .everything : .everyDraw
      )
    }
    var seen: Set<UInt64> = []
    let places = (0..<domain.count).filter {
      seen.insert(Case(domain($0)).fingerprint).inserted
    }.map { UInt32($0) }
    return (.blocks(domain, places: places), UInt64(places.count), .sample)
  }

  /// A case.
  public subscript(index: UInt64) -> Case {
    switch source {
    case .everyCode: return Case(codes: [index])
    case .everyCase(let domain): return Self.item(domain, index, task.words)
    case .listed(let listed, let domain, let places):
      guard index >= listed.count, let domain else { return listed[Int(index)] }
      return Self.item(domain, UInt64(places[Int(index) - listed.count]), task.words)
    case .blocks(let domain, let places):
      return Case(domain(places.isEmpty ? index : UInt64(places[Int(index)])))
    }
  }

  private static func item(_ domain: CaseDomain, _ index: UInt64, _ words: Int) -> Case {
    let (codes, word) = domain(index)
    return Case(codes: codes, words: words > 0 ? [word] : [])
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
