/// Writes safetensors files in one canonical form.
///
/// The tensors keep the order in which they are given, in the header and in the data; the
/// header has no white space but the spaces that end it, which bring the data to a multiple of
/// eight bytes. The same tensors give the same bytes.
public enum SafetensorsWriter {
  /// The bytes of a file.
  ///
  /// Throws when two tensors or two notes have one name, a tensor is called `__metadata__`, a
  /// type has no safetensors name, or a tensor's bytes do not fit its shape. `path` only serves
  /// the message.
  public static func bytes(
    _ tensors: [Tensor], metadata: [TensorFile.Note] = [], path: String = "memory"
  ) throws(TensorFileError) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      try checkNames(metadata.map(\.key), what: "note", path: path)
      let notes = metadata.map { "\(json($0.key)):\(json($0.value))" }.joined(separator: ",")
      members.append("\"__metadata__\":{\(notes)}")
    }
    try checkNames(tensors.map(\.name), what: "tensor", path: path)
    var data: [UInt8] = []
    for tensor in tensors {
      guard tensor.name != "__metadata__" else {
        throw TensorFileError(
          .layout, path: path, tensor: tensor.name, "the name is reserved for notes",
          "give the tensor another name")
      }
      guard let dtype = tensor.element.safetensorsName else {
        throw TensorFileError(
          .unsupported, path: path, tensor: tensor.name,
          "\(tensor.element) elements have no safetensors dtype",
          "write the codes as uint\(tensor.element.bits)")
      }
      let begin = data.count
      data += try tensor.stored(path: path)
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(json(tensor.name)):{\"dtype\":\"\(dtype)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(data.count)]}")
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
    guard header.count <= SafetensorsHeader.longest else {
      throw TensorFileError(
        .layout, path: path,
        "the header has \(header.count) bytes, at most \(SafetensorsHeader.longest) can be read",
        "write fewer tensors per file")
    }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    return length + header + data
  }

  /// Writes a file, in place of any that has the path; a failure leaves that one as it was.
  ///
  /// Throws as `bytes(_:metadata:path:)` does, and when the operating system refuses to write.
  public static func write(
    _ tensors: [Tensor], metadata: [TensorFile.Note] = [], to path: String
  ) throws(TensorFileError) {
    try TensorOutput.replace(path, by: bytes(tensors, metadata: metadata, path: path))
  }

  private static func checkNames(
    _ names: [String], what: String, path: String
  ) throws(TensorFileError) {
    var seen: Set<[UInt8]> = []
    for name in names where !seen.insert(Array(name.utf8)).inserted {
      throw TensorFileError(
        .layout, path: path, "two \(what)s are called \(name.quoted)",
        "give every \(what) its own name")
    }
  }

  /// A JSON string with the escapes that RFC 8259 requires and no others.
  private static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20: result += "\\u00\(hex(UInt8(scalar.value)))"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
