import Descriptors

extension Fault {
  /// Mistakes in how the kept elements of a block are drawn.
  static let draws: [Fault] = [
    .elements(
      "successive-sold", "2 of M: one is drawn after the other where the variance should be least"
    ) { operation in
      guard let pruning = operation.pruning, pruning.design == .systematic,
        pruning.pattern.keep == 2
      else { return nil }
      return ElementMisoperation(operation) { operands, words, _ in
        PrunedBlock(operands, pruning.pattern).map { successive($0, operands, words[0]) }
      }
    },
    .elements(
      "greedy-sold", "the largest elements are kept as they are: biased",
      replacing: {
        guard var pruning = $0.pruning, pruning.design != .greedy else { return nil }
        pruning.design = .greedy
        pruning.draw = .fraction
        return .prune(pruning)
      }),
    .elements(
      "zero-chosen", "an element of probability zero is chosen by the word 0",
      threads: ["pytorch#48841", "pytorch#13867"]
    ) { operation in
      guard let pruning = operation.pruning, pruning.design != .greedy else { return nil }
      return ElementMisoperation(operation) { operands, words, results in
        guard words.allSatisfy({ $0 == 0 }), operands[0] == 0,
          let block = PrunedBlock(operands, pruning.pattern),
          let first = results.indices.first(where: {
            results[$0] != 0 && !block.saturated.contains($0)
          })
        else { return nil }
        var wrong = results
        wrong[0] = abs(results[first])
        wrong[first] = 0
        return wrong
      }
    },
    .elements(
      "top-word-lost", "the sums of probabilities end below 1: the last word chooses nothing"
    ) { operation in
      guard let pruning = operation.pruning, pruning.design != .greedy else { return nil }
      return ElementMisoperation(operation) { operands, words, results in
        guard words.allSatisfy({ $0 == .max }), PrunedBlock(operands, pruning.pattern) != nil,
          let last = results.lastIndex(where: { $0 != 0 })
        else { return nil }
        var wrong = results
        wrong[last] = 0
        return wrong
      }
    },
    words("word-off-by-one", "a random word counts as the one below it") { $0 &- 1 },
    words("words-truncated", "only half of the random bits are used") { $0 & 0xFFFF_0000 },
    words("words-mirrored", "a random word counts as its complement") { ~$0 },
    words("words-ignored", "random words are taken for 0") { _ in 0 },
    .elements("second-word-ignored", "the high half of a 64-bit number is dropped") { operation in
      guard operation.pruning?.draw == .integer else { return nil }
      var wrong = ElementMisoperation(operation)
      wrong.words = { words in words.indices.map { $0 == 1 ? 0 : words[$0] } }
      return wrong
    },
    .elements("words-shared", "neighbouring blocks share their random words") { operation in
      guard operation.wordCount > 0 else { return nil }
      var wrong = ElementMisoperation(operation)
      wrong.wordPlace = { $0 & ~1 }
      return wrong
    },
  ]

  /// A fault that changes the words of the draw.
  private static func words(
    _ id: String, _ title: String, _ change: @escaping @Sendable (UInt32) -> UInt32
  ) -> Fault {
    .elements(id, title) { operation in
      let rounding = operation.dialect.rounding.takesRandomWord ? 1 : 0
      guard operation.wordCount > rounding else { return nil }
      let bits: UInt32
      if case .quantised(let low) = operation.pruning?.draw {
        bits = UInt32(32 - low)
      } else {
        bits = 0
      }
      var wrong = ElementMisoperation(operation)
      wrong.words = { words in
        // The bits that count are brought to the top and back, so that they are what changes.
        words.enumerated().map { place, word in
          place < words.count - rounding ? change(word << bits) >> bits : word
        }
      }
      return wrong
    }
  }

  /// Two elements drawn one after the other, the second by a word made of the first, each with its
  /// value divided by its chance to be among them.
  private static func successive(
    _ block: PrunedBlock, _ operands: [Double], _ word: UInt32
  ) -> [Double] {
    let magnitudes = block.magnitudes
    func draw(_ word: UInt32, without taken: Int?) -> Int {
      let sum = block.sum - (taken.map { magnitudes[$0] } ?? 0)
      let point = Double(word) / 0x1p32 * sum
      var end = 0.0
      var last = 0
      for (index, magnitude) in magnitudes.enumerated() where index != taken && magnitude > 0 {
        end += magnitude
        last = index
        if point < end { return index }
      }
      return last
    }
    let first = draw(word, without: nil)
    let second = draw(word &* 0x9E37_79B1 &+ 0x85EB_CA6B, without: first)
    var values = operands.map { _ in 0.0 }
    for index in [first, second] {
      var chance = magnitudes[index] / block.sum
      for (other, magnitude) in magnitudes.enumerated() where other != index {
        chance += magnitude / block.sum * magnitudes[index] / (block.sum - magnitude)
      }
      values[index] = operands[index] / chance
    }
    return values
  }
}
