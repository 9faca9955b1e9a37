import Descriptors
import Production
import Testing

@Suite struct CastTests {
  @Test func arraysAndSpans() throws {
    let cast = try Cast(to: Sample.e4m3fn, dialect: Dialect(overflow: .satFinite))
    let values: [Float] = [0, -0.0, 1, 464, 1e9, -.infinity, 0x1p-9, 0x1p-10]
    let codes: [UInt8] = [0, 0x80, 0x38, 0x7E, 0x7E, 0xFE, 1, 0]
    #expect(cast(values) == codes)
    #expect(cast(values.map(Double.init)) == codes)
    var output = [UInt8](repeating: 0xAA, count: values.count)
    var span = output.mutableSpan
    var bytes = span.mutableBytes
    cast(values.span, into: &bytes)
    #expect(output == codes)
    #expect(cast([] as [Float]) == [])
  }

  @Test func sixteenBitResultsAreLittleEndian() throws {
    let cast = try Cast(to: Sample.binary16)
    #expect(cast([1.5] as [Float]) == [0x00, 0x3E])
  }

  @Test(arguments: [Sample.e4m3fn, Sample.binary16, Sample.bfloat16, Sample.e8m0, Sample.posit8])
  func decodingComesBack(_ format: FormatDescriptor) throws {
    let decode = try Decode(from: format)
    let dialect = Dialect(nan: .payload)
    let cast = try Cast(to: format, dialect: dialect)
    let codes = PreparedOperation.pack(
      (0..<UInt64(1) << UInt64(format.bits)).map { $0 }, bytes: format.streamBytes)
    let values = decode.binary32(codes)
    // Signalling NaNs come back quiet; all else comes back as it was.
    let back = cast(values)
    let again = cast(decode.binary64(codes))
    let differing = codes.indices.filter {
      back[$0] != codes[$0] && !values[$0 / format.streamBytes].isNaN
    }
    #expect(differing.isEmpty)
    #expect(back == again)
  }

  @Test func unsupportedOperationsSayWhy() {
    let wrong = Sample.float("wrong", bits: 8, w: 4, t: 4, bias: 7)
    #expect(throws: ProductionError.unsupported("wrong: the fields do not add up to 8 bits")) {
      try Cast(to: wrong)
    }
    #expect(throws: ProductionError.self) {
      try Cast(to: FormatDescriptor(name: "posit32", bits: 32, encoding: .posit(exponentBits: 2)))
    }
    let bits = Dialect(rounding: .stochastic(bits: 33, variant: .a))
    #expect(throws: ProductionError.self) { try Cast(to: Sample.e5m2, dialect: bits) }
  }
}
