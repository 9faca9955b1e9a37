import ArgumentParser
import Devices
import Foundation

/// The command `assay-sweep`: what `assay verify` says of combinations that nobody wrote down.
@main
struct Sweep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay-sweep",
    abstract:
      "Judge random formats, operations and options, and find what traps, hangs or differs.",
    discussion: """
      Every case is one line of 'assay verify' at --effort quick, judged in a child process. A
      case that traps, hangs, is refuted, stays undecided or fails is made as short as it still
      does so, and printed as a command line. A case follows from the seed and its index alone.

      Exit code 0 when nothing failed, 1 when something did, 2 for wrong options.

      Examples:
        assay-sweep --minutes 1
        assay-sweep --seed 7 --count 20000
        assay-sweep --systematic --minutes 60
        assay-sweep --seed 7 --from 4711 --count 1 --tell
      """)

  @Option(help: ArgumentHelp("The seed of the cases.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("The index of the first case.", valueName: "n"))
  var from: UInt64 = 0

  @Option(help: ArgumentHelp("How many cases; without --minutes 1000.", valueName: "n"))
  var count: UInt64?

  @Option(help: ArgumentHelp("Stop after so long.", valueName: "n"))
  var minutes: Double?

  @Flag(help: "Every format, operation, rounding and overflow rule in turn, not random ones.")
  var systematic = false

  @Option(help: ArgumentHelp("Only cases of one operation.", valueName: "operation"))
  var only: String?

  @Option(help: ArgumentHelp("How many children work at once.", valueName: "n"))
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: ArgumentHelp("How long a case may take.", valueName: "seconds"))
  var limit = 60.0

  @Option(help: ArgumentHelp("Stop after so many failures.", valueName: "n"))
  var failures = 200

  @Option(
    help: ArgumentHelp(
      "What is made of classes in every case: none, counted or full; full in some.",
      valueName: "detail"))
  var coverage: String?

  @Flag(help: "Print every case.") var tell = false

  @Option(help: .hidden) var planted: String?

  @Flag(help: .hidden) var child = false

  func validate() throws {
    guard (1...1024).contains(jobs), limit > 0, failures > 0, minutes.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--jobs, --limit, --failures and --minutes take numbers above 0")
    }
    guard ["none", "counted", "full", nil].contains(coverage) else {
      throw ValidationError("--coverage is none, counted or full")
    }
    if let planted, PlantedDevice.Mistake(rawValue: planted) == nil {
      throw ValidationError("no mistake '\(planted)'")
    }
  }

  static func main() async {
    do {
      let command = try parse()
      Foundation.exit(try await command.status())
    } catch {
      let isHelp = exitCode(for: error) == .success
      let text = fullMessage(for: error)
      if isHelp { say(text) } else { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
      Foundation.exit(isHelp ? 0 : 2)
    }
  }

  /// Writes a line at once: what was found is there when the sweep is killed.
  static func say(_ text: String) {
    FileHandle.standardOutput.write(Data("\(text)\n".utf8))
  }

  /// The exit code.
  private func status() async throws -> Int32 {
    let mistake = planted.flatMap(PlantedDevice.Mistake.init)
    guard !child else {
      let device: any Device = mistake.map { PlantedDevice($0) } ?? ProductionDevice()
      await CaseJudge(device: device).serve()
      return 0
    }
    // A child that dies between two cases must not end the sweep.
    signal(SIGPIPE, SIG_IGN)
    let begin = ContinuousClock.now
    let result = SweepRun(try plan(from: begin, mistake))()
    if let error = result.error { throw ValidationError(error) }
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    let counts = SweepOutcome.Kind.allCases.map { "\(result.counts[$0] ?? 0) \($0.rawValue)" }
    let rate = (Double(result.cases) / max(seconds, 0.001)).rounded()
    Self.say(
      "\(result.cases) combinations in \(Int(seconds)) s, \(Int(rate)) a second: "
        + counts.joined(separator: ", "))
    Self.say("\(systematic ? "" : "seed \(seed), ")indices \(from) to before \(result.next)")
    return result.failures == 0 ? 0 : 1
  }

  private func plan(
    from begin: ContinuousClock.Instant, _ mistake: PlantedDevice.Mistake?
  ) throws -> SweepRun.Plan {
    let item: @Sendable (UInt64) -> SweepCase?
    let coverage = coverage
    if systematic {
      let cases = try SystematicCases()
      item = { cases($0) }
    } else {
      let cases = try CaseGenerator(seed: seed)
      item = { cases($0) }
    }
    let most = systematic ? try SystematicCases().count : UInt64.max
    let asked = count ?? (minutes == nil && !systematic ? 1_000 : most)
    let only = only
    return SweepRun.Plan(
      item: { place in
        var found = item(place)
        if let coverage { found?.coverage = coverage == "full" ? nil : coverage }
        return found
      },
      isAsked: { only == nil || $0.operation == only }, first: from,
      end: from + min(asked, most - min(most, from)),
      deadline: minutes.map { begin + .seconds(60 * $0) }, jobs: jobs, limit: limit,
      arguments: ["--child"] + (mistake.map { ["--planted", $0.rawValue] } ?? []),
      mostFailures: failures, isTold: tell)
  }
}
