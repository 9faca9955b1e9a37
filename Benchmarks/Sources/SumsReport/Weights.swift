import Descriptors
import Foundation
import Production
import Specs
import Tensors

/// The matrices of a safetensors file, as bytes, each ready to be cast and to be put into blocks.
struct Weights {
  /// The conversion by which others are measured.
  static let base = "float32 -> float8_e4m3fn, one matrix after the other"
  static let asked = ["mxfp4_e2m1", "nvfp4"]
  private static let others = ["mxfp8_e4m3", "mxfp6_e2m3", "mxint8", "nvfp4-division"]

  let elements: Int
  let names: [String]
  private let matrices: [Matrix]
  private let output: UnsafeMutableRawBufferPointer

  private struct Matrix {
    let values: UnsafeRawBufferPointer
    let count: Int
    let cast: PreparedOperation
    let codecs: [PreparedBlockCodec]
  }

  /// The tensors of at least two axes; the last axis is that of the blocks.
  init?(_ path: String, _ catalog: Catalog) throws {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let file = try TensorFile.open(path)
    let float32 = try catalog.format(named: "float32")
    let cast = try PreparedOperation(
      .cast(
        from: float32, to: catalog.format(named: "float8_e4m3fn"),
        dialect: Dialect(overflow: .satFinite)))
    let names = Self.asked + Self.others
    let blocks = try names.map { try catalog.block(named: $0) }
    matrices = try file.tensors.compactMap { entry -> Matrix? in
      guard entry.element == .float32, entry.shape.count >= 2, let columns = entry.shape.last,
        entry.count > 0
      else { return nil }
      var bytes: [UInt8] = []
      try file.read(entry, elements: 0..<entry.count, into: &bytes)
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
      buffer.copyBytes(from: bytes)
      let codecs = try blocks.map { block in
        try PreparedBlockCodec(
          Operation(
            .encodeBlock(block, rows: entry.count / columns, columns: columns, ragged: .atMost),
            format: float32))
      }
      return Matrix(
        values: UnsafeRawBufferPointer(buffer), count: entry.count, cast: cast, codecs: codecs)
    }
    elements = matrices.reduce(0) { $0 + $1.count }
    self.names = names
    let most = matrices.map(\.count).max() ?? 0
    output = .allocate(byteCount: 2 * most + 64, alignment: 64)
    output.initializeMemory(as: UInt8.self, repeating: 0)
  }

  /// Casts every matrix.
  func cast() {
    for matrix in matrices {
      matrix.cast.run(operands: [matrix.values], results: output, count: matrix.count)
    }
  }

  /// Encodes every matrix in a block format.
  func encode(_ index: Int) {
    for matrix in matrices {
      matrix.codecs[index].run(matrix.values, results: output, cases: 1)
    }
  }
}
