/// A position in a header's text, and the refusals that name it.
///
/// The JSON of safetensors and the Python literal of npy are both read through it. Reading past
/// the end is not possible: there is no byte there, and `peek` says so.
struct HeaderScanner {
  let bytes: [UInt8]
  /// Where the text begins in the file.
  let base: Int
  let path: String
  /// What the text is, for refusals: `JSON` or `Python literal`.
  let language: String
  /// What to do about a header that cannot be read.
  let remedy: String
  /// The tensor whose description is being read.
  var tensor: String?
  /// The index of the next byte.
  var position = 0

  init(bytes: [UInt8], base: Int, path: String, language: String, remedy: String) {
    self.bytes = bytes
    self.base = base
    self.path = path
    self.language = language
    self.remedy = remedy
  }

  /// The next byte, or nil at the end.
  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The next byte's position in the file.
  var offset: Int { base + position }

  /// A refusal; `offset` counts from the beginning of the file, here when not given.
  func fault(
    _ reason: TensorFileError.Reason, at offset: Int? = nil, _ problem: String,
    _ otherRemedy: String? = nil
  ) -> TensorFileError {
    TensorFileError(
      reason, path: path, tensor: tensor, at: offset ?? self.offset, problem,
      otherRemedy ?? remedy)
  }

  /// A refusal of a header that breaks the grammar.
  func fault(
    at offset: Int? = nil, _ problem: String, _ otherRemedy: String? = nil
  ) -> TensorFileError {
    fault(.malformed, at: offset, problem, otherRemedy)
  }

  /// What stands at the position, in words.
  var found: String {
    guard let byte = peek else { return "the end of the header" }
    return switch byte {
    case UInt8(ascii: "{"): "an object"
    case UInt8(ascii: "["): "an array"
    case UInt8(ascii: "("): "a tuple"
    case UInt8(ascii: "\""), UInt8(ascii: "'"): "a string"
    case UInt8(ascii: "-"): "a negative number"
    case UInt8(ascii: "0")...UInt8(ascii: "9"): "a number"
    case 0x21...0x7E: "'\(Character(Unicode.Scalar(byte)))'"
    default: "byte \(hex(byte))"
    }
  }

  /// Refuses what stands at the position where something else was needed.
  func unexpected(_ wanted: String) -> TensorFileError {
    fault("invalid \(language): \(wanted) expected, found \(found)")
  }

  /// Skips space, tab, line feed and carriage return.
  mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  /// Takes a byte if it is the next one.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Takes the next byte, which must be this one, after white space.
  mutating func expect(_ character: Unicode.Scalar) throws(TensorFileError) {
    skipSpace()
    guard take(character) else { throw unexpected("'\(character)'") }
  }

  /// Reads a decimal integer from 0 to `Int.max`, without sign or leading zeros.
  mutating func natural(_ what: String) throws(TensorFileError) -> Int {
    skipSpace()
    let start = offset
    var value = 0
    var digits = 0
    while let byte = peek, byte >= 0x30, byte <= 0x39 {
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = scaled.addingReportingOverflow(Int(byte - 0x30))
      guard !overflow, !carry else {
        throw fault(.layout, at: start, "\(what) exceeds 2^63 - 1")
      }
      guard digits == 0 || value > 0 else {
        throw fault(at: start, "\(what) has a leading zero")
      }
      value = sum
      digits += 1
      position += 1
    }
    guard digits > 0 else {
      throw fault("\(what) is \(found), a non-negative integer is needed")
    }
    if let byte = peek, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(byte) {
      throw fault(at: start, "\(what) is not an integer")
    }
    return value
  }

  /// The index of the first byte that is not part of well-formed UTF-8, or nil.
  static func firstInvalidUTF8(in bytes: [UInt8]) -> Int? {
    var parser = Unicode.UTF8.ForwardParser()
    var input = bytes.makeIterator()
    var index = 0
    while true {
      switch parser.parseScalar(from: &input) {
      case .valid(let encoded): index += encoded.count
      case .error: return index
      case .emptyInput: return nil
      }
    }
  }
}
