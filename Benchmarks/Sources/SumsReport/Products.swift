import Descriptors
import Measuring
import Production
import Specs

/// Matrix products in many accumulators, measured beside torch.
struct Products {
  /// One product of square matrices.
  struct Piece {
    let name: String
    let side: Int
    /// The same in the words of the peer script; nil where no peer is asked.
    let request: String?
    let product: PreparedProduct
    let x: [UInt8]
    let w: [UInt8]
  }

  /// The 12 bits of the paper, and the two that binary32 alone does not compute.
  static let near = "fmaq-m7e4-12-10"
  static let any = ["fmaq-m10e5-16-16", "fmaq-m7e4-12-10-no-underflow"]

  let pieces: [Piece]

  init(_ catalog: Catalog) throws {
    let side = 512
    let flushing = "\(side) 16 7 4 12 10 flush"
    let asked: [(String, String, String?)] = [
      (Self.near, "float8_e4m3fn", flushing),
      (Self.any[0], "float8_e4m3fn", "\(side) 16 10 5 16 16 flush"),
      (Self.any[1], "float8_e4m3fn", "\(side) 16 7 4 12 10 keep"),
      ("fmaq-m7e4-12-10-nearest-even", "float8_e4m3fn", nil),
      ("float32", "float8_e4m3fn", nil), ("float32-unfused", "float16", nil),
      ("x86-vdpbf16ps", "bfloat16", nil),
    ]
    let slow = [
      ("float32-lanes-8", "float16"), ("float32-pairwise", "float16"),
      ("float32-kahan", "float16"), ("float16", "float16"), ("bfloat16", "bfloat16"),
      ("float8_e5m2", "float8_e4m3fn"), ("hopper-fp8", "float8_e4m3fn"),
      ("blackwell-mxf4", "float4_e2m1fn"), ("int32-wrap", "int8"), ("exact", "float8_e4m3fn"),
    ]
    func piece(_ name: String, _ format: String, _ side: Int, _ request: String?) throws -> Piece {
      let descriptor = try catalog.format(named: format)
      let product = try PreparedProduct(
        catalog.accumulator(named: name), format: descriptor, rows: side, columns: side,
        depth: side)
      return Piece(
        name: "\(name) of \(format), \(side)^3", side: side,
        request: request.map { "product \($0)" },
        product: product, x: try Self.codes(side * side, descriptor, seed: 1, catalog),
        w: try Self.codes(side * side, descriptor, seed: 2, catalog))
    }
    pieces =
      try asked.map { try piece($0.0, $0.1, side, $0.2) }
      + slow.map { try piece($0.0, $0.1, 128, nil) }
  }

  /// Values between -1 and 1, as codes; of integers all codes.
  private static func codes(
    _ count: Int, _ format: FormatDescriptor, seed: UInt64, _ catalog: Catalog
  ) throws -> [UInt8] {
    let words = Philox.words(seed: seed, offset: 0, stream: 0, count: count)
    guard case .float = format.encoding else {
      return words.flatMap { word in
        (0..<format.streamBytes).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) }
      }
    }
    let values = words.map { Float(Int32(bitPattern: $0)) * 0x1p-31 }
    let cast = try PreparedOperation(
      .cast(from: catalog.format(named: "float32"), to: format))
    var codes = [UInt8](repeating: 0, count: count * format.streamBytes)
    values.withUnsafeBytes { source in
      codes.withUnsafeMutableBytes { cast.run(operands: [source], results: $0, count: count) }
    }
    return codes
  }
}
