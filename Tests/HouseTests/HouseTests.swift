import Foundation
import Testing

@Suite("the house")
struct HouseTests {
  /// The package's own folder, found from this file.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Files below a folder with one of the endings, with their text.
  private func files(
    in folder: String, ending: [String]
  ) throws -> [(path: String, text: String)] {
    let start = Self.root.appendingPathComponent(folder)
    guard let paths = FileManager.default.subpaths(atPath: start.path) else { return [] }
    return try paths.sorted().filter { path in ending.contains { path.hasSuffix($0) } }.map {
      ("\(folder)/\($0)", try String(contentsOf: start.appendingPathComponent($0), encoding: .utf8))
    }
  }

  @Test("every import is one that the target may have")
  func imports() throws {
    var breaches: [ImportRules.Breach] = []
    var seen: Set<String> = []
    for (path, text) in try files(in: "Sources", ending: [".swift"]) {
      let target = String(path.split(separator: "/")[1])
      seen.insert(target)
      breaches += ImportRules.breaches(in: text, target: target, file: path)
    }
    for (path, text) in try files(in: "Specs", ending: [".swift"]) {
      seen.insert("Specs")
      breaches += ImportRules.breaches(in: text, target: "Specs", file: path)
    }
    #expect(breaches == [])
    #expect(seen == Set(ImportRules.allowed.keys))
  }

  @Test("the package lists for each target what the rules allow, and each uses all of it")
  func manifest() throws {
    let manifest = try String(
      contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
    let listed = ImportRules.dependencies(inManifest: manifest)
    for (target, allowed) in ImportRules.allowed {
      let folder = target == "Specs" ? "Specs" : "Sources/\(target)"
      let name = target == "Umbrella" ? "Assay" : target
      // The library that tests are written with comes with the compiler.
      let modules = allowed.subtracting(["Testing"])
      #expect(listed[name] == modules, "\(target)")
      let imported = try files(in: folder, ending: [".swift"]).flatMap { _, text in
        text.split(separator: "\n").compactMap { ImportRules.module(importedBy: String($0)) }
      }
      #expect(allowed.subtracting(imported) == [], "\(target) has rights that it does not use")
    }
  }

  @Test("C targets share no header")
  func includes() throws {
    var breaches: [ImportRules.Breach] = []
    for target in ["CKernels", "CInstructions"] {
      for (path, text) in try files(in: "Sources/\(target)", ending: [".c", ".h"]) {
        breaches += ImportRules.breaches(inC: text, target: target, file: path)
      }
    }
    #expect(breaches == [])
  }

  @Test("the reference computes without floating point")
  func floatingPoint() throws {
    let found = try files(in: "Sources/Reference", ending: [".swift"])
    #expect(!found.isEmpty)
    #expect(found.flatMap { ImportRules.floatingPoint(in: $0.text, file: $0.path) } == [])
  }

  @Test("no file passes 500 lines")
  func sizes() throws {
    let all =
      try files(in: "Sources", ending: [".swift", ".c", ".h"])
      + files(in: "Specs", ending: [".swift"]) + files(in: "Tests", ending: [".swift"])
    let long = all.filter { $0.text.split(separator: "\n").count > 500 }.map(\.path)
    #expect(long == [])
  }

  // MARK: - The rules notice breaches

  @Test("planted imports are noticed with their place")
  func plantedImports() {
    let text = "import Descriptors\n\n// import Production\npublic import Production\n"
    let found = ImportRules.breaches(in: text, target: "Reference", file: "A.swift")
    #expect(found.map(\.description) == ["A.swift:4: Reference must not import Production"])
    for (target, line) in [
      ("Production", "import Reference"), ("Production", "@testable import ExactArithmetic"),
      ("Devices", "internal import Reference"), ("Devices", "import ExactArithmetic"),
      ("Harness", "import ExactArithmetic"), ("Descriptors", "import Foundation"),
      ("Descriptors", "import Yams"), ("Reference", "import struct Production.Kernel"),
      ("Reference", "import CKernels"), ("Reporting", "import Reference"),
      ("Reference", "import Foundation"), ("Tensors", "import Descriptors"),
      ("Cellar", "import Descriptors"),
    ] {
      let found = ImportRules.breaches(in: line, target: target, file: "A.swift")
      #expect(found.count == 1, "\(target): \(line)")
    }
    #expect(ImportRules.breaches(in: "import Foundation", target: "Drift", file: "") == [])
    #expect(ImportRules.breaches(in: "important()", target: "Drift", file: "") == [])
  }

  @Test("a target's dependencies are read from the package's text")
  func plantedManifest() {
    let text = """
      .target(name: "A", swiftSettings: fast),
      .executableTarget(
        name: "B",
        dependencies: [
          "A", .product(name: "C", package: "c-library"),
        ]),
      .testTarget(name: "BTests", dependencies: ["B"]),
      """
    let found = ImportRules.dependencies(inManifest: text)
    #expect(found == ["A": [], "B": ["A", "C"], "BTests": ["B"]])
  }

  @Test("planted includes and floating point are noticed")
  func plantedCode() {
    let include = ImportRules.breaches(
      inC: "#include <math.h>\n #include \"CInstructions.h\"\n", target: "CKernels", file: "k.c")
    #expect(include.map(\.place) == ["k.c:2"])
    let code = """
      // A Double would round.
      let layout: FloatLayout = .float(x)
      let half: Rational = 1 // not Float
      let bad = Double(half)
      func f(_ x: [Float16]) {}
      let shown = half.approximateDouble
      """
    let found = ImportRules.floatingPoint(in: code, file: "B.swift")
    #expect(found.map(\.place) == ["B.swift:4", "B.swift:5", "B.swift:6"])
  }
}
