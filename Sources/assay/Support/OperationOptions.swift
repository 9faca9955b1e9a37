import ArgumentParser
import Descriptors
import Specs

/// The formats and the dialect of an operation.
struct OperationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("cast: the format of the operand.", valueName: "format"))
  var from: String?

  @Option(help: ArgumentHelp("The format of the result.", valueName: "format"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Arithmetic: the format of the operands, and of the result unless --to is given.",
      valueName: "format"))
  var format: String?

  @OptionGroup var dialect: DialectOptions

  /// An operation of the command line with the name of its dialect preset.
  struct Resolved {
    var operation: Operation
    var preset: String
  }

  /// The operation with all of its formats.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for unknown names and missing options.
  func resolved(_ kind: Operation.Kind, in catalog: Catalog) throws -> Resolved {
    let target = try target(kind, in: catalog)
    let operand: FormatDescriptor
    if kind == .cast {
      guard let from else {
        throw CommandFailure.usage("cast lacks --from", "name the format of the operand")
      }
      operand = try catalog.format(named: from)
    } else {
      operand = try catalog.format(named: format ?? "")
    }
    let (dialect, preset) = try dialect.resolved(for: target, in: catalog)
    let operands = Array(repeating: operand, count: kind.operandCount)
    return Resolved(
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
    guard let format else {
      throw CommandFailure.usage(
        "\(kind.rawValue) lacks --format", "name the format of the operands")
    }
    return try catalog.format(named: to ?? format)
  }

  /// The kind of an operation's name.
  static func kind(named name: String) throws(CommandFailure) -> Operation.Kind {
    if let kind = Operation.Kind(rawValue: name) { return kind }
    throw .unknown("operation", name, among: Operation.Kind.allCases.map(\.rawValue))
  }
}
