import ArgumentParser
import Conformance
import Devices
import Foundation

/// Where answers are, how they are written, and what of them is judged.
struct AnswerOptions: ParsableArguments {
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "hex, readmemh, npy, raw or testfloat (default: the manifest's, or hex).",
      valueName: "encoding"))
  var encoding: VectorEncoding?

  @Option(
    help: ArgumentHelp(
      "The answers, instead of stdin; arrays one after the other.", valueName: "file"))
  var results: [String] = []

  @Flag(help: "testfloat: judge the exception flags.") var flags = false

  @Option(
    help: ArgumentHelp(
      "testfloat: results are tiny before or after rounding (default: after).", valueName: "when"))
  var tininess: String?

  /// How flags are judged; `nil` where they are not to be.
  ///
  /// - Throws: `CommandFailure` where they are to be, and cannot be.
  func flagRule(_ asked: AskedQuestion) throws(CommandFailure) -> FlagRule? {
    guard flags || tininess == nil else {
      throw .usage("--tininess goes with --flags", "add --flags")
    }
    guard flags else { return nil }
    guard asked.encoding == .testfloat else {
      throw .usage("only TestFloat's text has flags", "use --as testfloat")
    }
    guard let when = Tininess(rawValue: tininess ?? Tininess.after.rawValue) else {
      throw .unknown("tininess", tininess ?? "", among: Tininess.allCases.map(\.rawValue))
    }
    guard let rule = asked.task.flagRule(when) else {
      throw .usage(
        "IEEE 754 defines no flags for this result format and dialect", "leave out --flags")
    }
    return rule
  }

  /// Feeds all rows to the judge.
  ///
  /// - Throws: `CommandFailure` where the answers cannot be opened or are no arrays.
  func feed(_ judge: inout AnswerJudge, _ asked: AskedQuestion) throws {
    if asked.encoding == .npy { return try AnswerArrays(results, asked.task).feed(&judge) }
    guard results.count < 2 else {
      throw CommandFailure.usage("only arrays come in several files", "give one --results")
    }
    var stream = try AnswerStream(file: results.first)
    let layout = asked.task.layout
    if asked.encoding == .raw {
      try stream.frames(of: layout) { row, number, reader in
        judge.take(row, number: number, from: reader)
      }
      return
    }
    let style: AnswerReader.Style =
      switch asked.encoding {
      case .readmemh: .memory
      case .testfloat: .testFloat
      case .hex, .npy, .raw: .lines
      }
    try stream.lines(AnswerReader(layout, style: style)) { row, number, reader in
      judge.take(row, number: number, from: reader)
    }
  }
}
