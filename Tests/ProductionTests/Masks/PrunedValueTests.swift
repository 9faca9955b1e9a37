import Descriptors
import Production
import Testing

/// Values with what is pruned set to 0, and kept values with their positions.
@Suite struct PrunedValueTests {
  @Test(arguments: [Sample.binary32, Sample.bfloat16, Sample.e4m3fn, Sample.int4])
  func prune(_ format: FormatDescriptor) throws {
    var draws = Draws(3)
    let codes = (0..<3 * 44).map { _ in draws.next() >> UInt64(64 - format.bits) }
    let packed = PreparedOperation.pack(codes, bytes: format.streamBytes)
    for (rule, columns) in [
      (MaskRule.magnitude(try BlockMaskTests.pattern(2, 4), .rows), 44),
      (.magnitude(try BlockMaskTests.pattern(2, 4), .rows), 33), (.top(20), 44),
    ] {
      for level in InstructionLevel.available {
        let prepared = try PreparedMask(
          rule, format: format, rows: 132 / columns, columns: columns, ragged: .atMost,
          level: level)
        let mask = prepared.mask(ofCodes: codes)
        var results = packed
        let summary = try packed.withUnsafeBytes { codes in
          try results.withUnsafeMutableBytes { try prepared.prune(codes, results: $0) }
        }
        let found = PreparedOperation.unpack(results, bytes: format.streamBytes)
        #expect(found == zip(codes, mask.mask).map { $1 == 1 ? $0 : 0 })
        #expect(summary == mask.1)
      }
    }
  }

  @Test(arguments: [Sample.binary32, Sample.bfloat16])
  func compress(_ format: FormatDescriptor) throws {
    var draws = Draws(4)
    let count = 3 * 36
    let codes = (0..<count).map { _ in draws.next() >> UInt64(64 - format.bits) }
    let packed = PreparedOperation.pack(codes, bytes: format.streamBytes)
    let rule = MaskRule.magnitude(try BlockMaskTests.pattern(2, 4), .rows)
    for level in InstructionLevel.available {
      let prepared = try PreparedMask(rule, format: format, rows: 3, columns: 36, level: level)
      let mask = prepared.mask(ofCodes: codes).mask
      var values = [UInt8](repeating: 0, count: packed.count / 2)
      var positions = [UInt8](repeating: 0, count: (count + 7) / 8)
      try packed.withUnsafeBytes { codes in
        try values.withUnsafeMutableBytes { values in
          try positions.withUnsafeMutableBytes {
            try prepared.compress(codes, values: values, positions: $0)
          }
        }
      }
      let kept = mask.indices.filter { mask[$0] == 1 }
      #expect(
        PreparedOperation.unpack(values, bytes: format.streamBytes) == kept.map { codes[$0] })
      let places = kept.indices.map { Int(positions[$0 / 4] >> UInt8(2 * ($0 % 4)) & 3) }
      #expect(places == kept.map { $0 % 4 })
    }
    let other = try PreparedMask(.top(1), format: format, rows: 3, columns: 36)
    #expect(throws: ProductionError.self) {
      try packed.withUnsafeBytes { codes in
        try other.compress(
          codes, values: UnsafeMutableRawBufferPointer(start: nil, count: 0),
          positions: UnsafeMutableRawBufferPointer(start: nil, count: 0))
      }
    }
  }

  @Test func withoutZero() throws {
    let prepared = try PreparedMask(.top(1), format: Sample.e8m0, rows: 1, columns: 1)
    #expect(throws: ProductionError.self) {
      try prepared.prune(
        UnsafeRawBufferPointer(start: nil, count: 0),
        results: UnsafeMutableRawBufferPointer(start: nil, count: 0))
    }
  }
}
