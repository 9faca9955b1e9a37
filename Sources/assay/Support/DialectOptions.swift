import ArgumentParser
import Descriptors
import Specs

/// Every choice made when an exact value enters a format.
struct DialectOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "nearest-even, nearest-away, nearest-zero, toward-zero, up, down, to-odd or stochastic-N.",
      valueName: "rule"))
  var rounding: String?

  @Option(help: ArgumentHelp("sat-none, sat-finite or sat-propagate.", valueName: "rule"))
  var overflow: String?

  @Option(
    help: ArgumentHelp(
      "A preset of both and more, such as torch-2.13 (default: standard).", valueName: "name"))
  var dialect: String?

  /// The preset that holds where none is asked for.
  static let standard = "standard"

  /// Whether any of the choices was made on the command line.
  var isGiven: Bool { rounding != nil || overflow != nil || dialect != nil }

  /// The dialect for a target format: the preset's, with the rules of the command line on top.
  ///
  /// - Returns: the dialect, and the name of the preset.
  /// - Throws: `SpecError` or `CommandFailure` for unknown names and for a rounding that the
  ///   preset's system does not offer.
  func resolved(
    for target: FormatDescriptor, in catalog: Catalog
  ) throws -> (dialect: Dialect, preset: String) {
    let preset = try catalog.dialect(named: dialect ?? Self.standard)
    var resolved = preset.dialect(for: target.name)
    if let rounding {
      resolved.rounding = try Self.rounding(named: rounding)
      guard preset.roundings.isEmpty || preset.roundings.contains(resolved.rounding) else {
        let offered = preset.roundings.map(\.name).joined(separator: ", ")
        throw CommandFailure.usage(
          "\(preset.name) does not round \(rounding)", "it offers \(offered)")
      }
    }
    if let overflow { resolved.overflow = try Self.overflow(named: overflow) }
    return (resolved, preset.name)
  }

  /// The rounding rule of a name.
  static func rounding(named name: String) throws(CommandFailure) -> RoundingRule {
    if let rule = RoundingRule(name: name) { return rule }
    if name.hasPrefix("stochastic-") {
      throw .usage(
        "'\(name.excerpt)' is no rounding rule",
        "write stochastic-N with N from 1 to 32, or with a variant as in stochastic-8b")
    }
    let known = RoundingRule.deterministic.map(\.name) + ["stochastic-N"]
    throw .unknown("rounding rule", name, among: known)
  }

  /// The overflow rule of a name.
  static func overflow(named name: String) throws(CommandFailure) -> OverflowRule {
    if let rule = OverflowRule(rawValue: name) { return rule }
    throw .unknown("overflow rule", name, among: OverflowRule.allCases.map(\.name))
  }
}

extension CommandFailure {
  /// An unknown word, with the nearest ones and all there are.
  static func unknown(_ kind: String, _ name: String, among known: [String]) -> CommandFailure {
    let near = NearestNames.of(name, among: known)
    let suggestion = near.isEmpty ? "" : "; nearest: \(near.joined(separator: ", "))"
    return .usage(
      "unknown \(kind) '\(name.excerpt)'\(suggestion)",
      "known are \(known.joined(separator: ", "))")
  }
}

extension String {
  /// The beginning of a text that may be long.
  var excerpt: String { count > 60 ? prefix(60) + "..." : self }
}
