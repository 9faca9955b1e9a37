import Descriptors
import Foundation
import Specs
import Testing

/// A file under `Specs/`.
private func specification(_ path: String) throws -> String {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  return try String(contentsOf: root.appendingPathComponent("Specs/\(path)"), encoding: .utf8)
}

/// The cells of the rows of every Markdown table in a text.
private func rows(_ text: String) -> [[String]] {
  text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
    line.dropFirst(1).dropLast(1).split(separator: "|", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }
}

@Suite struct PagesTests {
  @Test func theMapOfNamesIsThatOfTheCatalogue() throws {
    let catalog = try Catalog.builtIn()
    let page = rows(try specification("pages/formats.md"))
    let systems = ["onnx", "mlir", "torch", "ptx", "safetensors", "p3109"]
    for format in catalog.formats where format.name.hasPrefix("float") {
      let row = page.first { $0.first == format.name && $0.count == 7 }
      let names = systems.map { system in
        format.spellings.filter { $0.system == system }.map(\.name).joined(separator: ", ")
      }
      #expect(row.map { Array($0.dropFirst()) } == names, "\(format.name)")
    }
  }

  @Test func theTableOfFloatsIsThatOfTheCatalogue() throws {
    let catalog = try Catalog.builtIn()
    let page = rows(try specification("pages/formats.md"))
    for format in catalog.formats {
      guard case .float(let layout) = format.encoding else { continue }
      let row = try #require(page.first { $0.first == format.name && $0.count == 10 })
      let width = format.container == format.bits ? "" : " in \(format.container)"
      let fields = "\(layout.signed ? "1" : "-"), \(layout.exponentBits), \(layout.trailingBits)"
      let expected = [
        format.name, "\(format.bits)\(width)", fields, "\(layout.bias)",
        layout.infinities == .none ? "no" : "yes",
        format.parameters.first { $0.name == "nan" }?.value ?? "",
        layout.hasNegativeZero ? "yes" : "no",
      ]
      #expect(Array(row.prefix(7)) == expected)
    }
  }

  @Test func everyDialectAndFieldIsExplained() throws {
    let page = try specification("pages/dialects.md")
    for preset in try Catalog.builtIn().dialects {
      #expect(page.contains("`\(preset.name)`"), "\(preset.name)")
    }
    for parameter in Dialect().parameters {
      let row = rows(page).first { $0.first == "`\(parameter.name)`" }
      // The default is the first value listed.
      #expect(row?[1].hasPrefix("`\(parameter.value)`") == true, "\(parameter.name)")
    }
  }

  /// The examples of the pages are files that work.
  @Test func examplesAreAccepted() throws {
    for page in ["pages/formats.md", "pages/dialects.md"] {
      let parts = try specification(page).components(separatedBy: "```yaml\n")
      #expect(parts.count == 2)
      let example = try #require(parts.last?.components(separatedBy: "```").first)
      var catalog = try Catalog.builtIn()
      try catalog.add(specification: example, file: page)
    }
  }

  /// FNV-1a over the files, computed here once more.
  @Test func fingerprintIsThatOfTheFiles() throws {
    func hash(_ text: String) -> String {
      var value: UInt64 = 14_695_981_039_346_656_037
      for byte in text.utf8 {
        value ^= UInt64(byte)
        value = value &* 1_099_511_628_211
      }
      return String(value, radix: 16)
    }
    #expect(hash("a") == "af63dc4c8601ec8c")
    let files = try [
      "formats", "dialects", "masks", "estimators", "accumulators", "blocks", "quantizers",
      "profiles",
    ]
    .map { try specification("\($0).yaml") }.joined()
    let expected = hash(files)
    let padded = String(repeating: "0", count: 16 - expected.count) + expected
    #expect(try Catalog.builtIn().specificationHash == padded)
  }
}
