/// Writes one array as an npy file, little-endian.
public enum NpyWriter {
  /// The bytes of a file.
  ///
  /// The version is the lowest that can hold the header when `version` is nil. The data begins at
  /// a multiple of 64 bytes. `isColumnMajor` states the order in which the elements are given and
  /// changes nothing else.
  ///
  /// Throws when npy has no name for the type (write the codes as unsigned integers and carry the
  /// format elsewhere), when the bytes do not fit the shape, or when the version is not 1, 2 or 3
  /// or cannot hold the header. `path` only serves the message.
  public static func bytes(
    _ tensor: Tensor, isColumnMajor: Bool = false, version: Int? = nil, path: String = "memory"
  ) throws(TensorFileError) -> [UInt8] {
    guard let descr = tensor.element.npyName else {
      let whole = tensor.element.streamBytes * 8
      throw TensorFileError(
        .unsupported, path: path, tensor: tensor.name,
        "\(tensor.element) elements have no npy name",
        tensor.element == .complex64
          ? "write the real and imaginary parts as float32"
          : "write the codes as uint\(whole) and name the format elsewhere")
    }
    let data = try tensor.stored(path: path)
    let header = header(descr, tensor.shape, isColumnMajor: isColumnMajor, version)
    guard let header else {
      throw TensorFileError(
        .unsupported, path: path, tensor: tensor.name,
        "npy version \(version ?? 1) cannot hold the header", "use version 2")
    }
    return header + data
  }

  /// Writes a file, in place of any that has the path; a failure leaves that one as it was.
  ///
  /// Throws as `bytes(_:isColumnMajor:version:path:)` does, and when the operating system refuses
  /// to write.
  public static func write(
    _ tensor: Tensor, isColumnMajor: Bool = false, version: Int? = nil, to path: String
  ) throws(TensorFileError) {
    try TensorOutput.replace(
      path, by: bytes(tensor, isColumnMajor: isColumnMajor, version: version, path: path))
  }

  /// The bytes before the elements of a file that is written piece by piece: row-major,
  /// little-endian, the elements beginning at a multiple of 64 bytes; `nil` for types without a name
  /// in npy.
  public static func header(_ element: ElementType, shape: [Int]) -> [UInt8]? {
    element.npyName.flatMap { header($0, shape, isColumnMajor: false, nil) }
  }

  /// The bytes before the elements; `nil` where the version cannot hold them.
  private static func header(
    _ descr: String, _ shape: [Int], isColumnMajor: Bool, _ wanted: Int?
  ) -> [UInt8]? {
    let shape = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text =
      "{'descr': '\(descr)', 'fortran_order': \(isColumnMajor ? "True" : "False"), "
      + "'shape': (\(shape)), }"
    let fitsShort = text.utf8.count + 1 + 63 <= 0xFFFF
    let version = wanted ?? (fitsShort ? 1 : 2)
    guard (1...3).contains(version), version > 1 || fitsShort,
      text.utf8.count + 64 <= NpyHeader.longest
    else { return nil }
    let lengthBytes = version == 1 ? 2 : 4
    let unpadded = 8 + lengthBytes + text.utf8.count + 1
    let padding = (64 - unpadded % 64) % 64
    let length = text.utf8.count + padding + 1
    var result = NpyHeader.magic + [UInt8(version), 0]
    result += (0..<lengthBytes).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    result += Array(text.utf8) + [UInt8](repeating: 0x20, count: padding) + [0x0A]
    return result
  }
}
