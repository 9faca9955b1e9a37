import ArgumentParser
import Descriptors
import Specs

/// Where formats, dialects, masks and estimators come from.
struct CatalogOptions: ParsableArguments {
  @Option(
    name: .customLong("formats"),
    help: ArgumentHelp(
      "Add the formats, dialects, masks and estimators of a YAML file (may be given again).",
      valueName: "file"))
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

  /// Refuses formats that the reference cannot take in: posits of many bits, whose values it
  /// lists, and unsigned formats of 64 bits, whose values it counts in 64 bits.
  func requireReference() throws(CommandFailure) {
    let isSigned: Bool
    switch encoding {
    case .float(let layout): isSigned = layout.signed
    case .fixedPoint(let layout): isSigned = layout.signed
    case .posit where bits > 16:
      throw .usage(
        "'\(name)' has \(bits) bits, and the reference lists every value of a posit",
        "use a posit of at most 16 bits")
    case .posit, .hiFloat8, .table: return
    }
    guard bits < 64 || isSigned else {
      throw .usage(
        "'\(name)' has 64 bits without a sign, more values than the reference counts",
        "use at most 63 bits")
    }
  }
}
