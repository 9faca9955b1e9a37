import Descriptors
import Foundation
import Reference
import Specs
import Testing

@Suite("what libraries answer at the corners")
struct DialectCornerTests {
  /// The lines of `Tests/Vectors/dialect-corners.txt`, by dialect.
  static let lines: [String: [[String]]] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Vectors/dialect-corners.txt")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    let rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: " ").map(String.init) }
    return Dictionary(grouping: rows) { $0[0] }
  }()

  /// Both libraries send binary32 subnormals between 2^-127 and 1.5 * 2^-127 to the farther
  /// neighbour in E8M0: a mistake of theirs, not a choice that a dialect could make.
  static let mistakes: [String: [String]] = [
    "ml_dtypes-0.6": ["00400001", "005FFFFF"],
    "torch-2.13": ["00400001", "005FFFFF", "80400001", "805FFFFF"],
  ]

  @Test(
    "the dialects say the same",
    arguments: ["ml_dtypes-0.6", "torch-2.13", "onnx-saturate", "onnx-nonsaturate"])
  func agree(_ name: String) throws {
    let catalog = try Catalog.builtIn()
    let preset = try catalog.dialect(named: name)
    let source = try catalog.format(named: "float32")
    var evaluators: [String: ScalarEvaluator] = [:]
    var differences: [String] = []
    let lines = try #require(Self.lines[name])
    #expect(lines.count > 500)
    for line in lines {
      let target = try catalog.format(named: line[1])
      let evaluator =
        evaluators[line[1]]
        ?? ScalarEvaluator(
          .cast(from: source, to: target, dialect: preset.dialect(for: target.name)))
      evaluators[line[1]] = evaluator
      let operand = try #require(UInt64(line[2], radix: 16))
      let answer = try #require(UInt64(line[3], radix: 16))
      let code = evaluator(operand)
      if code != answer { differences.append(line.joined(separator: " ")) }
    }
    let known = Self.mistakes[name, default: []].map { "\(name) float8_e8m0fnu \($0) 01" }
    #expect(differences == known)
  }
}
