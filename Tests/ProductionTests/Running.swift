import Descriptors
import Production

extension PreparedOperation {
  /// Runs columns of codes given as integers.
  func codes(
    _ columns: [[UInt64]], words: RandomWords = .none
  ) -> [UInt64] {
    let count = columns[0].count
    let packed = zip(columns, operation.operands).map { column, format in
      Self.pack(column, bytes: format.streamBytes)
    }
    let bytes = operation.result.streamBytes
    let results = [UInt8](unsafeUninitializedCapacity: count * bytes) { buffer, initialized in
      let pointers = packed.map { column in
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: column.count, alignment: 64)
        copy.copyBytes(from: column)
        return UnsafeRawBufferPointer(copy)
      }
      defer { for pointer in pointers { pointer.deallocate() } }
      run(
        operands: pointers, words: words, results: UnsafeMutableRawBufferPointer(buffer),
        count: count)
      initialized = count * bytes
    }
    return Self.unpack(results, bytes: bytes)
  }

  static func pack(_ codes: [UInt64], bytes: Int) -> [UInt8] {
    var stream: [UInt8] = []
    stream.reserveCapacity(codes.count * bytes)
    for code in codes {
      for byte in 0..<bytes { stream.append(UInt8(truncatingIfNeeded: code >> UInt64(8 * byte))) }
    }
    return stream
  }

  static func unpack(_ stream: [UInt8], bytes: Int) -> [UInt64] {
    var codes: [UInt64] = []
    codes.reserveCapacity(stream.count / bytes)
    for start in stride(from: 0, to: stream.count, by: bytes) {
      var code: UInt64 = 0
      for byte in 0..<bytes { code |= UInt64(stream[start + byte]) << UInt64(8 * byte) }
      codes.append(code)
    }
    return codes
  }
}

/// The code that one binary64 value becomes.
func cast(
  _ value: Double, to format: FormatDescriptor, _ dialect: Dialect = Dialect()
) throws -> UInt64 {
  let operation = Operation.cast(from: Sample.binary64, to: format, dialect: dialect)
  return try PreparedOperation(operation).codes([[value.bitPattern]])[0]
}
