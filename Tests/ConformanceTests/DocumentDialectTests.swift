import Descriptors
import Devices
import Harness
import Reference
import Specs
import Testing

@testable import Conformance

/// The tables of ONNX's Cast for E8M0, cell by cell, and that they can be checked: numbers are outside
/// the range at both of its ends.
@Suite struct DocumentDialectTests {
  private static func operation(
    _ preset: String, _ rounding: RoundingRule, from source: String = "float32"
  ) throws -> Descriptors.Operation {
    let catalog = try Catalog.builtIn()
    let target = try catalog.format(named: "float8_e8m0fnu")
    var dialect = try catalog.dialect(named: preset).dialect(for: target.name)
    dialect.rounding = rounding
    return .cast(from: try catalog.format(named: source), to: target, dialect: dialect)
  }

  @Test func theCellsOfTheDocument() throws {
    let cells: [(Float, up: UInt64, nearest: UInt64)] = [
      (0, 0x00, 0xFF), (.nan, 0xFF, 0xFF), (.infinity, 0xFE, 0xFF), (0x1.4p127, 0xFE, 0xFF),
      (0x1p-140, 0x00, 0xFF), (0x1p-127, 0x00, 0x00), (0x1.4p-127, 0x01, 0x00),
      (1.25, 0x80, 0x7F), (3, 0x81, 0x81), (0x1p127, 0xFE, 0xFE),
    ]
    let up = ScalarEvaluator(try Self.operation("onnx-document-saturate", .up))
    let nearest = ScalarEvaluator(try Self.operation("onnx-document-nonsaturate", .toNearestOrAway))
    for cell in cells {
      #expect(up([UInt64(cell.0.bitPattern)]) == cell.up, "\(cell.0)")
      #expect(nearest([UInt64(cell.0.bitPattern)]) == cell.nearest, "\(cell.0)")
    }
  }

  @Test func theStepsOfAFunctionThatTurns() throws {
    let evaluator = ScalarEvaluator(
      try Self.operation("onnx-document-nonsaturate", .toNearestOrEven))
    let map = IntervalMap(evaluator)
    // NaN on both sides of the values: 0xFF, 0x00 to 0xFE, 0xFF, and the same for the other sign.
    #expect(map.results.count == 2 * 256 + 1)
    for code in [0, 1, 0x3F_FFFF, 0x40_0000, 0x3F80_0000, 0x7F00_0000, 0x7F00_0001] as [UInt64] {
      for side in [0, 0x8000_0000] as [UInt64] {
        #expect(map[code | side] == evaluator([code | side]), "\(code | side)")
      }
    }
  }

  @Test(arguments: ["float64", "float32", "bfloat16"])
  func theProductionModuleAgrees(_ source: String) async throws {
    for preset in ["onnx-document-saturate", "onnx-document-nonsaturate"] {
      let operation = try Self.operation(preset, .toNearestOrEven, from: source)
      let device = try #require(ProductionDevice.all.last)
      let result = await DeviceCheck(operation, on: device, effort: .quick).run()
      #expect(["proved", "sampled"].contains(result.verdict.word), "\(result.verdict)")
    }
  }
}
