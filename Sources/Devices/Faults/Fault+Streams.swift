import Descriptors

extension Fault {
  /// Mistakes that depend on where in a batch a block stands.
  static let streams: [Fault] = [
    place("last-skipped", "the last block of a batch is left as zeros") { index, count in
      index == count - 1 ? -1 : index
    },
    place(
      "blocks-tail-repeated", "the last vector of 8 blocks, when it is not full, repeats its first"
    ) {
      index, count in min(index, count & ~7)
    },
    place("block-stale", "every block is given the results of the one before") { index, _ in
      max(0, index - 1)
    },
  ]

  private static func place(
    _ id: String, _ title: String, _ place: @escaping @Sendable (Int, Int) -> Int
  ) -> Fault {
    .elements(id, title) { operation in
      var wrong = ElementMisoperation(operation)
      wrong.place = place
      return wrong
    }
  }
}
