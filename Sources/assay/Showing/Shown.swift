import Descriptors
import Specs

/// What a name stands for.
enum Shown {
  case format(FormatDescriptor)
  case dialect(DialectPreset)
  case mask(MaskRule)
  case pruning(BlockPruning)

  /// Finds masks and estimators by the form of their names, else a format first, then a dialect.
  ///
  /// - Throws: `SpecError` with the nearest names.
  init(_ name: String, in catalog: Catalog) throws {
    if let rule = MaskRule(named: name) {
      self = .mask(rule)
      return
    }
    if let pruning = BlockPruning(named: name) {
      self = .pruning(pruning)
      return
    }
    do {
      self = .format(try catalog.format(named: name))
    } catch {
      guard let preset = try? catalog.dialect(named: name) else {
        // Where a dialect is nearer than any format, its suggestion is the useful one.
        if let error = Self.sparsityError(name, in: catalog) { throw error }
        let dialects = NearestNames.of(name, among: catalog.dialects.map(\.name))
        guard let near = dialects.first, !error.what.contains("nearest") else { throw error }
        throw CommandFailure.usage(
          "unknown format or dialect '\(name.excerpt)'; nearest: \(near)",
          "'assay list' shows all")
      }
      self = .dialect(preset)
    }
  }

  /// What is wrong with a name that is nearly one of a mask or an estimator.
  private static func sparsityError(_ name: String, in catalog: Catalog) -> SpecError? {
    let looks: [() throws -> Void] = [
      { _ = try catalog.maskRule(named: name) }, { _ = try catalog.pruning(named: name) },
    ]
    for look in looks {
      do { try look() } catch {
        if let error = error as? SpecError,
          !error.what.hasPrefix("unknown") || error.what.contains("nearest")
        {
          return error
        }
      }
    }
    return nil
  }
}
