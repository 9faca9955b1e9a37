/// The three entries of an npy header: `descr`, `fortran_order` and `shape`.
///
/// The dictionary is a Python literal, of which only what NumPy writes for a plain array is read:
/// quoted text without escapes, `True` and `False`, and a tuple of non-negative integers.
struct NpyFields {
  let element: ElementType
  let shape: [Int]
  let isColumnMajor: Bool
  let isBigEndian: Bool

  /// Reads the text, which ends with a line feed; `base` is its position in the file.
  init(bytes: [UInt8], base: Int, path: String) throws(TensorFileError) {
    var scanner = HeaderScanner(
      bytes: bytes, base: base, path: path, language: "Python literal",
      remedy: "write the file again with NumPy")
    guard bytes.last == 0x0A else {
      throw scanner.fault(
        at: base + max(0, bytes.count - 1), "the header does not end with a line feed")
    }
    var type: (element: ElementType, isBigEndian: Bool)?
    var order: Bool?
    var shape: [Int]?
    try scanner.expect("{")
    scanner.skipSpace()
    while scanner.peek != UInt8(ascii: "}") {
      scanner.skipSpace()
      let start = scanner.offset
      let key = try scanner.quotedText("a key")
      try scanner.expect(":")
      switch key {
      case "descr" where type == nil: type = try scanner.elementType()
      case "fortran_order" where order == nil: order = try scanner.truth("fortran_order")
      case "shape" where shape == nil: shape = try scanner.tuple()
      case "descr", "fortran_order", "shape":
        throw scanner.fault(at: start, "the key \(key.quoted) occurs twice")
      default:
        throw scanner.fault(
          at: start, "unknown key \(key.quoted)", "keep only descr, fortran_order and shape")
      }
      scanner.skipSpace()
      guard scanner.take(",") else { break }
      scanner.skipSpace()
    }
    try scanner.expect("}")
    scanner.skipSpace()
    guard scanner.peek == nil else { throw scanner.unexpected("nothing after the dictionary") }
    guard let type, let order, let shape else {
      let missing = type == nil ? "descr" : order == nil ? "fortran_order" : "shape"
      throw scanner.fault(at: base, "\(missing) is missing")
    }
    element = type.element
    isBigEndian = type.isBigEndian
    isColumnMajor = order
    self.shape = shape
  }
}

extension HeaderScanner {
  /// Reads text between single or double quotation marks, in printable ASCII, without escapes.
  fileprivate mutating func quotedText(_ what: String) throws(TensorFileError) -> String {
    skipSpace()
    guard let mark = peek, mark == UInt8(ascii: "'") || mark == UInt8(ascii: "\"") else {
      throw unexpected("\(what) in quotation marks")
    }
    position += 1
    let start = position
    while let byte = peek, byte != mark {
      guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else {
        throw fault("invalid \(language): byte \(hex(byte)) in \(what)")
      }
      position += 1
    }
    guard peek == mark else { throw fault("invalid \(language): \(what) is not closed") }
    defer { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// Reads `True` or `False`.
  fileprivate mutating func truth(_ what: String) throws(TensorFileError) -> Bool {
    skipSpace()
    for (word, value) in [("True", true), ("False", false)]
    where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw unexpected("True or False for \(what)")
  }

  /// Reads a tuple of dimensions: `()`, `(3,)`, `(3, 4)`.
  fileprivate mutating func tuple() throws(TensorFileError) -> [Int] {
    skipSpace()
    guard take("(") else { throw fault("shape is \(found), a tuple is needed") }
    var values: [Int] = []
    var isTuple = true
    skipSpace()
    while peek != UInt8(ascii: ")") {
      values.append(try natural("a dimension"))
      skipSpace()
      isTuple = take(",")
      guard isTuple else { break }
      skipSpace()
    }
    guard take(")") else { throw unexpected("',' or ')'") }
    guard isTuple || values.count > 1 else {
      throw fault("shape is a number in parentheses", "write a one-dimensional shape as (n,)")
    }
    return values
  }

  /// Reads `descr`: byte order, kind and width in bytes.
  fileprivate mutating func elementType() throws(TensorFileError) -> (ElementType, Bool) {
    skipSpace()
    let start = offset
    guard peek != UInt8(ascii: "[") else {
      throw fault(.unsupported, "descr is a record", "save each field as an array of its own")
    }
    let text = try quotedText("descr")
    let kind = text.drop { "<>|=".contains($0) }
    guard kind != "O" else {
      throw fault(
        .unsupported, at: start, "the elements are pickled Python objects",
        "save an array of plain numbers")
    }
    let isBigEndian = text.first == ">"
    // ml_dtypes saves its types as void, float8_e5m2 as a float of one byte.
    let type =
      kind == "f1"
      ? ElementType.raw8
      : ElementType.allCases.first { type in
        type.npyName.map { $0.dropFirst() == kind } ?? false
      }
    guard let type, text.count == kind.count + 1 else {
      let names = ElementType.allCases.compactMap(\.npyName).joined(separator: ", ")
      throw fault(
        .unsupported, at: start, "unknown descr \(text.quoted)", "use one of \(names)")
    }
    if type.bits > 8 {
      if isBigEndian, type.isRaw {
        throw fault(
          .unsupported, at: start, "descr \(text.quoted) gives raw bytes a byte order",
          "save the array little-endian")
      }
      if text.first == "=" || text.first == "|" && !type.isRaw {
        throw fault(
          .unsupported, at: start, "descr \(text.quoted) leaves the byte order open",
          "write < or > in its place")
      }
    }
    return (type, isBigEndian && type.bits > 8)
  }
}

extension ElementType {
  /// Whether the type says nothing but the width.
  var isRaw: Bool {
    switch self {
    case .raw8, .raw16, .raw32, .raw64: true
    default: false
    }
  }
}
