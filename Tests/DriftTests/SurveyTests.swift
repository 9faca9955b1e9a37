import Descriptors
import Drift
import ExactArithmetic
import Foundation
import Specs
import Tensors
import Testing

@Suite("Survey")
struct SurveyTests {
  /// More elements than two runs have.
  private var long: Tensor {
    var words = Words(seed: 11)
    let codes = (0..<70_000).map { _ in
      let word = words.next()
      return (word & 0x8000_0000) | (0x3C00_0000 + (word >> 33) % 0x0400_0000)
    }
    return tensor(.float32, codes, name: "long")
  }

  @Test("The number of tasks changes nothing", arguments: [1, 2, 3, 7])
  func tasks(count: Int) async throws {
    let formats = ["float8_e4m3fn", "bfloat16", "float4_e2m1fn"]
    let one = try await survey([long], to: formats, tasks: 1)
    let many = try await survey([long], to: formats, tasks: count)
    #expect(one.rows[0].figures == many.rows[0].figures)
    #expect(one.totals == many.totals)
    #expect(one.totals[0].count == 70_000)
  }

  @Test("Totals are those of one tensor that holds everything")
  func totals() async throws {
    let (a, b): ([Float], [Float]) = ([1.1, -2.7, 0.01], [300, 1e-9, -0.3, 2.7])
    let parts = try await survey(
      [tensor(a, name: "a"), tensor(b, name: "b")], to: ["float8_e4m3fn"])
    let whole = try await survey([tensor(a + b)], to: ["float8_e4m3fn"])
    // Cells of both parts are checked once each, so only the number of checks may differ.
    #expect(parts.totals[0].noise == whole.totals[0].noise)
    #expect(parts.totals[0].ulpSum == whole.totals[0].ulpSum)
    #expect(parts.totals[0].maxRelative == whole.totals[0].maxRelative)
    #expect(parts.totals[0].worst == whole.totals[0].worst)
    #expect(parts.totals[0].codesUsed == whole.totals[0].codesUsed)
    #expect(parts.totals[0].bias == whole.totals[0].bias)
  }

  @Test("Stochastic rounding depends on the seed and on nothing else")
  func stochastic() async throws {
    let dialect = Dialect(rounding: .stochastic(bits: 16, variant: .c))
    func surveyed(seed: UInt64, tasks: Int) async throws -> ErrorFigures {
      try await survey(
        [long], to: ["float8_e4m3fn"], dialect: dialect, seed: seed, tasks: tasks
      ).totals[0]
    }
    let first = try await surveyed(seed: 1, tasks: 1)
    #expect(try await surveyed(seed: 1, tasks: 3) == first)
    #expect(try await surveyed(seed: 2, tasks: 1) != first)
    #expect(first.maxSteps == 1)
    #expect(first.maxUlp < .one)
    #expect(first.referenceChecks == 0)
  }

  @Test("Elements that are no real numbers are left out with a reason")
  func skipped() async throws {
    let report = try await survey(
      [
        tensor(.bool, [0, 1], name: "mask"), tensor([1], name: "kept"),
        tensor(.int64, [5], name: "ids"),
      ], to: ["int8"])
    #expect(report.rows.map(\.name) == ["kept"])
    #expect(report.skipped.map(\.name) == ["mask", "ids"])
    #expect(report.skipped.map(\.reason)[0] == "its elements are no real numbers")
    #expect(report.skipped.map(\.reason)[1] == "int64 elements are not surveyed")
  }

  @Test("The JSON document")
  func json() async throws {
    let report = try await survey(
      [tensor([1.25, -5, .nan], name: "w"), tensor(.bool, [1], name: "m")],
      to: ["float4_e2m1fn"])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(report), as: UTF8.self)
    #expect(text == Self.golden)
  }

  // MARK: - Refusals

  @Test("Targets above 16 bits are refused by name")
  func wide() async throws {
    await #expect {
      _ = try await survey([tensor([1])], to: ["tf32"])
    } throws: { error in
      "\(error)" == "'tf32' has 19 bits; survey a format of at most 16 bits"
    }
  }

  @Test("A device that is wrong about one input is caught")
  func disagreement() async throws {
    await #expect {
      _ = try await survey(
        [tensor([1, 1.5, 2.25])], to: ["int8"], device: Crooked(answers: .wrong))
    } throws: { error in
      "\(error)".hasPrefix(
        "tensor 'x': 0x40100000 of float32 became 0x3 of int8, the reference says 0x2; ")
    }
  }

  @Test("A device that answers too little is an error")
  func short() async throws {
    await #expect {
      _ = try await survey([tensor([1, 2])], to: ["int8"], device: Crooked(answers: .few))
    } throws: { error in
      "\(error)" == "the device answered 1 of 2 conversions; it must answer all"
    }
  }
}
