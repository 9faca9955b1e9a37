extension WordSource {
  /// Every source by name: the healthy one, then mistakes that random units are built with.
  public static let all: [WordSource] = [philox] + values + places + blocks

  /// The source of a name.
  public static func named(_ id: String) -> WordSource? { all.first { $0.id == id } }

  /// Mistakes in the words themselves.
  private static let values: [WordSource] = [
    changed("always-low", "all words are 0: never rounds away") { _, _ in 0 },
    changed("always-high", "all words are ones: always rounds away") { _, _ in .max },
    changed("shifted-down", "the random bits enter one place too low", visibleBits: 1...32) {
      word, bits in
      (word & mask(bits)) >> 1
    },
    changed("shifted-up", "the random bits enter one place too high", visibleBits: 1...8) {
      word, _ in
      word << 1
    },
    changed("one-bit-fewer", "the lowest random bit is never drawn", visibleBits: 1...8) {
      word, _ in
      word & ~1
    },
    changed("two-bits-fewer", "the two lowest random bits are never drawn", visibleBits: 1...8) {
      word, _ in word & ~3
    },
    changed("top-bit-stuck", "the highest random bit is always 1", visibleBits: 1...32) {
      word, bits in
      word | 1 << UInt32(bits - 1)
    },
    changed(
      "a-64th-high", "words are 1/64 of their range too high, up to the largest",
      visibleBits: 6...32
    ) {
      word, bits in
      let sum = UInt64(word & mask(bits)) + ((UInt64(1) << UInt64(bits)) >> 6)
      return UInt32(min(sum, UInt64(mask(bits))))
    },
    changed("never-last", "words never reach the last quarter of their range", visibleBits: 1...32)
    { word, bits in
      UInt32(UInt64(word & mask(bits)) * 3 / 4)
    },
    changed("squared", "words are squared: small ones are too frequent", visibleBits: 1...32) {
      word, bits in
      let low = UInt64(word & mask(bits))
      return UInt32(truncatingIfNeeded: (low * low) >> UInt64(bits))
    },
    WordSource("stuck-register", "a feedback register of 16 bits that was begun with 0") {
      Array(repeating: 0, count: $0.count)
    },
    WordSource(
      "short-register", "a feedback register of 8 bits, of period 255", repeatsAtStart: true
    ) { request in
      (0..<request.count).map { index in
        register[Int((request.position + UInt64(index)) % 255)] &* 0x0101_0101
      }
    },
  ]

  /// Mistakes in which word a case takes.
  private static let places: [WordSource] = [
    placed("one-a-batch", "one word for all cases of a batch") { _, first in first },
    placed("one-for-8-lanes", "eight cases in a row share a word") { index, _ in index & ~7 },
    placed("pairs", "two cases in a row share a word") { index, _ in index & ~1 },
    placed("period-1000", "the same thousand words over and over") { index, _ in index % 1000 },
    WordSource("antithetic", "every second case has the complements of the one before") { request in
      let each = UInt64(max(1, request.perCase))
      let from = request.position / (2 * each) * (2 * each)
      let skipped = Int(request.position - from)
      let words = request.philox(from: from, count: request.count + skipped)
      return (skipped..<words.count).map { index in
        index / Int(each) & 1 == 0 ? words[index] : ~words[index - Int(each)]
      }
    },
    WordSource(
      "sliding-bits", "one register for all draws, shifted by one bit for each",
      visibleBits: 2...31
    ) { request in
      let from = request.position / 32
      let stream = request.philox(from: from, count: request.count / 32 + 3)
      return (0..<request.count).map { index in
        let bit = Int(request.position - 32 * from) + index
        let both = UInt64(stream[bit / 32]) | UInt64(stream[bit / 32 + 1]) << 32
        return UInt32(truncatingIfNeeded: both >> UInt64(bit % 32))
      }
    },
    placed("same-batches", "the seed is set anew for every batch") { index, first in
      index - first
    },
    WordSource("same-start", "the same words after every start", repeatsAtStart: true) {
      $0.philox()
    },
  ]

  /// Mistakes in which word an element of a block takes.
  private static let blocks: [WordSource] = [
    within("one-a-block", "one word for all elements of a block") { own, _, _ in
      own[own.startIndex]
    },
    within("block-pairs", "two neighbouring elements of a block share a word") {
      own, element, _ in own[own.startIndex + (element & ~1)]
    },
    within("block-complements", "every second element has the complement of the word before") {
      own, element, _ in
      element & 1 == 0 ? own[own.startIndex + element] : ~own[own.startIndex + element - 1]
    },
    within("ends-alike", "the last element of a block has the word of the first one") {
      own, element, _ in
      own[element == own.count - 1 ? own.startIndex : own.startIndex + element]
    },
    WordSource(
      "overlapping-bits", "neighbouring elements take bits of one register, one place apart",
      visibleBits: 2...31, isWithinBlocks: true
    ) { request in
      var words = request.philox()
      let each = max(1, request.perCase)
      for first in stride(from: request.choices, to: words.count, by: each) {
        let own = first..<first + each - request.choices
        guard own.count > 1 else { continue }
        let register = UInt64(words[own.lowerBound]) | UInt64(words[own.lowerBound + 1]) << 32
        for (place, index) in own.enumerated() {
          words[index] = UInt32(truncatingIfNeeded: register >> UInt64(place % 33))
        }
      }
      return words
    },
    WordSource(
      "passed-on", "each element takes the word that the element before it had in the block before",
      isWithinBlocks: true, isAcrossBlocks: true
    ) { request in
      let each = max(1, request.perCase)
      let first = request.position / UInt64(each)
      var words = request.philox()
      let chain = request.philox(from: first &+ (1 << 40), count: request.count / each + each)
      for row in 0..<request.count / each {
        for element in 0..<each - request.choices {
          // The newest word is the first element's.
          words[row * each + request.choices + element] = chain[row + each - 1 - element]
        }
      }
      return words
    },
  ]

  private static func mask(_ bits: Int) -> UInt32 { .max >> UInt32(32 - max(1, min(bits, 32))) }

  /// All states of the register x^8 + x^6 + x^5 + x^4 + 1 in their order.
  private static let register: [UInt32] = {
    var state: UInt32 = 1
    return (0..<255).map { _ in
      defer { state = state & 1 == 1 ? state >> 1 ^ 0xB8 : state >> 1 }
      return state
    }
  }()
}
