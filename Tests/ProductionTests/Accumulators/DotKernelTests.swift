import Descriptors
import Production
import Specs
import Testing

@Suite("sums by vector loops")
struct DotKernelTests {
  /// Accumulators with a loop, and the formats of operands over which they have it.
  static let kernels: [(name: String, formats: [String])] = [
    // Grids by bit patterns, and in binary64 where products leave binary32.
    ("fmaq-m7e4-12-10", ["float8_e4m3fn", "float8_e5m2", "bfloat16"]),
    ("fmaq-m7e4-12-10-nearest-even", ["float8_e4m3fn", "bfloat16"]),
    ("fmaq-m10e5-16-16", ["float8_e5m2"]),
    ("fmaq-m7e4-12-10-no-underflow", ["float8_e4m3fn", "bfloat16"]),
    ("fmaq-m0e5-16-16-nearest-even", ["float8_e4m3fn"]),
    // What the machine rounds.
    ("float32", ["float8_e4m3fn", "bfloat16"]), ("float32-unfused", ["bfloat16"]),
    ("float32-chunk-128", ["bfloat16"]), ("float32-permuted-1", ["float16", "posit8"]),
    ("x86-vdpbf16ps", ["bfloat16"]), ("float64", ["bfloat16"]), ("float64-kahan", ["float16"]),
    // Narrow formats.
    ("float16", ["float16", "float8_e4m3fn", "float8_e5m2", "bfloat16"]),
    ("float16-unfused", ["float16", "float8_e5m2"]), ("float16-chunk-4", ["float16"]),
    ("bfloat16", ["bfloat16", "float8_e4m3fn"]), ("bfloat16-unfused-chunk-5", ["bfloat16"]),
    ("float8_e5m2", ["float8_e5m2", "float8_e4m3fn"]), ("float8_e4m3fn", ["float8_e4m3fn"]),
    // Orders.
    ("float32-lanes-8", ["bfloat16"]), ("float32-lanes-1", ["float8_e5m2"]),
    ("float32-lanes-64", ["float8_e4m3fn"]),
    ("float32-pairwise", ["bfloat16"]), ("float32-pairwise-chunk-7", ["float8_e5m2"]),
    ("float32-kahan", ["bfloat16"]), ("float32-unfused-kahan", ["float16"]),
    ("float16-kahan", ["float16"]), ("float16-lanes-4-chunk-11", ["float8_e4m3fn"]),
    ("bfloat16-pairwise", ["bfloat16"]),
    // Adders that align.
    ("hopper-fp8", ["float8_e4m3fn", "float8_e5m2", "bfloat16"]),
    ("hopper-fp8-promoted-128", ["float8_e4m3fn"]), ("hopper-fp8-chunk-7", ["float8_e5m2"]),
    ("blackwell-fp8", ["float8_e4m3fn", "bfloat16"]), ("blackwell-mxf4", ["float4_e2m1fn"]),
    // Integers.
    ("int32-wrap", ["int8", "int4", "uint8", "int16", "uint16"]),
    ("int32-saturate", ["int8", "int16"]), ("int16-saturate", ["int8", "uint8"]),
    ("int16-wrap-lanes-4", ["int8"]), ("int8-saturate-pairwise", ["int4"]),
    ("int16-saturate-chunk-3", ["int8"]), ("x86-vpdpwssds", ["int16", "int8"]),
    // Sums without rounding.
    ("exact", ["float8_e4m3fn", "float4_e2m1fn", "int8"]), ("exact-chunk-3", ["float6_e3m2fn"]),
  ]

  @Test("equal the integer path, at every level", arguments: kernels)
  func sums(_ name: String, _ formats: [String]) throws {
    let catalog = try Catalog.builtIn()
    let accumulator = try catalog.accumulator(named: name)
    for formatName in formats {
      let format = try catalog.format(named: formatName)
      for (samples, length) in zip(SumSamples.allCases, [19, 37, 5, 18, 7, 20, 2, 3]) {
        try check(accumulator, format, samples, length, "\(name) over \(formatName)")
      }
      for length in [1, 2, 3] { try check(accumulator, format, .any, length, name) }
    }
  }

  @Test("combine lanes in every order", arguments: Accumulator.Combination.allCases)
  func combinations(_ combination: Accumulator.Combination) throws {
    let catalog = try Catalog.builtIn()
    var accumulator = try catalog.accumulator(named: "float32")
    for lanes in [2, 8, 16] {
      accumulator.order = .lanes(lanes, combination)
      try check(accumulator, try catalog.format(named: "bfloat16"), .near, 37, "\(lanes)")
    }
    // A sum of halves keeps a -0, with rounding and without.
    for name in ["exact", "int32-wrap", "float16"] {
      var accumulator = try catalog.accumulator(named: name)
      accumulator.order = .pairwise
      let format = try catalog.format(named: name == "int32-wrap" ? "int8" : "float8_e4m3fn")
      for samples in SumSamples.allCases { try check(accumulator, format, samples, 5, name) }
    }
  }

  @Test(
    "align by values and operands, with the sum and without",
    arguments: AlignedAdder.Exponent.allCases,
    [RoundingRule.towardZero, .toNearestOrEven, .down])
  func aligning(_ exponent: AlignedAdder.Exponent, _ rounding: RoundingRule) throws {
    let catalog = try Catalog.builtIn()
    for name in ["float32", "float16", "hopper-fp8"] {
      var accumulator = try catalog.accumulator(named: name)
      for (includesSum, bits) in [(true, 2), (true, 9), (false, 2), (false, 9)] {
        accumulator.adder = .aligned(
          AlignedAdder(
            terms: 5, bits: bits, rounding: rounding, includesSum: includesSum, exponent: exponent))
        for samples in [SumSamples.any, .near, .small, .mixed] {
          try check(
            accumulator, try catalog.format(named: "float8_e5m2"), samples, 13, "\(includesSum)")
        }
      }
    }
  }

  @Test("round sums of chunks by a stage of their own", arguments: SumSamples.allCases)
  func chunks(_ samples: SumSamples) throws {
    let catalog = try Catalog.builtIn()
    let outer = try catalog.accumulator(named: "float32").sum
    for name in ["hopper-fp8", "float16", "bfloat16"] {
      var accumulator = try catalog.accumulator(named: name)
      accumulator.chunk = Accumulator.Chunk(length: 3, outer: outer)
      accumulator.result = try catalog.format(named: "float32")
      try check(accumulator, try catalog.format(named: "float8_e5m2"), samples, 17, name)
    }
  }

  @Test("leave operands outside binary32 to the integers")
  func outside() throws {
    let catalog = try Catalog.builtIn()
    let format = try catalog.format(named: "Binary16p3se")
    for name in ["float32", "float16", "exact"] {
      let accumulator = try catalog.accumulator(named: name)
      try check(accumulator, format, .any, 5, name, hasKernel: false)
    }
  }

  @Test("leave no -0 in grids", arguments: ["float8_e4m3fn", "bfloat16"])
  func grids(_ formatName: String) throws {
    let catalog = try Catalog.builtIn()
    for name in ["fmaq-m7e4-12-10", "fmaq-m7e4-12-10-no-underflow"] {
      var accumulator = try catalog.accumulator(named: name)
      accumulator.chunk = nil
      for order in [Accumulator.Order.sequential, .pairwise] {
        accumulator.order = order
        for samples in [SumSamples.small, .zeros, .mixed] {
          try check(accumulator, try catalog.format(named: formatName), samples, 3, formatName)
        }
      }
    }
  }

  @Test("add without rounding over any range", arguments: ["bfloat16", "float16", "float8_e5m2"])
  func exactSums(_ formatName: String) throws {
    let catalog = try Catalog.builtIn()
    let format = try catalog.format(named: formatName)
    for order in [Accumulator.Order.sequential, .pairwise] {
      for chunk in [nil, Accumulator.Chunk(length: 3, outer: .exact)] {
        var accumulator = try catalog.accumulator(named: "exact")
        (accumulator.order, accumulator.chunk) = (order, chunk)
        accumulator.result = try catalog.format(named: "float64")
        for samples in SumSamples.allCases {
          for length in [19, 1] {
            try check(accumulator, format, samples, length, formatName, hasKernel: false)
          }
        }
      }
    }
  }

  @Test(
    "enter every result format as they do with integers",
    arguments: [
      "float16", "bfloat16", "float8_e4m3fn", "float8_e5m2fnuz", "float32", "float64", "int8",
      "uint8", "int32", "float6_e2m3fn",
    ])
  func entering(_ resultName: String) throws {
    let catalog = try Catalog.builtIn()
    let result = try catalog.format(named: resultName)
    for (name, formatName) in [
      ("exact", "float8_e4m3fn"), ("exact", "int8"), ("float32", "float16"),
    ] {
      var accumulator = try catalog.accumulator(named: name)
      accumulator.result = result
      for samples in SumSamples.allCases {
        try check(accumulator, try catalog.format(named: formatName), samples, 3, resultName)
      }
    }
  }

  @Test("keep what large terms hide, through chunks too", arguments: [false, true])
  func hidden(_ exactOnly: Bool) throws {
    let catalog = try Catalog.builtIn()
    var accumulator = try catalog.accumulator(named: "exact")
    accumulator.chunk = Accumulator.Chunk(length: 2, outer: .exact)
    let operation = Operation(
      .dot(accumulator, length: 4), format: try catalog.format(named: "bfloat16"),
      result: try catalog.format(named: "float64"))
    // 2^127 + 2^-126 in the first chunk, -2^127 in the second.
    let codes: [UInt16] = [0x7F00, 0x0080, 0xFF00, 0, 0x3F80, 0x3F80, 0x3F80, 0x3F80]
    let bytes = codes.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let found = try results(operation, bytes, 1, .scalar, exactOnly: exactOnly)
    let expected = Double(sign: .plus, exponent: -126, significand: 1).bitPattern
    #expect(found == (0..<8).map { UInt8(truncatingIfNeeded: expected >> (8 * $0)) })
  }

  private func check(
    _ accumulator: Accumulator, _ format: FormatDescriptor, _ samples: SumSamples, _ length: Int,
    _ comment: String, hasKernel: Bool = true
  ) throws {
    let operation = Operation(
      .dot(accumulator, length: length), format: format, result: accumulator.result)
    let product = try PreparedProduct(
      accumulator, format: format, rows: 1, columns: 1, depth: length)
    #expect(product.hasKernel == hasKernel, "\(comment)")
    let cases = 70
    let codes = samples.codes(format, length: length, cases: cases)
    let expected = try results(operation, codes, cases, .scalar, exactOnly: true)
    for level in InstructionLevel.available {
      let found = try results(operation, codes, cases, level, exactOnly: false)
      #expect(found == expected, "\(comment), \(samples), \(length) products, \(level)")
    }
  }

  private func results(
    _ operation: Operation, _ codes: [UInt8], _ cases: Int, _ level: InstructionLevel,
    exactOnly: Bool
  ) throws -> [UInt8] {
    let prepared = try PreparedDot(operation, level: level, exactOnly: exactOnly)
    var results = [UInt8](repeating: 0, count: cases * operation.resultBytes)
    codes.withUnsafeBytes { source in
      results.withUnsafeMutableBytes { prepared.run(source, results: $0, cases: cases) }
    }
    return results
  }

  @Test("products of matrices are their sums, whatever the tasks")
  func products() async throws {
    let catalog = try Catalog.builtIn()
    let format = try catalog.format(named: "float8_e4m3fn")
    let (rows, columns, depth) = (9, 70, 33)
    let x = SumSamples.any.codes(format, length: depth, cases: rows).prefix(rows * depth)
    let w = SumSamples.near.codes(format, length: depth, cases: columns).prefix(columns * depth)
    for name in ["fmaq-m7e4-12-10", "float16-pairwise"] {
      let accumulator = try catalog.accumulator(named: name)
      let exact = try PreparedProduct(
        accumulator, format: format, rows: rows, columns: columns, depth: depth, exactOnly: true)
      let fast = try PreparedProduct(
        accumulator, format: format, rows: rows, columns: columns, depth: depth)
      #expect(fast.hasKernel && !exact.hasKernel)
      let expected = try await exact(x: Array(x), w: Array(w))
      for tasks in [1, 2, 3, 7] {
        #expect(try await fast(x: Array(x), w: Array(w), tasks: tasks) == expected)
      }
      await #expect(throws: AccumulationError.shape("w", got: 3, expected: columns * depth)) {
        _ = try await fast(x: Array(x), w: [1, 2, 3])
      }
    }
  }
}
