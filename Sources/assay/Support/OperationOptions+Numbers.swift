import Conformance
import Descriptors
import Specs

extension OperationOptions {
  /// The operation with all of its formats.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for unknown names and missing options.
  func resolved(_ kind: Operation.Kind, in catalog: Catalog) throws -> NamedOperation {
    let target = try target(kind, in: catalog)
    let operands: [FormatDescriptor]
    if kind == .cast {
      guard let from else {
        throw CommandFailure.usage("cast lacks --from", "name the format of the operand")
      }
      operands = [try catalog.format(named: from)]
    } else {
      operands = try self.operands(kind, in: catalog)
    }
    let (dialect, preset) = try dialect.resolved(for: target, in: catalog)
    return NamedOperation(
      operation: Operation(kind, operands: operands, result: target, dialect: dialect),
      preset: preset)
  }

  /// The format of the result, once the options fit the kind.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for unknown names and options that do not fit.
  func target(_ kind: Operation.Kind, in catalog: Catalog) throws -> FormatDescriptor {
    if kind == .cast {
      guard format == nil else {
        throw CommandFailure.usage("cast has no --format", "use --from and --to")
      }
      guard let to else {
        throw CommandFailure.usage("cast lacks --to", "name the format of the result")
      }
      return try catalog.format(named: to)
    }
    guard from == nil else {
      throw CommandFailure.usage("\(kind.rawValue) has no --from", "use --format")
    }
    let operands = try operands(kind, in: catalog)
    if let result = kind.result(for: operands[0]) {
      guard to == nil, dialect.rounding == nil, dialect.overflow == nil else {
        throw CommandFailure.usage(
          "\(kind.rawValue) has no --to, --rounding or --overflow",
          "its answer is exact, in \(result.name)")
      }
      return result
    }
    if let to { return try catalog.format(named: to) }
    // Scales have formats of their own.
    let values = kind.family == .scaled ? [operands[1], operands[3]] : operands
    guard Set(values).count == 1 else {
      throw CommandFailure.usage(
        "\(kind.rawValue) of several formats lacks --to", "name the format of the result")
    }
    return values[0]
  }

  /// The formats of the operands that `--format` names: one for all of them or one for each.
  private func operands(
    _ kind: Operation.Kind, in catalog: Catalog
  ) throws -> [FormatDescriptor] {
    guard let format else {
      throw CommandFailure.usage(
        "\(kind.rawValue) lacks --format", "name the format of the operands")
    }
    let names = format.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let formats = try names.map { try catalog.format(named: $0) }
    let count = kind.operandCount
    if kind.family == .scaled, formats.count == 2 { return formats + formats }
    guard formats.count == 1 || formats.count == count else {
      throw CommandFailure.usage(
        "--format names \(formats.count.counted("format")), \(kind.rawValue) takes "
          + count.counted("operand"),
        kind.family == .scaled
          ? "name scale and value, or a format for each operand"
          : "name one format for all operands or one for each")
    }
    return formats.count == count ? formats : Array(repeating: formats[0], count: count)
  }
}
