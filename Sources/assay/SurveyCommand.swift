import ArgumentParser
import Drift
import Foundation
import Results
import Specs
import Tensors

/// `assay survey`: what formats do to a real tensor file.
struct SurveyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "survey",
    abstract: "Convert a tensor file and give the exact errors, by tensor and format.",
    usage: "assay survey FILE --to FORMAT... [--tensor GLOB ...] [options]",
    discussion: """
      FILE is a safetensors or npy file. Every tensor of real numbers is
      converted to every FORMAT, and every figure follows from exact sums:
      errors in units in the last place (ulp) of the format and relative to
      the value, mean error, signal-to-noise ratio (SQNR, dB), values that were
      saturated, overflowed or flushed to zero. Specs/pages/survey.md defines
      them. JSON has all figures, the exact ones as n/d.

      Examples:
        assay survey model.safetensors --to float8_e4m3fn float8_e5m2
        assay survey model.safetensors --to int8 --tensor '*.weight' --json
        assay survey x.npy --to float4_e2m1fn --dialect ocp-saturating
      """)

  @Argument(help: "The tensor file.") var file: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The formats to convert to, of at most 16 bits.", valueName: "format"))
  var to: [String]

  @Option(
    name: .customLong("tensor"), parsing: .upToNextOption,
    help: ArgumentHelp("Take only tensors whose names fit.", valueName: "glob"))
  var tensors: [String] = []

  @Option(help: ArgumentHelp("Where stochastic rounding begins.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("How many tasks work at once.", valueName: "count"))
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Print one JSON document.") var json = false

  @OptionGroup var dialect: DialectOptions

  @OptionGroup var catalog: CatalogOptions

  func run() async throws {
    let catalog = try catalog.catalog()
    guard jobs >= 1 else {
      throw CommandFailure.usage("--jobs is \(jobs)", "give a number from 1 on")
    }
    let targets = try to.map { name in
      let format = try catalog.format(named: name)
      return SurveyTarget(
        format: format, dialect: try dialect.resolved(for: format, in: catalog).dialect)
    }
    do {
      let survey = try Survey(targets: targets, catalog: catalog, seed: seed, tasks: jobs)
      let file = try TensorFile.open(file)
      let entries = try SurveySelection(tensors).entries(of: file)
      let watch = SurveyWatch(elements: entries.reduce(0) { $0 + $1.count })
      let report = try await survey.run(entries, of: file) { watch.show($0) }
      watch.end()
      if json { try Output.json(report) } else { SurveyTable(report).print() }
    } catch let error as TensorFileError {
      throw CommandFailure.line(.usage, "\(error)")
    } catch let error as SurveyError {
      switch error {
      case .target, .file: throw CommandFailure.line(.usage, "\(error)")
      case .device, .disagreement: throw CommandFailure.line(.failed, "\(error)")
      }
    }
  }
}
