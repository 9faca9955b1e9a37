import Descriptors
import Specs

/// What a name stands for.
enum Shown {
  case format(FormatDescriptor)
  case dialect(DialectPreset)
  case mask(MaskRule)
  case pruning(BlockPruning)
  case accumulator(Accumulator)
  case block(BlockFormat)

  /// Finds masks and estimators by the form of their names, else a format first, then a dialect,
  /// an accumulator, a block format.
  ///
  /// A plain accumulator has its format's name; `accumulator:float32` means the accumulator, and
  /// `block:NAME` a block format.
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
    if name.hasPrefix(Self.accumulatorPrefix) {
      self = .accumulator(
        try catalog.accumulator(named: String(name.dropFirst(Self.accumulatorPrefix.count))))
      return
    }
    if name.hasPrefix(Self.blockPrefix) {
      self = .block(try catalog.block(named: String(name.dropFirst(Self.blockPrefix.count))))
      return
    }
    do {
      self = .format(try catalog.format(named: name))
    } catch {
      guard let preset = try? catalog.dialect(named: name) else {
        if let accumulator = try? catalog.accumulator(named: name) {
          self = .accumulator(accumulator)
          return
        }
        if let block = try? catalog.block(named: name) {
          self = .block(block)
          return
        }
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

  private static let accumulatorPrefix = "accumulator:"
  private static let blockPrefix = "block:"

  /// What is wrong with a name that is nearly one of a mask, an estimator, an accumulator or a block
  /// format.
  private static func sparsityError(_ name: String, in catalog: Catalog) -> SpecError? {
    let looks: [() throws -> Void] = [
      { _ = try catalog.maskRule(named: name) }, { _ = try catalog.pruning(named: name) },
      { _ = try catalog.accumulator(named: name) }, { _ = try catalog.block(named: name) },
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
