/// Which target may import which module.
///
/// Truth and what is judged share nothing but plain descriptions: a reference that imported the
/// product would agree with it for no reason.
struct ImportRules {
  /// A line that breaks a rule.
  struct Breach: Equatable, CustomStringConvertible {
    let place: String
    let what: String
    var description: String { "\(place): \(what)" }
  }

  /// The modules of this package and its dependencies that each target may import.
  static let allowed: [String: Set<String>] = [
    "Descriptors": [],
    "ExactArithmetic": ["CGMP"],
    "Production": ["CKernels", "Descriptors"],
    "Specs": ["CResources", "Descriptors", "Yams"],
    "Harness": [],
    "Tensors": ["Harness"],
    "Reference": ["ExactArithmetic", "Descriptors"],
    "Devices": ["Production", "CInstructions", "CDevice", "CResources", "Descriptors"],
    "Results": ["Harness"],
    "Reporting": ["CResources", "Harness", "Results", "Mustache"],
    "Conformance": [
      "Results", "Reference", "Devices", "Harness", "Specs", "ExactArithmetic", "Descriptors",
    ],
    "Drift": [
      "Reference", "Devices", "Production", "Specs", "Tensors", "Results", "ExactArithmetic",
      "Descriptors",
    ],
    "Calibration": [
      "Reference", "Production", "Specs", "Tensors", "ExactArithmetic", "Descriptors",
    ],
    "assay": [
      "Conformance", "Drift", "Calibration", "Reporting", "Results", "Reference", "Devices",
      "Specs", "Harness",
      "Tensors", "ExactArithmetic", "Descriptors", "Production", "ArgumentParser",
    ],
    // The module Assay, for other packages.
    "Umbrella": ["Conformance", "Devices", "Reference", "Production", "Specs", "Descriptors"],
    "AssayTesting": ["Conformance", "Devices", "Results", "Harness", "Descriptors", "Testing"],
    "sweep": [
      "Conformance", "Reference", "Devices", "Specs", "Harness", "Descriptors", "ArgumentParser",
    ],
  ]

  /// Modules of the platform.
  static let platform: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc", "Musl",
    "Darwin",
  ]

  /// Targets that stay clear of the platform too: plain data, and arithmetic that is exact.
  static let withoutPlatform: Set<String> = ["Descriptors", "ExactArithmetic", "Reference"]

  /// The module that a line imports, `nil` for all other lines.
  static func module(importedBy line: String) -> String? {
    var words = line.split(whereSeparator: \.isWhitespace).map(String.init)[...]
    while let word = words.first,
      word.hasPrefix("@")
        || ["public", "package", "internal", "fileprivate", "private"].contains(word)
    {
      words = words.dropFirst()
    }
    guard words.popFirst() == "import", var name = words.popFirst() else { return nil }
    let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    if kinds.contains(name), let next = words.first { name = next }
    return name.split(separator: ".").first.map(String.init)
  }

  /// The dependencies of each target, from the text of the package's manifest.
  static func dependencies(inManifest text: String) -> [String: Set<String>] {
    var found: [String: Set<String>] = [:]
    for part in text.split(
      separator: /\.(?:target|executableTarget|testTarget)\(/, omittingEmptySubsequences: false
    ).dropFirst() {
      guard let name = part.firstMatch(of: /name: "(\w+)"/)?.1 else { continue }
      let list = part.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.1 ?? ""
      let plain = list.replacing(/package: "[^"]*"/, with: "")
      found[String(name)] = Set(plain.matches(of: /"(\w+)"/).map { String($0.1) })
    }
    return found
  }

  /// The breaches in one file's text.
  static func breaches(in text: String, target: String, file: String) -> [Breach] {
    guard let own = allowed[target] else {
      return [Breach(place: "\(file):1", what: "target \(target) has no row in ImportRules")]
    }
    var found: [Breach] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      guard let module = module(importedBy: String(line)) else { continue }
      let fromPlatform = platform.contains(module) && !withoutPlatform.contains(target)
      if own.contains(module) || fromPlatform { continue }
      found.append(
        Breach(place: "\(file):\(index + 1)", what: "\(target) must not import \(module)"))
    }
    return found
  }

  /// The headers of this package that C code includes, for targets that must not share any.
  static func breaches(inC text: String, target: String, file: String) -> [Breach] {
    let foreign = ["gmp.h", target == "CKernels" ? "CInstructions" : "CKernels"]
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      index, line in
      guard line.drop(while: \.isWhitespace).hasPrefix("#include"),
        let header = foreign.first(where: { line.contains($0) })
      else { return nil }
      return Breach(place: "\(file):\(index + 1)", what: "\(target) must not include \(header)")
    }
  }

  /// Lines of code that speak of floating point; comments may.
  static func floatingPoint(in text: String, file: String) -> [Breach] {
    let types: Set<Substring> = [
      "Double", "Float", "Float16", "Float32", "Float64", "Float80", "BinaryFloatingPoint",
      "FloatingPoint", "approximateDouble",
    ]
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      index, line in
      let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
      let words = code.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      guard let word = words.first(where: types.contains) else { return nil }
      return Breach(place: "\(file):\(index + 1)", what: "floating point: \(word)")
    }
  }
}
