/// Why a tensor file could not be opened, read or written.
///
/// `description` is one line, `path: tensor "name": byte N: problem; remedy`, without the parts
/// that do not apply. Names from the file are shortened and their control characters escaped, so
/// that no file can break the line.
public struct TensorFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of refusal, for a caller that reacts to some of them.
  public enum Reason: Hashable, Sendable {
    /// The operating system refused to open, read or write.
    case system
    /// The content is neither a safetensors nor an npy file.
    case unrecognised
    /// The file ends before what its header promises.
    case truncated
    /// The header breaks the grammar or the limits of its format.
    case malformed
    /// Shape, type and byte ranges contradict each other or the size of the file.
    case layout
    /// The file is sound but holds what is not read here, such as pickled objects.
    case unsupported
    /// The caller asked for elements that the tensor does not have.
    case outOfRange
  }

  /// The kind of refusal.
  public var reason: Reason
  /// The file, as the caller named it.
  public var path: String
  /// The tensor concerned, where there is one.
  public var tensor: String?
  /// The position in the file, counted in bytes from its beginning, where there is one.
  public var byteOffset: Int?
  /// What is wrong.
  public var problem: String
  /// What to do about it.
  public var remedy: String

  init(
    _ reason: Reason, path: String, tensor: String? = nil, at byteOffset: Int? = nil,
    _ problem: String, _ remedy: String
  ) {
    self.reason = reason
    self.path = path
    self.tensor = tensor
    self.byteOffset = byteOffset
    self.problem = problem
    self.remedy = remedy
  }

  /// The whole refusal on one line.
  public var description: String {
    var line = "\(path.onOneLine): "
    if let tensor { line += "tensor \(tensor.quoted): " }
    if let byteOffset { line += "byte \(byteOffset): " }
    return line + "\(problem); \(remedy)"
  }
}

extension String {
  /// The text with control characters and line separators written as `\u{...}`.
  var onOneLine: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .format:
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text on one line between quotation marks, cut after 120 scalars.
  var quoted: String {
    let scalars = unicodeScalars
    let shown = String(String.UnicodeScalarView(scalars.prefix(120))).onOneLine
    return "\"\(shown)\(scalars.count > 120 ? "..." : "")\""
  }
}

/// A byte as two hexadecimal digits, upper case.
func hex(_ byte: UInt8) -> String {
  (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}
