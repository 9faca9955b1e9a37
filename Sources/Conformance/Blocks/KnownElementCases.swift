import Descriptors
import Harness
import Reference

/// Cases of an operation on many elements with the reference's answers to them, made once for all devices,
/// levels and planted faults that are asked the same.
struct KnownElementCases: Sendable {
  /// A case and what is due.
  struct Item: Sendable {
    var input: Case
    var expected: Answer
  }

  /// Some consecutive cases of a domain.
  private struct Page: Hashable {
    var domain: ElementCases.Identity
    var number: UInt64
  }

  private static let known = SharedValues<Page, [Item]>(capacity: 256)

  let domain: ElementCases
  let evaluator: Evaluator

  /// How many cases are made together: fewer of large ones.
  private var size: UInt64 {
    UInt64(max(4, min(64, 2_048 / max(1, evaluator.operation.operandCount))))
  }

  /// The cases of a range, in order.
  func callAsFunction(_ range: Range<UInt64>) -> [Item] {
    let size = size
    var items: [Item] = []
    items.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let number = index / size
      let page = Self.known(Page(domain: domain.identity, number: number)) { _ in
        made(number * size..<(number + 1) * size)
      }
      let end = min(range.upperBound, (number + 1) * size)
      items += page[Int(index - number * size)..<Int(end - number * size)]
      index = end
    }
    return items
  }

  /// The cases of a range, made anew; a sample goes on behind its last case, all else ends there.
  func made(_ range: Range<UInt64>) -> [Item] {
    let end = domain.extent == .sample ? range.upperBound : min(range.upperBound, domain.count)
    return (range.lowerBound..<end).map { index in
      let input = domain(index)
      return Item(input: input, expected: evaluator.answer(input))
    }
  }
}
