import Descriptors
import Production
import Testing

@Suite struct CertificateTests {
  static func prepared(
    _ keep: Int, _ of: Int, rows: Int, columns: Int, level: InstructionLevel = .best
  ) throws -> PreparedMask {
    try PreparedMask(
      TransposableMaskTests.rule(keep, of), format: Sample.binary32, rows: rows,
      columns: columns, ragged: .atMost, level: level)
  }

  static func proves(
    _ prepared: PreparedMask, _ certificates: [TransposableCertificate], _ values: [Float],
    _ mask: [UInt8]
  ) throws -> Bool {
    try values.withUnsafeBytes { codes in
      try mask.withUnsafeBytes { try prepared.proves(certificates, codes, mask: $0) }
    }
  }

  static func certificates(
    _ prepared: PreparedMask, _ values: [Float]
  ) throws -> ([TransposableCertificate], [UInt8]) {
    var mask = [UInt8](repeating: 0, count: values.count)
    let found = try values.withUnsafeBytes { codes in
      try mask.withUnsafeMutableBytes { try prepared.certificates(codes, mask: $0) }
    }
    return (found, mask)
  }

  @Test(arguments: [(2, 4), (4, 8), (8, 16), (16, 32), (1, 8), (3, 5), (31, 32)])
  func prove(_ keep: Int, _ of: Int) throws {
    for kind in 0..<Draws.kinds {
      var draws = Draws(UInt64(kind * 97 + of))
      for (rows, columns) in [(of, 2 * of), (of + 3, of + of / 2)] {
        let values = draws.values(rows * columns, kind: kind)
        let prepared = try Self.prepared(keep, of, rows: rows, columns: columns)
        let (certificates, mask) = try Self.certificates(prepared, values)
        #expect(mask == (try prepared.mask(of: values)))
        #expect(try Self.proves(prepared, certificates, values, mask), "kind \(kind)")
        let summary = values.withUnsafeBytes { codes in
          var other = mask
          return other.withUnsafeMutableBytes {
            prepared.run(codes, mask: $0, checkingCertificates: true)
          }
        }
        #expect(summary.checkedTiles == certificates.count)
        #expect(summary.refutedTiles == 0)
      }
    }
  }

  /// A mask of the same sums that keeps less, and potentials that are off, are noticed.
  @Test(arguments: [0, 3, 4, 5])
  func tampered(_ kind: Int) throws {
    var draws = Draws(UInt64(kind) + 12)
    let values = draws.values(64, kind: kind)
    let prepared = try Self.prepared(4, 8, rows: 8, columns: 8)
    let (certificates, mask) = try Self.certificates(prepared, values)
    var other = mask
    other[5] ^= 1
    #expect(try !Self.proves(prepared, certificates, values, other))
    #expect(try !Self.proves(prepared, [], values, mask))
    // Exchanges of two rows in two columns keep all sums.
    for row in 1..<8 {
      for column in 1..<8 {
        let corners = [0, column, 8 * row, 8 * row + column]
        guard corners.map({ mask[$0] }) == [1, 0, 0, 1] else { continue }
        let weights = corners.map { MaskOracle.Weight(values[$0]) }
        let isWorse = weights[1] + weights[2] < weights[0] + weights[3]
        var exchanged = mask
        for corner in corners { exchanged[corner] ^= 1 }
        #expect(try Self.proves(prepared, certificates, values, exchanged) == !isWorse)
      }
    }
    var shifted = certificates
    shifted[0].rowPotentials[certificates[0].words - 1] ^= 1 << 63
    #expect(try !Self.proves(prepared, shifted, values, mask))
    shifted = certificates
    shifted[0].columnPotentials[8 * certificates[0].words - 1] ^= 1 << 63
    #expect(try !Self.proves(prepared, shifted, values, mask))
    shifted = certificates
    shifted[0].columnPotentials.removeLast()
    #expect(try !Self.proves(prepared, shifted, values, mask))
  }

  @Test func tasksAndLevels() async throws {
    var draws = Draws(1)
    let rows = 64
    let columns = 72
    var values = draws.values(2 * rows * columns, kind: 0)
    values[100] = .nan
    values[5000] = .infinity
    let four = try TransposableMaskTests.rule(2, 4)
    let eight = try TransposableMaskTests.rule(4, 8)
    let blocks = MaskRule.magnitude(try BlockMaskTests.pattern(4, 8), .columns)
    for rule in [four, eight, blocks, .top(1000), .threshold(code: 0x3F00_0000)] {
      var expected: ([UInt8], MaskSummary)?
      for level in InstructionLevel.available {
        let prepared = try PreparedMask(
          rule, format: Sample.binary32, rows: rows, columns: columns, level: level)
        for tasks in [1, 2, 3, 7] {
          let codes = UnsafeMutableBufferPointer<Float>.allocate(capacity: values.count)
          let mask = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: values.count)
          defer {
            codes.deallocate()
            mask.deallocate()
          }
          _ = codes.initialize(fromContentsOf: values)
          mask.initialize(repeating: 9)
          let summary = await prepared.run(
            UnsafeRawBufferPointer(codes), mask: UnsafeMutableRawBufferPointer(mask), matrices: 2,
            tasks: tasks)
          let found = (Array(mask), summary)
          if let expected {
            #expect(found == expected, "\(rule.name) \(level.rawValue) \(tasks)")
          } else {
            #expect(found.0 == (try prepared.mask(of: values)))
            expected = found
          }
        }
      }
    }
  }
}
