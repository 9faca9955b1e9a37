/// An open safetensors or npy file: what tensors it holds, and their elements on demand.
///
/// Opening reads and checks the header only; elements are read when asked for, so that memory
/// is bounded by what the caller asks for at a time. The file is closed with the last copy of
/// the value. Values may be used from several tasks at once.
public struct TensorFile: Sendable {
  /// The file formats.
  public enum Kind: Hashable, Sendable {
    /// Named tensors behind a JSON header.
    case safetensors
    /// One array, as NumPy's `save` writes it, with the major version of its header: 1, 2 or 3.
    case npy(version: Int)
  }

  /// One entry of a safetensors file's `__metadata__`.
  public struct Note: Hashable, Sendable {
    /// The key.
    public var key: String
    /// The value.
    public var value: String

    /// Creates a note.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The file, as the caller named it.
  public let path: String
  /// The file format, recognised by content.
  public let kind: Kind
  /// The tensors in the order of the header; exactly one for an npy file.
  public let tensors: [TensorEntry]
  /// The file's own notes in the order of the header; none for an npy file.
  public let metadata: [Note]
  let source: ByteSource

  /// Opens a file and checks its header against its size.
  ///
  /// The format is recognised by content; the name of the file does not matter.
  public static func open(_ path: String) throws(TensorFileError) -> TensorFile {
    try TensorFile(source: .open(path: path), path: path)
  }

  /// Reads an array of bytes as though it were the file `path`.
  public static func open(
    bytes: [UInt8], path: String = "memory"
  ) throws(TensorFileError) -> TensorFile {
    try TensorFile(source: .memory(bytes), path: path)
  }

  /// The tensor with a name, compared byte by byte, or nil.
  public func tensor(named name: String) -> TensorEntry? {
    tensors.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  private init(source: ByteSource, path: String) throws(TensorFileError) {
    self.source = source
    self.path = path
    let start = try source.bytes(0..<min(16, source.size), path: path)
    if start.starts(with: NpyHeader.magic) {
      let header = try NpyHeader(source: source, path: path)
      kind = .npy(version: header.version)
      tensors = [header.entry]
      metadata = []
    } else if start.count > 8, start[8] == UInt8(ascii: "{") {
      let header = try SafetensorsHeader(source: source, path: path)
      kind = .safetensors
      tensors = header.tensors
      metadata = header.metadata
    } else {
      throw Self.unrecognised(start, path: path)
    }
  }

  /// Says what was seen in place of a tensor file.
  private static func unrecognised(_ start: [UInt8], path: String) -> TensorFileError {
    let seen = start.isEmpty ? "nothing" : start.prefix(9).map(hex).joined(separator: " ")
    let known: [(prefix: [UInt8], name: String, remedy: String)] = [
      ([0x50, 0x4B, 0x03, 0x04], "a zip archive, such as npz or a torch file", "unpack it first"),
      ([0x80], "a Python pickle", "save its tensors as safetensors"),
      (Array("GGUF".utf8), "a GGUF file", "convert it to safetensors"),
      ([0x89, 0x48, 0x44, 0x46], "an HDF5 file", "convert it to safetensors or npy"),
      ([0x1F, 0x8B], "a gzip stream", "unpack it first"),
    ]
    let guess = known.first { start.starts(with: $0.prefix) }
    let problem =
      start.count < 9
      ? "only \(start.count) bytes (\(seen)), too few for an npy or a safetensors header"
      : "begins with \(seen): npy begins with 93 4E 55 4D 50 59, safetensors has 7B at byte 8"
    return TensorFileError(
      .unrecognised, path: path, problem + (guess.map { "; this is \($0.name)" } ?? ""),
      guess?.remedy ?? "give a safetensors or npy file")
  }
}
