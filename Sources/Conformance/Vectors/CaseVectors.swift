public import Descriptors
import Reference

/// The cases of an operation that are put to a device elsewhere, in a fixed order and each once: those
/// that `DeviceCheck` tries at that effort and seed.
public struct CaseVectors: Sendable {
  /// The operation.
  public let operation: Operation
  /// How many cases there are.
  public let count: UInt64
  /// Whether these are all the cases there are.
  public let isEverything: Bool
  let evaluator: Evaluator
  private let domain: CaseDomain?
  /// The places in the domain where each case comes first; empty where it has none twice.
  private let places: [UInt64]

  /// The vectors of an effort and a seed.
  public init(_ operation: Operation, effort: CheckEffort, seed: UInt64) {
    self.operation = operation
    let cases = CheckCases(operation, effort: effort, seed: seed)
    evaluator = cases.evaluator
    switch cases.questions {
    case .everyCode(let map):
      (count, isEverything, domain, places) = (map.lastCode + 1, true, nil, [])
    case .listed(let listed):
      (isEverything, domain) = (listed.isEverything, listed)
      guard !listed.isEverything else {
        (count, places) = (listed.count, [])
        return
      }
      var seen: Set<[UInt64]> = []
      places = (0..<listed.count).filter { place in
        let item = listed(place)
        return seen.insert(item.codes + [UInt64(item.word)]).inserted
      }
      count = UInt64(places.count)
    }
  }

  /// The operand codes and the random word of a case; the word is 0 where none is taken.
  public subscript(index: UInt64) -> (codes: [UInt64], word: UInt32) {
    guard let domain else { return ([index], 0) }
    let item = domain(places.isEmpty ? index : places[Int(index)])
    return (item.codes, item.word)
  }
}
