import ArgumentParser
import Conformance
import Descriptors
import Devices
import Foundation
import Harness
import Reporting
import Specs

/// `assay profile`: what a device offers of a profile, in P3109's files.
struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Measure a device on a profile and write P3109's YAML files.",
    usage: "assay profile NAME --out FOLDER [OPTIONS]",
    discussion: """
      Every operation of the profile is judged as 'assay verify' does; where
      the device differs, it is measured: kappa is the largest number of
      values between the result and the defined one, 0 where all are equal,
      Inf or NaN where infinities or NaNs differ. FOLDER receives
      Profiles.yaml, Configurations.yaml, Constraints.yaml and Kappas.yaml.

      Exit code 0 when everything is exact, 1 when something is not, 4 when
      something is missing.

      Examples:
        assay profile p3109-minimum --out p3109
        assay profile p3109-minimum-binary32 --device production:scalar \\
          --effort quick --out p3109
      """)

  @Argument(help: "The profile (see 'assay list profiles').") var name: String

  @Option(help: ArgumentHelp("The device to measure.", valueName: "name"))
  var device = "production"

  @Option(help: ArgumentHelp("Where the files go.", valueName: "folder"))
  var out: String

  @Option(help: ArgumentHelp("quick, standard or exhaustive.", valueName: "effort"))
  var effort = "standard"

  @Option(help: ArgumentHelp("The seed of samples.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Who publishes the files.", valueName: "text"))
  var provider = "unnamed"

  @OptionGroup var catalog: CatalogOptions

  func run() async throws {
    let catalog = try catalog.catalog()
    let prefix = "profile/"
    let profile = try catalog.profile(
      named: name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name)
    let device = try KnownDevices.device(named: device)
    guard let effort = CheckEffort(rawValue: effort) else {
      throw CommandFailure.unknown("effort", effort, among: CheckEffort.allCases.map(\.rawValue))
    }
    try OutputPlaces.requireFolder("--out", out)
    let measures = await measured(profile, device, effort)
    let files = ProfileFiles(
      profile, measures: measures, provider: provider,
      implementation: device.name,
      tool: "assay \(Version.current), specification \(catalog.specificationHash)")
    var attempts = Attempts()
    attempts.attempt { try write(files) }
    print(files)
    try attempts.finish()
    let status = status(of: measures)
    guard status == .conforms else { throw Ending(status: status) }
  }

  private func measured(
    _ profile: ProfileEntry, _ device: any Device, _ effort: CheckEffort
  ) async -> [KappaMeasure] {
    let meter = ProgressMeter()
    let begin = ContinuousClock.now
    let context = CheckContext(
      seed: seed, workers: ProcessInfo.processInfo.activeProcessorCount)
    var measures: [KappaMeasure] = []
    let operations = profile.operations
    for (index, operation) in operations.enumerated() {
      measures.append(
        await KappaMeasure(
          operation, on: device, preset: profile.preset.name, effort: effort, context: context))
      meter.update(
        fraction: Double(index + 1) / Double(operations.count), of: profile.name,
        spent: (ContinuousClock.now - begin) / .seconds(1))
    }
    meter.finish()
    return measures
  }

  private func write(_ files: ProfileFiles) throws {
    do {
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
      for file in files.all {
        try DurableFile.replace("\(out)/\(file.name)", with: file.text.utf8)
      }
    } catch {
      throw CommandFailure.failed(
        "cannot write to \(out.excerpt) (\(FileFailure.reason(error)))",
        "check that it is a folder with room")
    }
  }

  /// How many operations are exact, and what the others are.
  private func print(_ files: ProfileFiles) {
    var counts: [String: Int] = [:]
    for measure in files.measures { counts[word(measure), default: 0] += 1 }
    Output.line(Style.output.heading("\(files.profile.name), \(files.implementation)"))
    var table = WrappedTable()
    for (word, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      table.add("\(count)", word)
    }
    for file in files.all {
      table.add("", URL(fileURLWithPath: out).appendingPathComponent(file.name).relativePath)
    }
    for line in table.lines { Output.line(line) }
  }

  private func word(_ measure: KappaMeasure) -> String {
    switch measure.verdict {
    case .proved: "exact, proved"
    case .enumerated, .sampled: "exact as far as sampled"
    case .refuted: measure.kappa.map { "kappa \($0)" } ?? "differ"
    case .undecided, .skipped: "not offered"
    }
  }

  private func status(of measures: [KappaMeasure]) -> ExitStatus {
    var isIncomplete = false
    for measure in measures {
      switch measure.verdict {
      case .refuted: return .refuted
      case .undecided, .skipped: isIncomplete = true
      case .proved, .enumerated, .sampled: break
      }
    }
    return isIncomplete ? .incomplete : .conforms
  }
}
