import ArgumentParser
import Conformance
import Devices
import Specs

/// `assay verify`: formats, the production module and devices judged against the reference.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Judge formats, the production module and devices, and print the verdicts.",
    usage: "assay verify [PATTERN ...] [OPTIONS]",
    discussion: """
      PATTERN is a glob over ids, such as format, 'format/float8_*',
      'cast/float32/*', 'estimator/mvue-2:4', 'mask/transposable-*' or
      'device/x86-*'; none means everything. Or PATTERN is one operation with
      its options, as in the last examples.

      Efforts are budgets of cases, the same on any machine: quick tries all
      codes of an operand of up to 16 bits and samples the rest, some 30 s on
      2 cores; standard tries all pairs of 8-bit codes too and sweeps all 2^32
      codes of binary32 for the usual rules as far as they fit, some 3
      minutes; exhaustive finishes whatever can be finished. What got fewer
      cases than it asks for is counted below the table; alone, or with fewer
      beside it, it gets them all.

      Exit code 0 when everything conforms, 1 when something is refuted, 3
      when a device failed, 4 when something was left undone.

      Examples:
        assay verify --effort quick
        assay verify 'format/float8_*'
        assay verify corpus --device x86-vcvtneps2bf16
        assay verify cast --from float32 --to bfloat16 \\
          --device x86-vcvtneps2bf16 --effort exhaustive
        assay verify cast --from float32 --to float8_e4m3fn --exec ./device
        assay verify cast --from float32 --to float8_e4m3fn \\
          --library ./libdevice.so
        assay verify profile/p3109-minimum
        assay verify 'add/*' --exec './device {operation}'
        assay verify mvue --pattern 2:4 --format float32
        assay verify cast --from float32 --to float8_e4m3fn \\
          --rounding stochastic-8 --exec ./device --random-inside
        assay verify encode-block --block nvfp4 --format float32 --columns 32 \\
          --rounding stochastic-8 --exec ./unit --random-inside
        assay verify mask --pattern transposable-4:8 --format bfloat16 \\
          --rows 16 --columns 24
      """)

  @Argument(help: "What to verify; none means everything.") var patterns: [String] = []

  @OptionGroup var operation: OperationOptions

  @OptionGroup var run: RunOptions

  @Option(help: ArgumentHelp("The device to judge.", valueName: "name"))
  var device: String?

  @OptionGroup var exec: ExecOptions

  @OptionGroup var policy: PolicyOptions

  @OptionGroup var inside: InsideOptions

  @Flag(help: "With one operation: ask for the public bugs about it, too.") var corpus = false

  @OptionGroup var history: HistoryOptions

  @Flag(help: "Judge the planted faults instead: is every mistake caught?")
  var faults = false

  @Flag(help: "Ask the installed Python libraries instead, beside every dialect.")
  var peers = false

  @Option(
    help: ArgumentHelp("With --faults or --peers: write them as Markdown.", valueName: "file"))
  var markdown: String?

  @OptionGroup var catalog: CatalogOptions

  func run() async throws {
    let catalog = try catalog.catalog()
    try OutputPlaces.claim([
      "--json": run.json, "--junit": run.junit, "--html": run.html,
      "--certificate": run.certificate, "--markdown": markdown,
    ])
    try OutputPlaces.requireFolder("--checkpoint", run.checkpoint)
    if faults, inside.isRandomInside { return try await judgeDraws(catalog) }
    if faults { return try await judgeFaults(catalog) }
    if peers { return try await judgePeers(catalog) }
    let plan = try plan(in: catalog)
    let judged = try exec.device(named: device)?.name ?? ProductionDevice().name
    let outcome = try await VerificationSession(
      plan: plan, options: run, history: try history.journal(of: judged),
      isDeviceNamed: device != nil || exec.isGiven, formats: self.catalog.files
    ).run()
    guard outcome == .conforms else { throw Ending(status: outcome) }
  }
}
