/// JSON (RFC 8259), read as the caller's grammar asks for it.
///
/// There is no tree of values: the caller says what it expects next, and anything else is refused
/// on the spot. The depth is therefore that of the caller's grammar, and memory that of what it
/// keeps. Equal keys in one object are refused, compared byte by byte after unescaping; the RFC
/// leaves their meaning open.
extension HeaderScanner {
  /// Reads an object, handing over each key with its position in the file.
  ///
  /// `member` reads the value.
  mutating func object(
    _ what: String,
    _ member: (inout HeaderScanner, String, Int) throws(TensorFileError) -> Void
  ) throws(TensorFileError) {
    skipSpace()
    guard take("{") else { throw fault("\(what) is \(found), an object is needed") }
    var seen: Set<[UInt8]> = []
    skipSpace()
    if take("}") { return }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw unexpected("a key in quotation marks") }
      let start = offset
      let key = try string("the key")
      guard seen.insert(Array(key.utf8)).inserted else {
        throw fault(
          at: start, "the key \(key.quoted) occurs twice", "give every tensor and field one entry")
      }
      try expect(":")
      try member(&self, key, start)
      skipSpace()
    } while take(",")
    guard take("}") else { throw unexpected("',' or '}'") }
  }

  /// Reads an array of non-negative integers; `what` names one of them.
  mutating func naturals(_ field: String, each what: String) throws(TensorFileError) -> [Int] {
    skipSpace()
    guard take("[") else { throw fault("\(field) is \(found), an array is needed") }
    var values: [Int] = []
    skipSpace()
    if take("]") { return values }
    repeat {
      values.append(try natural(what))
      skipSpace()
    } while take(",")
    guard take("]") else { throw unexpected("',' or ']'") }
    return values
  }

  /// Reads a string; the text must already be known to be well-formed UTF-8.
  mutating func string(_ what: String) throws(TensorFileError) -> String {
    skipSpace()
    guard take("\"") else { throw fault("\(what) is \(found), a string is needed") }
    var text: [UInt8] = []
    while true {
      guard let byte = peek else { throw fault("invalid JSON: a string is not closed") }
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text.append(contentsOf: Array(String(try escape()).utf8))
      case ..<0x20:
        throw fault("invalid JSON: control character \(hex(byte)) in a string")
      default:
        text.append(byte)
        position += 1
      }
    }
  }

  /// Reads an escape sequence, two of them for a surrogate pair.
  private mutating func escape() throws(TensorFileError) -> Unicode.Scalar {
    let start = offset
    position += 1
    guard let letter = peek else { throw fault("invalid JSON: a string is not closed") }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw fault(at: start, "invalid JSON: unknown escape in a string")
    }
    let first = try fourHexDigits(start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take("\\"), take("u") else {
      throw fault(at: start, "invalid JSON: half of a surrogate pair in a string")
    }
    let second = try fourHexDigits(start)
    guard second >= 0xDC00, second < 0xE000,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw fault(at: start, "invalid JSON: half of a surrogate pair in a string") }
    return scalar
  }

  private mutating func fourHexDigits(_ start: Int) throws(TensorFileError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault(at: start, "invalid JSON: four hexadecimal digits must follow \\u")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
