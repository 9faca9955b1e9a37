/// Makes damaged inputs out of good ones.
///
/// Bytes are changed, cut, doubled and spliced, and pieces that parsers stumble over put in. The same
/// seed makes the same inputs.
struct Mutator {
  private var state: UInt64
  private let corpus: [[UInt8]]

  /// What texts of numbers, lines, JSON, YAML and Python literals are made of, and their extremes.
  private static let pieces: [[UInt8]] =
    [
      "9223372036854775807", "18446744073709551616", "-1", "0", "1e999999999", "0x", "x", "z",
      "nan", "inf", "null", "true", "[[[[", "{", "}", "]", "\"", "'", "\\u", "\\ud800", ",", "(",
      ":", "- ", "\n", "\r\n", "\n\n", " ", "\t", "//", "@", "#", "&a ", "*a", "!!x ", "|", "%",
      "\u{0}", "\u{feff}", "é", "\u{1F600}", "1/0", "-0", ".", "..", "/", "e", "p", "_",
    ].map { Array($0.utf8) } + [[0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x80]]

  init(corpus: [[UInt8]], seed: UInt64) {
    (self.corpus, state) = (corpus, seed)
  }

  /// A number below `count`, which is 1 or more (SplitMix64; Steele, Lea and Flood, 2014).
  private mutating func below(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((word ^ (word >> 31)) % UInt64(count))
  }

  /// The next input.
  mutating func next() -> [UInt8] {
    var bytes = corpus[below(corpus.count)]
    for _ in 0...below(4) {
      guard !bytes.isEmpty else { break }
      let place = below(bytes.count)
      let end = min(bytes.count, place + 1 + below(24))
      switch below(9) {
      case 0: bytes[place] = UInt8(below(256))
      case 1: bytes[place] ^= 1 << UInt8(below(8))
      case 2: bytes.removeSubrange(place..<end)
      case 3, 4: bytes.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: place)
      case 5: bytes.replaceSubrange(place..<end, with: Self.pieces[below(Self.pieces.count)])
      case 6: bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count))
      case 7:
        let other = corpus[below(corpus.count)]
        guard !other.isEmpty else { continue }
        let from = below(other.count)
        bytes.replaceSubrange(place..., with: other[from...])
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }
}
