import Descriptors

extension Fault {
  /// Mistakes that depend on where in a stream an element stands.
  static let batches: [Fault] = [
    Fault("nibbles-swapped", "the two elements of a packed byte are swapped") { operation in
      guard operation.result.bits == 4 || operation.operands[0].bits == 4 else { return nil }
      return place(operation) { index, count in index ^ 1 < count ? index ^ 1 : index }
    },
    Fault("tail-swapped", "lanes are swapped in the last vector of 8 when it is not full") {
      place($0) { index, count in
        let full = count & ~7
        return index < full ? index : full + (count - 1 - index)
      }
    },
    Fault("tail-repeated", "the last vector of 8, when it is not full, repeats its first lane") {
      place($0) { index, count in min(index, count & ~7) }
    },
    Fault("stale", "every element is given the result of the one before") {
      place($0) { index, _ in max(0, index - 1) }
    },
  ]

  /// The operation with its results in other places.
  private static func place(
    _ operation: Operation, _ place: @escaping @Sendable (Int, Int) -> Int
  ) -> Misoperation? {
    var wrong = Misoperation(operation)
    wrong.place = place
    return wrong
  }
}
