import ArgumentParser
import Calibration
import Specs
import Tensors

/// Where `assay calibrate` takes its numbers from: a file, or a list on the command line.
struct CalibrationSource: ParsableArguments {
  @Argument(help: ArgumentHelp("A safetensors or npy file.", valueName: "file"))
  var file: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Numbers between commas, in place of a file.", valueName: "list"))
  var values: String?

  @Option(
    name: .customLong("tensor"), parsing: .upToNextOption,
    help: ArgumentHelp("Take only tensors whose names fit.", valueName: "glob"))
  var tensors: [String] = []

  /// Whether neither is given.
  var isEmpty: Bool { file == nil && values == nil }

  /// What was given, tensor by tensor in the order of the file.
  ///
  /// - Throws: `CommandFailure` for bad input.
  func forEachSample(_ catalog: Catalog, _ body: (Sample) throws -> Void) throws {
    switch (file, values) {
    case (nil, nil):
      throw CommandFailure.usage("neither FILE nor --values is given", "give one of them")
    case (.some, .some):
      throw CommandFailure.usage("FILE and --values are both given", "give one of them")
    case (nil, .some(let list)):
      guard tensors.isEmpty else {
        throw CommandFailure.usage("--values has no --tensor", "leave it out")
      }
      try body(Sample(try InputValue.finiteList(list)))
    case (.some(let path), nil):
      try CommandFailure.calibrating {
        let file = try TensorFile.open(path)
        for entry in try SurveySelection(tensors).entries(of: file) {
          try body(Sample(entry, of: file, catalog: catalog))
        }
      }
    }
  }

  /// The one sample that a command takes.
  ///
  /// - Throws: `CommandFailure` where a file has several tensors that fit.
  func sample(_ catalog: Catalog) throws -> Sample {
    var found: [Sample] = []
    try forEachSample(catalog) { sample in
      guard found.isEmpty else {
        throw CommandFailure.usage(
          "'\(file ?? "")' has several tensors: \(found[0].name), \(sample.name)",
          "choose one with --tensor")
      }
      found.append(sample)
    }
    guard let first = found.first else {
      throw CommandFailure.usage("'\(file ?? "")' has no tensor", "give another file")
    }
    return first
  }
}

extension CommandFailure {
  /// Runs something; what is wrong with its input ends the command with its line.
  static func calibrating<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as CalibrationError {
      throw usage(error.what, error.remedy)
    } catch let error as TensorFileError {
      throw line(.usage, "\(error)")
    }
  }
}
