import Descriptors
import Production
import Testing

@Suite struct TransposableMaskTests {
  static func rule(
    _ keep: Int, _ of: Int, _ method: MaskRule.TransposableMethod = .optimal
  ) throws -> MaskRule {
    .transposable(try #require(BlockPattern(keep: keep, of: of)), method)
  }

  /// A matrix's mask, tile by tile, from `tile`.
  static func tiled(
    _ values: [Float], rows: Int, columns: Int, of: Int,
    _ tile: ([MaskOracle.Weight], Int, Int) -> [UInt8]
  ) -> [UInt8] {
    var mask = [UInt8](repeating: 0, count: values.count)
    for row in stride(from: 0, to: rows, by: of) {
      for column in stride(from: 0, to: columns, by: of) {
        let height = min(of, rows - row)
        let width = min(of, columns - column)
        let places = (0..<height * width).map { (row + $0 / width) * columns + column + $0 % width }
        let part = tile(places.map { MaskOracle.Weight(values[$0]) }, height, width)
        for (place, bit) in zip(places, part) { mask[place] = bit }
      }
    }
    return mask
  }

  static func optimal(
    _ values: [Float], rows: Int, columns: Int, keep: Int, of: Int
  ) -> [UInt8] {
    tiled(values, rows: rows, columns: columns, of: of) { weights, height, width in
      MaskOracle.optimal(
        weights, rows: height, columns: width, keep: keep, isWhole: height == of && width == of)
    }
  }

  /// Every tile of 2:4 against all masks, among them tiles full of ties, far apart and special.
  @Test(arguments: 0..<Draws.kinds)
  func twoOfFour(_ kind: Int) throws {
    var draws = Draws(UInt64(kind) + 1)
    let columns = 4 * 11
    for _ in 0..<2 {
      let values = draws.values(8 * columns, kind: kind)
      let expected = Self.optimal(values, rows: 8, columns: columns, keep: 2, of: 4)
      for level in InstructionLevel.available {
        let mask = try PreparedMask(
          Self.rule(2, 4), format: Sample.binary32, rows: 8, columns: columns, level: level)
        #expect(try mask.mask(of: values) == expected, "\(level.rawValue)")
      }
    }
  }

  static let shapes = [
    (1, 1), (1, 2), (1, 3), (2, 3), (3, 4), (4, 4), (1, 5), (2, 5), (3, 5), (5, 5), (2, 6),
  ]

  @Test(arguments: shapes)
  func anyPattern(_ keep: Int, _ of: Int) throws {
    for kind in 0..<Draws.kinds {
      var draws = Draws(UInt64(kind * 100 + keep * 10 + of))
      // Whole tiles, and tiles cut off at both edges.
      for (rows, columns) in [(of, 2 * of), (of + (of + 1) / 2, of + of / 2)] {
        let values = draws.values(rows * columns, kind: kind)
        let expected = Self.optimal(values, rows: rows, columns: columns, keep: keep, of: of)
        for level in InstructionLevel.available {
          let mask = try PreparedMask(
            Self.rule(keep, of), format: Sample.binary32, rows: rows, columns: columns,
            ragged: .atMost, level: level)
          #expect(
            try mask.mask(of: values) == expected,
            "\(level.rawValue), kind \(kind), \(rows)x\(columns)")
        }
      }
    }
  }

  /// 8 x 8 tiles against all masks, and their transposes.
  @Test func twoOfEight() throws {
    var draws = Draws(88)
    for kind in [0, 2] {
      let values = draws.values(64, kind: kind)
      let expected = Self.optimal(values, rows: 8, columns: 8, keep: 2, of: 8)
      for level in InstructionLevel.available {
        let mask = try PreparedMask(
          Self.rule(2, 8), format: Sample.binary32, rows: 8, columns: 8, level: level)
        #expect(try mask.mask(of: values) == expected)
      }
    }
  }

  @Test func byHand() throws {
    let mask = try PreparedMask(
      Self.rule(2, 4), format: Sample.binary32, rows: 4, columns: 4)
    let values: [Float] = [7, 1, 5, 3, 2, 8, 6, 4, 9, 3, 1, 5, 4, 6, 2, 7]
    #expect(
      try mask.mask(of: values) == [1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1])
    #expect(
      try mask.mask(of: Array(repeating: 1, count: 16))
        == [1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1])
  }

  /// Every format keeps what binary32 keeps of the same values.
  @Test(arguments: [
    Sample.bfloat16, Sample.binary16, Sample.e4m3fn, Sample.e5m2, Sample.e4m3fnuz, Sample.e2m1,
    Sample.int8, Sample.posit8, Sample.posit16, Sample.hiFloat8, Sample.lookup4, Sample.e8m0,
    Sample.dlfloat16, Sample.tf32, Sample.binary64,
  ])
  func formats(_ format: FormatDescriptor) throws {
    var draws = Draws(7)
    let codes = (0..<16 * 16).map { _ in
      // The values of binary64 here are some that binary32 has.
      format.bits > 32
        ? (0x3FD + (draws.next() >> 62)) << 52 | (draws.next() >> 41) << 29
        : draws.next() >> UInt64(64 - format.bits)
    }
    let widened = try PreparedOperation(Operation.cast(from: format, to: Sample.binary32))
      .codes([codes]).map { Float(bitPattern: UInt32($0)) }
    for (keep, of) in [(2, 4), (4, 8), (1, 2)] {
      let wide = try PreparedMask(
        Self.rule(keep, of), format: Sample.binary32, rows: 16, columns: 16)
      let expected = try wide.mask(of: widened)
      for level in InstructionLevel.available {
        let mask = try PreparedMask(
          Self.rule(keep, of), format: format, rows: 16, columns: 16, level: level)
        #expect(mask.mask(ofCodes: codes).mask == expected, "\(keep):\(of) \(level.rawValue)")
      }
    }
  }

  /// Tiles of thirds are added without rounding.
  @Test func thirds() throws {
    // Codes 0, 3, 6 are 1, 1/3, 14/3; two of 1/3 are less than 1.
    let mask = try PreparedMask(Self.rule(1, 2), format: Sample.thirds, rows: 2, columns: 2)
    #expect(mask.mask(ofCodes: [3, 0, 2, 3]).mask == [0, 1, 1, 0])
    #expect(mask.mask(ofCodes: [3, 0, 2, 2]).mask == [0, 1, 1, 0])
    #expect(mask.mask(ofCodes: [0, 1, 3, 6]).mask == [1, 0, 0, 1])
  }

  @Test func greedy() throws {
    var draws = Draws(21)
    for kind in 0..<Draws.kinds {
      for (keep, of, rows, columns) in [(2, 4, 8, 8), (4, 8, 8, 16), (3, 8, 13, 11), (2, 5, 8, 9)] {
        let values = draws.values(rows * columns, kind: kind)
        let kept = Self.tiled(values, rows: rows, columns: columns, of: of) {
          weights, height, width in
          var rowCount = Array(repeating: 0, count: height)
          var columnCount = Array(repeating: 0, count: width)
          var mask = [UInt8](repeating: 0, count: weights.count)
          let order = weights.indices.sorted {
            weights[$0] == weights[$1] ? $0 < $1 : weights[$0] > weights[$1]
          }
          for k in order where rowCount[k / width] < keep && columnCount[k % width] < keep {
            rowCount[k / width] += 1
            columnCount[k % width] += 1
            mask[k] = 1
          }
          return mask
        }
        let pruned = Self.tiled(values, rows: rows, columns: columns, of: of) {
          weights, height, width in
          var rowDegree = [Int](repeating: 0, count: height)
          var columnDegree = [Int](repeating: 0, count: width)
          var mask = [UInt8](repeating: 1, count: weights.count)
          let order = weights.indices.sorted {
            weights[$0] == weights[$1] ? $0 < $1 : weights[$0] < weights[$1]
          }
          for k in order
          where rowDegree[k / width] < width - keep || columnDegree[k % width] < height - keep {
            rowDegree[k / width] += 1
            columnDegree[k % width] += 1
            mask[k] = 0
          }
          return mask
        }
        for (method, expected) in [
          (MaskRule.TransposableMethod.keepGreedy, kept), (.pruneGreedy, pruned),
        ] {
          let mask = try PreparedMask(
            Self.rule(keep, of, method), format: Sample.binary32, rows: rows, columns: columns,
            ragged: .atMost)
          #expect(try mask.mask(of: values) == expected, "\(method.rawValue), kind \(kind)")
        }
      }
    }
  }
}
