import ArgumentParser
import Descriptors
import Specs

/// Where formats and dialects come from.
struct CatalogOptions: ParsableArguments {
  @Option(
    name: .customLong("formats"),
    help: ArgumentHelp(
      "Add the formats and dialects of a YAML file (may be given again).", valueName: "file"))
  var files: [String] = []

  /// The built-in catalogue with the user's files on top.
  ///
  /// - Throws: `SpecError` with the place in the file.
  func catalog() throws(SpecError) -> Catalog {
    var catalog = try Catalog.builtIn()
    for file in files { try catalog.add(formatsFile: file) }
    return catalog
  }
}

extension FormatDescriptor {
  /// The family's name in specification files.
  var family: String { parameters.first { $0.name == "family" }?.value ?? "" }

  /// The names of the format elsewhere, aliases first.
  var aliases: [String] {
    spellings.filter { $0.system == Catalog.aliasSystem }.map(\.name)
  }

  /// The largest code.
  var lastCode: UInt64 { UInt64.max >> UInt64(64 - bits) }

  /// Refuses formats whose exact values are too many to list, as the reference does with all but
  /// float and fixed-point layouts.
  func requireReference() throws(CommandFailure) {
    switch encoding {
    case .float, .fixedPoint, .hiFloat8, .table: return
    case .posit:
      guard bits > 16 else { return }
      throw .usage(
        "'\(name)' has \(bits) bits, and the reference lists every value of a posit",
        "use a posit of at most 16 bits")
    }
  }
}
