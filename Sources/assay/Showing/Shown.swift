import Descriptors
import Specs

/// What a name stands for.
enum Shown {
  case format(FormatDescriptor)
  case dialect(DialectPreset)

  /// Finds a format first, then a dialect.
  ///
  /// - Throws: `SpecError` with the nearest names.
  init(_ name: String, in catalog: Catalog) throws {
    do {
      self = .format(try catalog.format(named: name))
    } catch {
      guard let preset = try? catalog.dialect(named: name) else {
        // Where a dialect is nearer than any format, its suggestion is the useful one.
        let dialects = NearestNames.of(name, among: catalog.dialects.map(\.name))
        guard let near = dialects.first, !error.what.contains("nearest") else { throw error }
        throw CommandFailure.usage(
          "unknown format or dialect '\(name.excerpt)'; nearest: \(near)",
          "'assay list' shows all")
      }
      self = .dialect(preset)
    }
  }
}
