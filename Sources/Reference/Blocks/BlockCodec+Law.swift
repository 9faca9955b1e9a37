import Descriptors
public import ExactArithmetic

extension BlockCodec {
  /// The law of each result by itself, over all random words: one outcome or two, the one of small
  /// words first.
  ///
  /// Elements that are rounded stochastically change with their own word only, and none of the scales
  /// does. Where one word serves all elements of a decoding, the laws of the elements are the same.
  ///
  /// - Precondition: `check(codes)` does not throw.
  public func laws(of codes: [UInt64]) -> [Distribution<UInt64>] {
    guard case .stochastic(let bits, _) = operation.drawnRounding else {
      return callAsFunction(codes).results.map { .certain($0) }
    }
    if !isEncoding {
      return values(codes).map { value in
        wordLaw(bits: bits) { word in
          [result.project(value, dialect: operation.dialect, word: word).code]
        }
        .map { $0[0] }
      }
    }
    return encodingLaws(codes, bits)
  }

  /// All elements are bisected at once, each by its own word.
  private func encodingLaws(_ codes: [UInt64], _ bits: Int) -> [Distribution<UInt64>] {
    let last = UInt32.max >> UInt32(32 - bits)
    let elements = 0..<rows * columns
    func results(_ words: [UInt32]) -> [UInt64] { callAsFunction(codes, words: words).results }
    let ends = (results(elements.map { _ in 0 }), results(elements.map { _ in last }))
    // Up to `low` the first code comes, from `high` on the second.
    var (low, high) = (elements.map { _ in UInt32(0) }, elements.map { _ in last })
    let random = elements.filter { ends.0[$0] != ends.1[$0] }
    while random.contains(where: { high[$0] - low[$0] > 1 }) {
      let middle = zip(low, high).map { $0 + ($1 - $0) / 2 }
      let got = results(middle)
      for place in random where high[place] - low[place] > 1 {
        if got[place] == ends.0[place] {
          low[place] = middle[place]
        } else {
          high[place] = middle[place]
        }
      }
    }
    return ends.0.indices.map { place in
      guard elements.contains(place), ends.0[place] != ends.1[place] else {
        return .certain(ends.0[place])
      }
      let first = Rational(unsigned: UInt64(high[place]), exponent: -bits)
      let law = try? Distribution([(ends.0[place], first), (ends.1[place], .one - first)])
      return law ?? .certain(ends.0[place])
    }
  }
}
