import ExactArithmetic
import Reference
public import Specs
public import Tensors

extension Sample {
  /// Reads a tensor whose elements are all finite numbers.
  ///
  /// - Parameters:
  ///   - entry: the tensor.
  ///   - file: where it lies.
  ///   - catalog: knows the formats of elements.
  /// - Throws: `CalibrationError` that names the tensor and the element for a type that is no
  ///   number, NaN, an infinity, a 64-bit integer beyond 2^53, and no elements at all;
  ///   `TensorFileError` where the file cannot be read.
  public init(_ entry: TensorEntry, of file: TensorFile, catalog: Catalog) throws {
    name = if case .npy = file.kind { "values" } else { entry.name }
    shape = entry.shape
    guard entry.count > 0 else {
      throw CalibrationError("tensor '\(name)' has no elements", "leave it out")
    }
    guard let format = entry.element.formatName else {
      throw CalibrationError(
        "tensor '\(name)' is \(entry.element), no format of numbers", "convert it to float32")
    }
    let decoder = try ElementDecoder(format, bits: entry.element.bits, catalog: catalog)
    var values: [Double] = []
    values.reserveCapacity(entry.count)
    var bytes: [UInt8] = []
    for run in entry.runs(ofAtMost: 1 << 20) {
      try file.read(entry, elements: run, into: &bytes)
      let start = values.count
      decoder.append(bytes, to: &values)
      if let index = values[start...].firstIndex(where: { !$0.isFinite }) {
        throw CalibrationError(
          "element \(index) of tensor '\(name)' is \(decoder.fault(values[index]))",
          "give finite numbers")
      }
    }
    numbers = .doubles(values)
  }
}

/// Elements of one type as binary64.
private struct ElementDecoder {
  private let format: String
  private let width: Int
  /// The value of every code of a narrow format.
  private let table: [Double]

  init(_ name: String, bits: Int, catalog: Catalog) throws {
    format = name
    width = (bits + 7) / 8
    guard bits <= 16 else {
      table = []
      return
    }
    let numbers = NumberFormat(try catalog.format(named: name))
    table = (0..<(UInt64(1) << UInt64(bits))).map { code in
      switch numbers.decode(code) {
      case .nan: .nan
      case .infinity(let negative): negative ? -.infinity : .infinity
      case .negativeZero: -0.0
      case .finite(let value): value.approximateDouble
      }
    }
  }

  /// What an element is that is no finite number.
  func fault(_ value: Double) -> String {
    guard value.isNaN else { return "infinite" }
    return format.hasSuffix("int64") ? "beyond 2^53" : "NaN"
  }

  func append(_ bytes: [UInt8], to values: inout [Double]) {
    bytes.withUnsafeBytes { raw in
      for index in 0..<(raw.count / width) {
        func load<T: FixedWidthInteger>(_ type: T.Type) -> T {
          T(littleEndian: raw.loadUnaligned(fromByteOffset: index * width, as: type))
        }
        let value: Double =
          switch format {
          case "float64": Double(bitPattern: load(UInt64.self))
          case "float32": Double(Float(bitPattern: load(UInt32.self)))
          case "int32": Double(load(Int32.self))
          case "uint32": Double(load(UInt32.self))
          // What binary64 cannot hold is marked, and named by the caller.
          case "int64": Double(exactly: load(Int64.self)) ?? .nan
          case "uint64": Double(exactly: load(UInt64.self)) ?? .nan
          default: table[width == 1 ? Int(load(UInt8.self)) : Int(load(UInt16.self))]
          }
        values.append(value)
      }
    }
  }
}
