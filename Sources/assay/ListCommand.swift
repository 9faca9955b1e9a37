import ArgumentParser

/// `assay list`: what is known by name.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what is known by name.",
    usage: "assay list [KIND] [--json] [--formats FILE]",
    discussion: """
      KIND is one of formats, blocks, dialects, accumulators, masks,
      estimators, quantizers, operations, profiles, laws, devices, corpus (bugs
      that were reported in public, with the cases that show them); without
      it, all are listed.

      Examples:
        assay list formats
        assay list devices --json
      """)

  @Argument(help: "What to list.") var kind: String?

  @Flag(help: "Print one JSON document.") var json = false

  @OptionGroup var catalogOptions: CatalogOptions

  func run() throws {
    let kinds = try kind.map { [try Listing.Kind(named: $0)] } ?? Listing.Kind.allCases
    let listing = Listing(kinds: kinds, catalog: try catalogOptions.catalog())
    if json { try Output.json(listing.document) } else { listing.print() }
  }
}
