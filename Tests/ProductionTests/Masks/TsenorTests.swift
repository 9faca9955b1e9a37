import Descriptors
import Production
import Testing

@Suite struct TsenorTests {
  static func sums(_ mask: [UInt8], _ keep: Int, _ of: Int, columns: Int) -> (most: Int, all: Bool)
  {
    var most = 0
    var all = true
    let rows = mask.count / columns
    for row in stride(from: 0, to: rows, by: of) {
      for column in stride(from: 0, to: columns, by: of) {
        for line in 0..<of {
          let across = (0..<of).reduce(0) { $0 + Int(mask[(row + line) * columns + column + $1]) }
          let down = (0..<of).reduce(0) { $0 + Int(mask[(row + $1) * columns + column + line]) }
          most = max(most, across, down)
          all = all && across == keep && down == keep
        }
      }
    }
    return (most, all)
  }

  @Test(arguments: [(2, 4), (4, 8), (8, 16), (1, 3)])
  func nearOptimum(_ keep: Int, _ of: Int) throws {
    var draws = Draws(UInt64(of))
    let rows = 4 * of
    let columns = 21 * of
    let values = draws.values(rows * columns, kind: 0)
    let pattern = try BlockMaskTests.pattern(keep, of)
    let method = try Tsenor(pattern, rows: rows, columns: columns)
    let fractions = method.fractions(values)
    let mask = method.round(fractions, of: values)
    let best = try PreparedMask(
      .transposable(pattern, .optimal), format: Sample.binary32, rows: rows, columns: columns
    ).mask(of: values)
    func kept(_ mask: [UInt8]) -> Double {
      zip(values, mask).reduce(0) { $0 + Double(abs($1.0)) * Double($1.1) }
    }
    if Self.sums(mask, keep, of, columns: columns).all { #expect(kept(mask) <= kept(best)) }
    #expect(kept(mask) >= 0.97 * kept(best))
    #expect(Self.sums(mask, keep, of, columns: columns).most == keep)
    #expect(fractions.allSatisfy { $0 >= 0 && $0 <= 1 })
  }

  /// Levels, tasks and neighbours change no bit.
  @Test(arguments: 0..<Draws.kinds)
  func sameBits(_ kind: Int) async throws {
    var draws = Draws(UInt64(kind) + 50)
    let pattern = try BlockMaskTests.pattern(4, 8)
    let rows = 16
    let columns = 8 * 19
    let values = draws.values(rows * columns, kind: kind)
    let first = try Tsenor(pattern, rows: rows, columns: columns, iterations: 20)
    let fractions = first.fractions(values)
    let expected = first.round(fractions, of: values)
    for level in InstructionLevel.available {
      let method = try Tsenor(
        pattern, rows: rows, columns: columns, iterations: 20, level: level)
      #expect(
        method.fractions(values).map(\.bitPattern) == fractions.map(\.bitPattern),
        "\(level.rawValue)")
      let input = UnsafeMutableBufferPointer<Float>.allocate(capacity: values.count)
      let mask = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: values.count)
      defer {
        input.deallocate()
        mask.deallocate()
      }
      _ = input.initialize(fromContentsOf: values)
      for tasks in [1, 2] {
        mask.initialize(repeating: 9)
        await method.run(UnsafeBufferPointer(input), mask: mask, tasks: tasks)
        #expect(Array(mask) == expected)
      }
    }
    let alone = try Tsenor(pattern, rows: 8, columns: 8, iterations: 20)
    let corner = (0..<64).map { values[(8 + $0 / 8) * columns + 24 + $0 % 8] }
    #expect(
      alone.fractions(corner).map(\.bitPattern)
        == (0..<64).map { fractions[(8 + $0 / 8) * columns + 24 + $0 % 8].bitPattern })
  }

  /// Rounding alone: a greedy mask that lacks one element, completed by the best exchange.
  @Test func exchanges() throws {
    let method = try Tsenor(BlockMaskTests.pattern(1, 3), rows: 3, columns: 3)
    // The greedy order takes (0, 0), then (1, 1), then nothing but (2, 2) is left.
    let fractions: [Float] = [0.9, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.7]
    #expect(
      method.round(fractions, of: Array(repeating: 1, count: 9)) == [1, 0, 0, 0, 1, 0, 0, 0, 1])
    // 2 of 3: the greedy order keeps rows 0 and 1 in columns 0 and 1 and (2, 2); row 2 lacks one
    // element, and so does column 2.
    let two = try Tsenor(BlockMaskTests.pattern(2, 3), rows: 3, columns: 3)
    let parts: [Float] = [0.9, 0.9, 0.1, 0.9, 0.9, 0.1, 0.1, 0.1, 0.9]
    // The exchange of (1, 0) for (2, 0) and (1, 2) gains 5 + 3 - 1, more than any other.
    let values: [Float] = [4, 4, 2, 1, 4, 3, 5, 1, 9]
    #expect(two.round(parts, of: values) == [1, 1, 0, 0, 1, 1, 1, 0, 1])
  }

  @Test func refusals() throws {
    let pattern = try BlockMaskTests.pattern(2, 4)
    #expect(throws: ProductionError.self) { try Tsenor(pattern, rows: 6, columns: 8) }
    #expect(throws: ProductionError.self) { try Tsenor(pattern, rows: 8, columns: 8, sharpness: 0) }
    #expect(throws: ProductionError.self) {
      try Tsenor(pattern, rows: 8, columns: 8, iterations: 0)
    }
    let large = try BlockMaskTests.pattern(2, 64)
    #expect(throws: ProductionError.self) { try Tsenor(large, rows: 64, columns: 64) }
  }
}
