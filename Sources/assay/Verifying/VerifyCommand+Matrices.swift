import Conformance
import Foundation
import Harness
import Reporting
import Specs

extension VerifyCommand {
  /// Refuses what a matrix cannot be asked for.
  private func requireMatrixOptions(_ flag: String) throws(CommandFailure) {
    guard !operation.isGiven, device == nil, !exec.isGiven,
      run.checkpoint == nil, run.shard == nil, !(faults && peers), history.history == nil
    else {
      throw CommandFailure.usage(
        "\(flag) goes with patterns, --effort, --seed, --json and --time-limit only",
        "leave the other options out")
    }
  }

  /// What numeric libraries make of everything they compute, beside every dialect.
  func judgePeers(_ catalog: Catalog) async throws {
    try requireMatrixOptions("--peers")
    let meter = ProgressMeter(isQuiet: run.quiet)
    let begin = ContinuousClock.now
    let matrix = try await PeerMatrix.run(
      catalog: catalog, effort: try run.resolvedEffort(), patterns: patterns,
      context: try run.context()
    ) { share in
      meter.update(
        fraction: share, of: "libraries", spent: (ContinuousClock.now - begin) / .seconds(1))
    }
    meter.finish()
    guard !matrix.findings.isEmpty else {
      throw CommandFailure.failed(
        "no library could be asked"
          + (matrix.absent.isEmpty
            ? "" : ": not installed: \(matrix.absent.joined(separator: ", "))"),
        "name an interpreter that has them, as ASSAY_PYTHON=venv/bin/python, and no other pattern")
    }
    var attempts = Attempts()
    if let file = run.json { attempts.attempt { try matrix.jsonLines.write(to: file) } }
    if let markdown { attempts.attempt { try matrix.report.write(to: markdown) } }
    Output.text(matrix.text(colour: Style.output.isColoured))
    try attempts.finish()
    if !matrix.conforms { throw Ending(status: .refuted) }
  }

  /// The matrix of planted faults: which law catches which.
  func judgeFaults(_ catalog: Catalog) async throws {
    try requireMatrixOptions("--faults")
    let meter = ProgressMeter(isQuiet: run.quiet)
    let begin = ContinuousClock.now
    let matrix = try await FaultMatrix.run(
      catalog: catalog, effort: try run.resolvedEffort(), patterns: patterns,
      context: try run.context()
    ) { share in
      meter.update(
        fraction: share, of: "planted faults", spent: (ContinuousClock.now - begin) / .seconds(1))
    }
    meter.finish()
    guard !matrix.cells.isEmpty else {
      throw CommandFailure.usage(
        "no planted fault matches \(patterns.map { "'\($0)'" }.joined(separator: ", "))",
        "'assay verify --faults' without patterns shows all")
    }
    var attempts = Attempts()
    if let file = run.json { attempts.attempt { try matrix.jsonLines.write(to: file) } }
    if let markdown { attempts.attempt { try matrix.report.write(to: markdown) } }
    Output.text(matrix.text(colour: Style.output.isColoured))
    try attempts.finish()
    guard !matrix.conforms else { return }
    throw Ending(status: matrix.missed.isEmpty ? .incomplete : .refuted)
  }

  /// The planted mistakes of devices that draw their own random numbers, and healthy ones.
  func judgeDraws(_ catalog: Catalog) async throws {
    guard patterns.isEmpty, !operation.isGiven, device == nil, exec.exec == nil
    else {
      throw CommandFailure.usage(
        "--faults with --random-inside tries its own operations and devices",
        "leave patterns and operations out")
    }
    let runs = inside.runs ?? 100
    guard (0...100_000).contains(runs) else {
      throw CommandFailure.usage("--runs is \(runs)", "give a number from 0 to 100000")
    }
    let meter = ProgressMeter(isQuiet: run.quiet)
    let begin = ContinuousClock.now
    let trial = try await DrawTrial.run(catalog: catalog, runs: runs, seed: run.seed) { share in
      meter.update(
        fraction: share, of: "random devices", spent: (ContinuousClock.now - begin) / .seconds(1))
    }
    meter.finish()
    let sheet = DrawTrialSheet(trial: trial)
    var attempts = Attempts()
    if let markdown {
      let command = "assay verify --faults --random-inside --runs \(runs) --markdown \(markdown)"
      attempts.attempt { try sheet.markdown(command: command).write(to: markdown) }
    }
    Output.text(sheet.text(colour: Style.output.isColoured))
    try attempts.finish()
    guard sheet.conforms else { throw Ending(status: .refuted) }
  }
}

extension FaultMatrix {
  /// The matrix as a page of its own.
  fileprivate var report: String {
    """
    # Planted faults

    Written by `assay verify --faults --markdown Reports/faults.md`. Mistakes that real systems
    shipped, planted one by one in a healthy device, and what caught them;
    `Specs/pages/faults.md` tells their stories.

    \(markdown)
    """
  }
}

extension PeerMatrix {
  /// The findings as a page of its own.
  fileprivate var report: String {
    """
    # Numeric libraries beside the dialects

    Written by `assay verify --peers --effort quick --markdown Reports/peers.md` (`make peers`). Every cast,
    every arithmetic operation and every block that a library has was asked through the library's own types,
    and each answer compared bit for bit with the exact result under the library's own dialect and under all
    others. Everything below is drawn from these comparisons; no row was written in by hand.
    `Specs/pages/peers.md` says how.

    \(markdown)
    """
  }
}

extension String {
  /// Writes the text to a file, which is replaced as a whole.
  fileprivate func write(to file: String) throws {
    do {
      try DurableFile.replace(file, with: utf8)
    } catch {
      throw CommandFailure.failed(
        "\(file): cannot be written (\(error))", "see that there is room and permission")
    }
  }
}
