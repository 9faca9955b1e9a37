import ArgumentParser
import Conformance
import Descriptors
import Devices
import Reporting
import Results
import Specs

/// `assay judge`: answers to the vectors, from wherever they came.
struct JudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Judge answers to the cases that 'assay vectors' wrote.",
    usage: "assay judge OPERATION [--manifest FILE] [options] < answers",
    discussion: """
      Reads a line for each case; the last field is the result's code in hex.
      Where every line repeats its case, they may come in any order; otherwise
      they are taken in the order of the cases. Level, seed and options must
      be those of 'assay vectors', or come from its manifest.json.

      Rows that cannot be read, have x or z bits, are missing, too many,
      repeated or not asked for are counted with the first of them, and the
      others are judged.

      --as testfloat reads Berkeley TestFloat's text: every line brings its
      own case, so that no vectors are needed; OPERATION may be a name of
      TestFloat's, such as f32_mulAdd. --flags judges the flags too.

      Exit code 0 when all are right, 1 when one is wrong, 2 when no row can
      be read, 4 when some cases were not answered.

      Examples:
        assay vectors cast --from float32 --to float8_e4m3fn | ./device |
          assay judge cast --from float32 --to float8_e4m3fn
        assay judge --manifest bench/manifest.json < results
        assay judge add --format float16 --as testfloat --nan any < results
        assay judge --certificate unit.json --resample 1e6 --exec ./device
      """)

  @Argument(help: ArgumentHelp("An operation; may be left out with --manifest."))
  var operation: String?

  @OptionGroup var question: QuestionOptions

  @Option(
    help: ArgumentHelp("Take all options from the vectors' manifest.json.", valueName: "file"))
  var manifest: String?

  @OptionGroup var answers: AnswerOptions

  @OptionGroup var policy: PolicyOptions

  @Option(help: ArgumentHelp("Write the verdict as JSON Lines.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the verdict as JUnit XML.", valueName: "file"))
  var junit: String?

  @Option(help: ArgumentHelp("Write the verdict as a page of HTML.", valueName: "file"))
  var html: String?

  @OptionGroup var history: HistoryOptions

  @OptionGroup var certificate: CertificateOptions

  @OptionGroup var catalog: CatalogOptions

  func run() async throws {
    let catalog = try catalog.catalog()
    try OutputPlaces.claim(["--json": json, "--junit": junit, "--html": html])
    let journal = try history.journal(of: RecordedCheck.deviceName)
    if let file = try certificate.file(operation, manifest) {
      guard journal == nil else {
        throw CommandFailure.usage(
          "--certificate makes no verdict that --history could keep", "leave one of them out")
      }
      return try await certificate.audit(file, seed: question.vectors.resolvedSeed, in: catalog)
    }
    let asked = try AskedQuestion(
      operation, question, manifest: manifest, encoding: answers.encoding, in: catalog)
    let policy = try policy.policy()
    let begin = ContinuousClock.now
    var judge = AnswerJudge(
      asked.task, asked: asked.vectors, policy: policy, flags: try answers.flagRule(asked))
    try answers.feed(&judge, asked)
    let rows = judge.rows
    if rows.judged == 0, rows.undefined.count == 0, let fault = judge.firstFault {
      throw CommandFailure.usage(
        "no row of the answers can be judged: row \(fault.row) \(fault.what)",
        "write a line for each case, its last field the result in hex")
    }
    let check = RecordedCheck(
      judge, of: asked.vectors, seed: asked.seed,
      seconds: (ContinuousClock.now - begin) / .seconds(1))
    var plan = VerificationPlan(catalog: catalog, effort: asked.effort)
    plan.checks = [PlannedCheck(check)]
    var run = try RunOptions.parse([])
    (run.effort, run.seed, run.json, run.junit) = (asked.effort.rawValue, asked.seed, json, junit)
    run.html = html
    let outcome = try await VerificationSession(
      plan: plan, options: run, history: journal
    ).run()
    guard outcome == .conforms else { throw Ending(status: outcome) }
  }
}
