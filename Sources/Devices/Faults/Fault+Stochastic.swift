import Descriptors

extension Fault {
  /// Mistakes with random words.
  static let stochastic: [Fault] = [
    Fault("word-ignored", "the random word is taken for 0: always rounds down") { operation in
      word(operation) { _, _ in 0 }
    },
    Fault(
      "word-misaligned", "the random bits are not aligned with the dropped bits",
      threads: ["oneDNN#2903"]
    ) { operation in
      word(operation) { word, bits in (word & (UInt32.max >> UInt32(32 - bits))) >> UInt32(bits / 2)
      }
    },
    Fault("word-mirrored", "a small random word rounds away, not a large one") { operation in
      word(operation) { word, _ in ~word }
    },
    Fault("word-short", "one random bit fewer is used than stated") { operation in
      guard case .stochastic(let bits, let variant) = operation.dialect.rounding, bits > 1
      else { return nil }
      var wrong = Misoperation(
        operation.changing { $0.dialect.rounding = .stochastic(bits: bits - 1, variant: variant) })
      wrong.word = { $0 >> 1 }
      return wrong
    },
    Fault("word-shared", "neighbouring elements share a random word") { operation in
      guard operation.takesRandomWord else { return nil }
      var wrong = Misoperation(operation)
      wrong.wordPlace = { $0 & ~1 }
      return wrong
    },
    Fault(
      "variant-a", "the dropped fraction is cut off, not rounded, before the word is added",
      replacing: { operation in
        guard case .stochastic(let bits, let variant) = operation.dialect.rounding, variant != .a
        else { return false }
        operation.dialect.rounding = .stochastic(bits: bits, variant: .a)
        return true
      }),
    Fault(
      "stochastic-subnormal", "subnormal results are rounded to nearest, without the random word",
      threads: ["StochasticRounding.jl#24"]
    ) { operation in
      guard operation.takesRandomWord, let to = operation.layout, to.subnormals == .gradual
      else { return nil }
      let nearest = operation.changing { $0.dialect.rounding = .toNearestOrEven }
      return Misoperation(operation, nearest) { _, results in
        operation.result.kind(of: results[0], to) == .subnormal ? results[1] : results[0]
      }
    },
  ]

  /// The operation with changed random words.
  private static func word(
    _ operation: Operation, _ change: @escaping @Sendable (UInt32, _ bits: Int) -> UInt32
  ) -> Misoperation? {
    guard case .stochastic(let bits, _) = operation.dialect.rounding else { return nil }
    var wrong = Misoperation(operation)
    wrong.word = { change($0, bits) }
    return wrong
  }
}
