/// What the process that has loaded a library says.
///
/// 16 bytes, the kind and the length of what follows, and then that: text, or the results of the
/// cases that were answered, run after run. What it is asked is the number of cases in 8 bytes, the
/// operands run after run, and the random words.
struct LibraryMessage {
  enum Kind: UInt64 {
    /// It is ready; the text is the library's own name.
    case ready
    /// The library cannot be used at all; the text says why.
    case unusable
    /// The library does not compute this; the text says why.
    case unsupported
    /// Results.
    case answers
    /// The library failed in this batch; the text says how.
    case failure
  }

  static let headerSize = 16

  var kind: Kind
  /// Where its content lies in the bytes that were read.
  var content: Range<Int>

  /// Reads the beginning of a message; `nil` where it is not there yet or makes no sense.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.headerSize else { return nil }
    func number(_ at: Int) -> UInt64 {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: UInt64.self) }
    }
    let size = number(8)
    guard let kind = Kind(rawValue: number(0)), size < 1 << 40 else { return nil }
    self.kind = kind
    content = Self.headerSize..<Self.headerSize + Int(size)
  }

  /// Whether all of a message has come.
  static func isComplete(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= headerSize else { return false }
    // What makes no sense will not do so later either.
    guard let message = LibraryMessage(bytes) else { return true }
    return bytes.count >= message.content.upperBound
  }

  /// The beginning of a message.
  static func header(_ kind: Kind, size: Int) -> [UInt64] { [kind.rawValue, UInt64(size)] }
}
