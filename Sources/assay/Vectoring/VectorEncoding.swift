import ArgumentParser

/// How cases and answers are written.
enum VectorEncoding: String, CaseIterable, ExpressibleByArgument, Codable {
  /// Lines of upper-case hex.
  case hex
  /// Words of a memory, as Verilog's `$readmemh` takes them.
  case readmemh
  /// NumPy arrays.
  case npy
  /// Streams of codes, little-endian.
  case raw
  /// Berkeley TestFloat's text: operands, result, exception flags.
  case testfloat

  /// The ending of a file's name.
  var ending: String {
    switch self {
    case .hex: "hex"
    case .readmemh: "mem"
    case .npy: "npy"
    case .raw: "bin"
    case .testfloat: "txt"
    }
  }
}
