public import Descriptors

/// A conversion of binary32 and binary64 values into a format, on arrays and spans.
///
///     let cast = try Cast(to: format, dialect: Dialect(overflow: .satFinite))
///     let codes = cast([1.5, -240, 1000] as [Float])
public struct Cast: Sendable {
  /// The format of the results.
  public let format: FormatDescriptor
  private let fromBinary32: PreparedOperation
  private let fromBinary64: PreparedOperation

  /// Prepares a conversion.
  ///
  /// - Throws: `ProductionError.unsupported` where the format is outside what this module
  ///   computes.
  /// - Precondition: the machine can run `level`.
  public init(
    to format: FormatDescriptor, dialect: Dialect = Dialect(), level: InstructionLevel = .best
  ) throws(ProductionError) {
    self.format = format
    fromBinary32 = try PreparedOperation(
      .cast(from: .binary32, to: format, dialect: dialect), level: level)
    fromBinary64 = try PreparedOperation(
      .cast(from: .binary64, to: format, dialect: dialect), level: level)
  }

  /// The codes of the values as a raw stream: `format.streamBytes` per code, little-endian.
  ///
  /// - Precondition: `words` is not `none` where the rounding is stochastic.
  public func callAsFunction(_ values: [Float], words: RandomWords = .none) -> [UInt8] {
    values.withUnsafeBytes { Self.stream(fromBinary32, $0, words, values.count) }
  }

  /// The codes of binary64 values, each rounded once from the full value.
  ///
  /// - Precondition: `words` is not `none` where the rounding is stochastic.
  public func callAsFunction(_ values: [Double], words: RandomWords = .none) -> [UInt8] {
    values.withUnsafeBytes { Self.stream(fromBinary64, $0, words, values.count) }
  }

  /// Writes the codes of binary32 values to a span of bytes, as `callAsFunction` lays them out.
  ///
  /// - Precondition: the output holds `values.count * format.streamBytes` bytes.
  public func callAsFunction(
    _ values: Span<Float>, words: RandomWords = .none, into output: inout MutableRawSpan
  ) {
    values.bytes.withUnsafeBytes { source in
      output.withUnsafeMutableBytes { target in
        fromBinary32.run(
          operands: [source], words: words, results: target, count: values.count)
      }
    }
  }

  /// Writes the codes of binary64 values to a span of bytes, as `callAsFunction` lays them out.
  ///
  /// - Precondition: the output holds `values.count * format.streamBytes` bytes.
  public func callAsFunction(
    _ values: Span<Double>, words: RandomWords = .none, into output: inout MutableRawSpan
  ) {
    values.bytes.withUnsafeBytes { source in
      output.withUnsafeMutableBytes { target in
        fromBinary64.run(
          operands: [source], words: words, results: target, count: values.count)
      }
    }
  }

  private static func stream(
    _ operation: PreparedOperation, _ values: UnsafeRawBufferPointer, _ words: RandomWords,
    _ count: Int
  ) -> [UInt8] {
    let bytes = count * operation.operation.result.streamBytes
    return [UInt8](unsafeUninitializedCapacity: bytes) { output, initialized in
      operation.run(
        operands: [values], words: words, results: UnsafeMutableRawBufferPointer(output),
        count: count)
      initialized = bytes
    }
  }
}

/// The values of a format's codes in binary32 and binary64.
public struct Decode: Sendable {
  /// The format of the codes.
  public let format: FormatDescriptor
  private let toBinary32: PreparedOperation
  private let toBinary64: PreparedOperation

  /// Prepares a conversion; NaN payloads and signs are kept.
  ///
  /// - Throws: `ProductionError.unsupported` where the format is outside what this module
  ///   computes.
  /// - Precondition: the machine can run `level`.
  public init(
    from format: FormatDescriptor, level: InstructionLevel = .best
  ) throws(ProductionError) {
    self.format = format
    let dialect = Dialect(nan: .payload)
    toBinary32 = try PreparedOperation(
      .cast(from: format, to: .binary32, dialect: dialect), level: level)
    toBinary64 = try PreparedOperation(
      .cast(from: format, to: .binary64, dialect: dialect), level: level)
  }

  /// The values of a raw stream of codes; where binary32 does not hold one exactly it is rounded
  /// to nearest, ties to even.
  ///
  /// - Precondition: the stream's length is a multiple of `format.streamBytes`.
  public func binary32(_ codes: [UInt8]) -> [Float] {
    let count = codes.count / format.streamBytes
    precondition(count * format.streamBytes == codes.count, "the stream ends inside a code")
    return [Float](unsafeUninitializedCapacity: count) { output, initialized in
      codes.withUnsafeBytes { source in
        toBinary32.run(
          operands: [source], results: UnsafeMutableRawBufferPointer(output), count: count)
      }
      initialized = count
    }
  }

  /// The values of a raw stream of codes; where binary64 does not hold one exactly it is rounded
  /// to nearest, ties to even.
  ///
  /// - Precondition: the stream's length is a multiple of `format.streamBytes`.
  public func binary64(_ codes: [UInt8]) -> [Double] {
    let count = codes.count / format.streamBytes
    precondition(count * format.streamBytes == codes.count, "the stream ends inside a code")
    return [Double](unsafeUninitializedCapacity: count) { output, initialized in
      codes.withUnsafeBytes { source in
        toBinary64.run(
          operands: [source], results: UnsafeMutableRawBufferPointer(output), count: count)
      }
      initialized = count
    }
  }
}

extension FormatDescriptor {
  fileprivate static let binary32 = ieee("float32", bits: 32, exponentBits: 8)
  fileprivate static let binary64 = ieee("float64", bits: 64, exponentBits: 11)

  private static func ieee(_ name: String, bits: Int, exponentBits: Int) -> FormatDescriptor {
    FormatDescriptor(
      name: name, bits: bits,
      encoding: .float(
        FloatLayout(
          signed: true, exponentBits: exponentBits, trailingBits: bits - 1 - exponentBits,
          bias: 1 << (exponentBits - 1) - 1, hasNegativeZero: true, infinities: .ieee,
          nans: .ieee)),
      source: "IEEE 754-2019 section 3.4")
  }
}
