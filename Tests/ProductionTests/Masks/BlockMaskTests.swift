import Descriptors
import Production
import Testing

@Suite struct BlockMaskTests {
  static func pattern(_ keep: Int, _ of: Int) throws -> BlockPattern {
    try #require(BlockPattern(keep: keep, of: of))
  }

  /// The mask of a matrix whose blocks are masked by `block`.
  static func blockwise(
    _ weights: [MaskOracle.Weight], rows: Int, columns: Int, of: Int, _ axis: MaskRule.Axis,
    _ block: ([MaskOracle.Weight]) -> [UInt8]
  ) -> [UInt8] {
    var mask = [UInt8](repeating: 0, count: weights.count)
    let (lines, length) = axis == .rows ? (rows, columns) : (columns, rows)
    for line in 0..<lines {
      for start in stride(from: 0, to: length, by: of) {
        let places = (start..<min(start + of, length)).map {
          axis == .rows ? line * columns + $0 : $0 * columns + line
        }
        for (place, bit) in zip(places, block(places.map { weights[$0] })) { mask[place] = bit }
      }
    }
    return mask
  }

  static let patterns = [
    (2, 4), (1, 2), (1, 4), (4, 8), (3, 7), (1, 1), (5, 5), (8, 16), (63, 64), (1, 64), (20, 33),
  ]

  @Test(arguments: patterns)
  func magnitude(_ keep: Int, _ of: Int) throws {
    for kind in 0..<Draws.kinds {
      var draws = Draws(UInt64(kind * 7919 + keep * 64 + of))
      for axis in MaskRule.Axis.allCases {
        // Whole blocks, and blocks cut off.
        for extra in [0, of / 2] {
          let (rows, columns) = axis == .rows ? (3, 2 * of + extra) : (of + extra, 5)
          let values = draws.values(rows * columns, kind: kind)
          let expected = Self.blockwise(
            values.map(MaskOracle.Weight.init), rows: rows, columns: columns, of: of, axis
          ) { MaskOracle.largest($0, keep: keep) }
          for level in InstructionLevel.available {
            let mask = try PreparedMask(
              .magnitude(Self.pattern(keep, of), axis), format: Sample.binary32, rows: rows,
              columns: columns, ragged: .atMost, level: level)
            #expect(
              try mask.mask(of: values) == expected,
              "\(axis.rawValue) \(level.rawValue) kind \(kind) \(rows)x\(columns)")
          }
        }
      }
    }
  }

  @Test(arguments: [(2, 4), (1, 4), (3, 4), (4, 8), (4, 4), (10, 64)])
  func sequential(_ keep: Int, _ of: Int) throws {
    for kind in 0..<Draws.kinds {
      var draws = Draws(UInt64(kind * 31 + keep * 64 + of))
      for axis in MaskRule.Axis.allCases {
        for extra in [0, of / 2] {
          let (rows, columns) = axis == .rows ? (3, 2 * of + extra) : (of + extra, 5)
          let values = draws.values(rows * columns, kind: kind)
          let expected = Self.blockwise(
            values.map(MaskOracle.Weight.init), rows: rows, columns: columns, of: of, axis
          ) { weights in
            let gap = max(weights.count - keep, 0)
            let masks = (0...weights.count - gap).reversed().map { start in
              weights.indices.map { UInt8($0 < start || $0 >= start + gap ? 1 : 0) }
            }
            func kept(_ mask: [UInt8]) -> MaskOracle.Weight {
              zip(weights, mask).reduce(MaskOracle.Weight()) { $1.1 == 1 ? $0 + $1.0 : $0 }
            }
            // `max` gives the first of equal ones, here the one that starts last.
            return masks.max { kept($0) < kept($1) } ?? []
          }
          let mask = try PreparedMask(
            .sequential(Self.pattern(keep, of), axis), format: Sample.binary32, rows: rows,
            columns: columns, ragged: .atMost)
          #expect(
            try mask.mask(of: values) == expected,
            "\(axis.rawValue) kind \(kind) \(rows)x\(columns)")
        }
      }
    }
  }

  @Test(arguments: 0..<Draws.kinds)
  func wholeMatrices(_ kind: Int) throws {
    var draws = Draws(UInt64(kind) + 400)
    let values = draws.values(12 * 9, kind: kind)
    let weights = values.map(MaskOracle.Weight.init)
    for count in [0, 1, 7, 54, 107, 108] {
      let mask = try PreparedMask(
        .top(count), format: Sample.binary32, rows: 12, columns: 9)
      #expect(try mask.mask(of: values) == MaskOracle.largest(weights, keep: count), "\(count)")
    }
    for threshold in [values[3], -values[50], 0, .infinity, .nan] as [Float] {
      let mask = try PreparedMask(
        .threshold(code: UInt64(threshold.bitPattern)), format: Sample.binary32, rows: 12,
        columns: 9)
      let least = MaskOracle.Weight(threshold)
      #expect(
        try mask.mask(of: values) == weights.map { $0 < least ? 0 : 1 }, "from \(threshold)")
    }
  }

  static func isBeyondBinary64(_ format: FormatDescriptor) -> Bool {
    if case .float(let layout) = format.encoding { return layout.exponentBits > 11 }
    return false
  }

  /// The order of every format is that of its values.
  @Test(arguments: (Sample.all + [Sample.tf32]).filter { !Self.isBeyondBinary64($0) })
  func formats(_ format: FormatDescriptor) throws {
    var draws = Draws(UInt64(format.bits))
    let codes = (0..<8 * 48).map { _ in draws.next() >> UInt64(64 - format.bits) }
    let wide = try PreparedOperation(Operation.cast(from: format, to: Sample.binary64))
      .codes([codes])
    for (keep, of) in [(2, 4), (3, 6)] {
      for axis in MaskRule.Axis.allCases {
        let rule = MaskRule.magnitude(try Self.pattern(keep, of), axis)
        let (rows, columns) = axis == .rows ? (8, 48) : (48, 8)
        let expected = try PreparedMask(
          rule, format: Sample.binary64, rows: rows, columns: columns
        ).mask(ofCodes: wide)
        for level in InstructionLevel.available {
          let mask = try PreparedMask(
            rule, format: format, rows: rows, columns: columns, level: level)
          let found = mask.mask(ofCodes: codes)
          // Thirds are no values of binary64, but ordered alike.
          #expect(found.mask == expected.mask, "\(rule.name) \(level.rawValue)")
          #expect(found.1 == expected.1)
        }
      }
    }
  }

  /// Blocks along any axis of a tensor.
  @Test func axes() throws {
    var draws = Draws(5)
    let shape = [4, 6, 8]
    let values = draws.values(4 * 6 * 8, kind: 2)
    for axis in -3..<3 {
      let view = try #require(AxisView(shape: shape, axis: axis))
      let side = shape[axis < 0 ? axis + 3 : axis]
      #expect(view.length == side)
      let mask = try PreparedMask(
        Self.pattern(1, 2), along: view, format: Sample.binary32
      ).mask(of: values)
      let step = axis < 0 ? [48, 8, 1][axis + 3] : [48, 8, 1][axis]
      for index in values.indices where index / step % side % 2 == 0 {
        let other = index + step
        #expect(mask[index] == (abs(values[index]) >= abs(values[other]) ? 1 : 0))
        #expect(mask[index] + mask[other] == 1)
      }
    }
    #expect(AxisView(shape: shape, axis: 3) == nil)
    #expect(AxisView(shape: [2, -1], axis: 0) == nil)
  }

  @Test func summary() throws {
    var values = [Float](repeating: 1, count: 3 * 4 * 8)
    values[1] = .nan
    values[2] = .infinity
    values[9] = -.infinity
    values[70] = .nan
    let codes = values.map { UInt64($0.bitPattern) }
    let rules: [(MaskRule, Int)] = [
      (.magnitude(try Self.pattern(2, 4), .rows), 3),
      (.magnitude(try Self.pattern(1, 4), .columns), 3),
      (.sequential(try Self.pattern(2, 8), .rows), 3),
      (.transposable(try Self.pattern(2, 4), .optimal), 2),
      (.transposable(try Self.pattern(2, 4), .keepGreedy), 2), (.top(5), 2),
      (.threshold(code: 0x3F80_0000), 2),
    ]
    for (rule, blocks) in rules {
      let mask = try PreparedMask(rule, format: Sample.binary32, rows: 4, columns: 8)
      let summary = mask.mask(ofCodes: codes, matrices: 3).1
      #expect(summary.matrices == 3)
      #expect(summary.nonFiniteMatrices == 2, "\(rule.name)")
      #expect(summary.nonFiniteBlocks == blocks, "\(rule.name)")
    }
  }

  @Test func refusals() throws {
    func reason(
      _ rule: MaskRule, _ format: FormatDescriptor = Sample.binary32, _ rows: Int = 8,
      _ columns: Int = 8
    ) -> String {
      do {
        _ = try PreparedMask(rule, format: format, rows: rows, columns: columns)
        return ""
      } catch { return error.description }
    }
    let four = try Self.pattern(2, 4)
    #expect(reason(.magnitude(four, .rows), Sample.binary32, 8, 6).contains("6 columns"))
    #expect(reason(.magnitude(four, .columns), Sample.binary32, 6, 8).contains("6 rows"))
    #expect(reason(.transposable(four, .optimal), Sample.binary32, 6, 8).contains("6 rows"))
    let large = MaskRule.transposable(try Self.pattern(2, 33), .optimal)
    #expect(reason(large).contains("at most 32"))
    #expect(reason(.top(65)).contains("65 of 64"))
    #expect(reason(.top(-1)).contains("-1 of 64"))
    let huge = Sample.float(
      "huge", bits: 20, w: 12, t: 7, bias: 2047, infinities: .ieee, nans: .ieee)
    #expect(reason(.transposable(four, .optimal), huge).contains("binary places"))
    #expect(reason(.magnitude(four, .rows), huge) == "")
  }
}
