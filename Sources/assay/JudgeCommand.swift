import ArgumentParser
import Conformance
import Devices
import Foundation
import Specs

/// `assay judge`: answers to the vectors, from wherever they came.
struct JudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Judge answers to the cases that 'assay vectors' wrote.",
    usage: "assay judge OPERATION [--level 1|2|exhaustive] [options] < answers",
    discussion: """
      Reads a line for each case; the last field is the result's code in hex.
      Where every line repeats its case, they may come in any order; otherwise
      they are taken in the order of the cases. Level, seed and options must
      be those of 'assay vectors'.

      Exit code 0 when all are right, 1 when one is wrong, 2 for lines that
      cannot be read, 4 when some cases were not answered.

      Examples:
        assay vectors cast --from float32 --to float8_e4m3fn | ./device |
          assay judge cast --from float32 --to float8_e4m3fn
      """)

  @Argument(help: ArgumentHelp("cast, add, sub, mul, div, sqrt, fma or faa."))
  var operation: String

  @OptionGroup var options: OperationOptions

  @OptionGroup var vectors: VectorOptions

  @Option(help: ArgumentHelp("Write the verdict as JSON Lines.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the verdict as JUnit XML.", valueName: "file"))
  var junit: String?

  @Option(help: ArgumentHelp("Write the verdict as a page of HTML.", valueName: "file"))
  var html: String?

  @OptionGroup var catalog: CatalogOptions

  func run() async throws {
    let catalog = try catalog.catalog()
    let (cases, preset) = try vectors.vectors(operation, options, in: catalog)
    guard cases.count <= 1 << 24 else {
      throw CommandFailure.usage(
        "\(cases.count) answers are too many to keep",
        "judge the device itself with 'assay verify ... --exec'")
    }
    let answers: RecordedAnswers
    do throws(RecordedAnswers.Fault) {
      answers = try RecordedAnswers(
        cases.operation, text: [UInt8](FileHandle.standardInput.readDataToEndOfFile())
      ) { place in
        guard place < cases.count else { return nil }
        let (codes, word) = cases[UInt64(place)]
        return .init(codes: codes, word: word)
      }
    } catch {
      throw CommandFailure.usage(
        "line \(error.line) of the answers \(error.what)",
        "write a line for each case, its last field the result in hex")
    }
    let effort = try vectors.effort()
    var plan = VerificationPlan(catalog: catalog, effort: effort)
    plan.checks = [
      RecordedCheck(answers, of: cases, preset: preset, effort: effort, seed: vectors.seed).planned
    ]
    var run = try RunOptions.parse([])
    (run.effort, run.seed, run.json, run.junit) = (effort.rawValue, vectors.seed, json, junit)
    run.html = html
    let outcome = try await VerificationSession(plan: plan, options: run).run()
    guard outcome == .conforms else { throw Ending(status: outcome) }
  }
}
