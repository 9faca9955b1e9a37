import Descriptors
import Production
import Specs
import Testing

/// Conversions of binary32 into formats whose grid no kernel follows, at the operands where the
/// result changes.
@Suite struct BucketTests {
  /// The first and the last operand of every run of 2^16.
  static let edges = (0..<UInt64(1) << 16).flatMap { [$0 << 16, $0 << 16 | 0xFFFF] }

  /// The operands with a result other than their predecessor's, and those predecessors, where a
  /// run has one such operand.
  static func steps(_ operation: Operation) throws -> [UInt64] {
    let prepared = try PreparedOperation(operation)
    let results = prepared.codes([edges])
    var inputs: [UInt64] = []
    var lows: [UInt64] = []
    var codes: [UInt64] = []
    for index in edges.indices.dropLast() where results[index] != results[index + 1] {
      if index % 2 == 1 {
        inputs += [edges[index], edges[index + 1]]
      } else {
        lows.append(edges[index])
        codes.append(results[index])
      }
    }
    var half: UInt64 = 1 << 15
    while half > 0 {
      let results = prepared.codes([lows.map { $0 + half }])
      for index in lows.indices where results[index] == codes[index] { lows[index] += half }
      half /= 2
    }
    return inputs + lows.flatMap { [$0, $0 + 1] }
  }

  /// Results move one way between steps, so that the operands beside them stand for all others.
  @Test(arguments: ["hifloat8", "posit8", "nf4", "int8", "uint4", "s2f6"])
  func stepsAreExact(_ name: String) throws {
    let target = try Catalog.builtIn().format(named: name)
    let structured = try KernelTests.inputs(Sample.binary32, target: target)
    var mismatches = 0
    for rule in RoundingRule.deterministic {
      for overflow in OverflowRule.allCases {
        let operation = Operation.cast(
          from: Sample.binary32, to: target, dialect: Dialect(rounding: rule, overflow: overflow))
        let inputs = try structured + Self.steps(operation)
        let expected = try PreparedOperation(operation, exactOnly: true).codes([inputs])
        for level in InstructionLevel.available {
          let results = try PreparedOperation(operation, level: level).codes([inputs])
          for index in inputs.indices where results[index] != expected[index] {
            mismatches += 1
            if mismatches == 1 {
              Issue.record(
                """
                \(name), \(rule.name), \(overflow.name), \(level.rawValue): \
                \(String(inputs[index], radix: 16)) gave \(results[index]), \
                not \(expected[index])
                """)
            }
          }
        }
      }
    }
    #expect(mismatches == 0)
  }

  /// Values so close that the results change twice while an operand's upper half stays the same.
  @Test func closeValues() throws {
    let entries =
      [(0, 0), (1, 0), (4097, -12), (2049, -11), (1, 1), (-1, 0), (-2049, -11)].map {
        Sample.literal($0.0, 1, $0.1)
      } + [.nan]
    let close = FormatDescriptor(
      name: "close", bits: 3, encoding: .table(ValueTable(entries: entries)))
    try KernelTests.compare(Sample.binary32, close, stochastic: false)
    let cast = try Cast(to: close)
    let inputs: [Float] = [
      1, 1 + 0x1p-14, 1 + 0x1.8p-13, 1 + 0x1p-12, 1 + 0x1.4p-12, 1 + 0x1.Cp-12, 1 + 0x1p-11,
    ]
    #expect(cast(inputs) == [1, 1, 2, 2, 2, 3, 3])
  }
}
