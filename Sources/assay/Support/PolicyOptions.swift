import ArgumentParser
import Conformance

/// What is accepted although its bits differ.
struct PolicyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where a NaN is due take: bits (the reference's), quiet or any (default: bits).",
      valueName: "policy"))
  var nan: String?

  @Option(
    name: .customLong("zero-sign"),
    help: ArgumentHelp(
      "Where a zero is due take: exact or any sign (default: exact).", valueName: "policy"))
  var zeroSign: String?

  @Option(
    help: ArgumentHelp(
      "Accept flush-subnormal-results or flush-subnormal-operands (may be given again).",
      valueName: "waiver"))
  var waive: [String] = []

  /// The policy.
  ///
  /// - Throws: `CommandFailure` for unknown names.
  func policy() throws(CommandFailure) -> AnswerPolicy {
    func named<Choice: RawRepresentable & CaseIterable>(
      _ name: String, _ kind: String, _: Choice.Type
    ) throws(CommandFailure) -> Choice where Choice.RawValue == String {
      if let found = Choice(rawValue: name) { return found }
      throw .unknown(kind, name, among: Choice.allCases.map(\.rawValue))
    }
    var policy = AnswerPolicy()
    if let nan { policy.nan = try named(nan, "policy of NaNs", AnswerPolicy.NaNs.self) }
    if let zeroSign {
      policy.zeroSign = try named(zeroSign, "policy of zeros", AnswerPolicy.ZeroSign.self)
    }
    var waivers: [AnswerPolicy.Waiver] = []
    for name in waive { waivers.append(try named(name, "waiver", AnswerPolicy.Waiver.self)) }
    return AnswerPolicy(nan: policy.nan, zeroSign: policy.zeroSign, waivers: waivers)
  }
}
