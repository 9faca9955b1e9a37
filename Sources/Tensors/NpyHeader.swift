/// The header of an npy file, checked against the file's size.
///
/// The file is the six bytes `93 4E 55 4D 50 59`, a version of two bytes, a little-endian length
/// (two bytes in version 1.0, four in 2.0 and 3.0), that many bytes of a Python dictionary that
/// ends with a line feed, then the elements. Files whose elements are Python objects or records
/// are refused.
///
/// Source: NumPy's `numpy.lib.format` (NEP 1).
struct NpyHeader {
  /// The bytes that begin every npy file.
  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
  /// The longest dictionary that is read, in bytes; a plain array's is far shorter.
  static let longest = 1_000_000

  /// The major version: 1, 2 or 3.
  let version: Int
  /// The one array.
  let entry: TensorEntry

  /// Reads the header of a source that begins with the magic bytes.
  init(source: ByteSource, path: String) throws(TensorFileError) {
    let head = try source.bytes(6..<min(12, source.size), path: path)
    guard head.count >= 2 else { throw Self.tooShort(source, path) }
    version = Int(head[0])
    guard (1...3).contains(version), head[1] == 0 else {
      throw TensorFileError(
        .unsupported, path: path, at: 6, "npy version \(head[0]).\(head[1])",
        "write the file as version 1.0, 2.0 or 3.0")
    }
    let lengthBytes = version == 1 ? 2 : 4
    guard head.count >= 2 + lengthBytes else { throw Self.tooShort(source, path) }
    let length = head[2..<2 + lengthBytes].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.longest else {
      throw TensorFileError(
        .malformed, path: path, at: 8,
        "the header length is \(length) bytes, at most \(Self.longest) are read",
        "check that this is an array of plain numbers")
    }
    let textStart = 8 + lengthBytes
    guard textStart + length <= source.size else {
      throw TensorFileError(
        .truncated, path: path, at: 8,
        "the header length is \(length) bytes, only \(source.size - textStart) follow",
        "the file is cut short: fetch or write it again")
    }
    let bytes = try source.bytes(textStart..<textStart + length, path: path)
    let fields = try NpyFields(bytes: bytes, base: textStart, path: path)
    entry = try Self.entry(
      fields, data: textStart + length..<source.size, lengthPlace: textStart, path: path)
  }

  /// Checks the array's size against the bytes after the header.
  private static func entry(
    _ fields: NpyFields, data: Range<Int>, lengthPlace: Int, path: String
  ) throws(TensorFileError) -> TensorEntry {
    guard let size = TensorSize(shape: fields.shape, element: fields.element),
      let bytes = size.bytes
    else {
      throw TensorFileError(
        .layout, path: path, at: lengthPlace, "the shape holds more than 2^63 - 1 bits",
        "write the file again with NumPy")
    }
    guard bytes <= data.count else {
      throw TensorFileError(
        .truncated, path: path, at: data.upperBound,
        "the array needs \(bytes) bytes, only \(data.count) follow the header",
        "the file is cut short: fetch or write it again")
    }
    guard bytes == data.count else {
      throw TensorFileError(
        .layout, path: path, at: data.lowerBound + bytes,
        "\(data.count - bytes) bytes follow the array", "keep one array per file")
    }
    return TensorEntry(
      name: baseName(path), element: fields.element, shape: fields.shape, count: size.count,
      byteRange: data, isColumnMajor: fields.isColumnMajor, isBigEndian: fields.isBigEndian)
  }

  private static func tooShort(_ source: ByteSource, _ path: String) -> TensorFileError {
    TensorFileError(
      .truncated, path: path, at: source.size, "the npy header ends here",
      "the file is cut short: fetch or write it again")
  }

  /// The last part of a path without `.npy`.
  private static func baseName(_ path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last.hasSuffix(".npy") && last.count > 4 ? String(last.dropLast(4)) : last
  }
}
