import ArgumentParser
import Conformance
import Foundation
import Harness
import Specs

/// `assay vectors`: the cases that a device elsewhere is to answer.
struct VectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vectors",
    abstract: "Write the cases that a device elsewhere is to answer.",
    usage: "assay vectors OPERATION [--level 1|2|exhaustive] [options] > cases",
    discussion: """
      A case a line: the operands and then the random words, if any, in hex of
      fixed width. The device answers a line each, whose last field is the
      result; with the case repeated before it, lines may come in any order.
      'assay judge' with the same options judges the answers.

      --as readmemh writes words of a memory, npy arrays (with --out), raw
      streams of codes, little-endian, and testfloat Berkeley TestFloat's
      text with results and exception flags. --expected adds the results.
      With --out a folder gets the files and a manifest.json, which says all
      that is needed to read them, and which 'assay judge' reads.

      OPERATION is any that 'assay apply' takes.

      Examples:
        assay vectors cast --from float32 --to float8_e4m3fn > cases
        ./device < cases > answers
        assay judge cast --from float32 --to float8_e4m3fn < answers
        assay vectors dot --accumulator float32 --length 4 \\
          --format float8_e4m3fn --as readmemh --expected --out bench
      """)

  @Argument(help: ArgumentHelp("An operation, such as cast, fma, dot or encode-block."))
  var operation: String

  @OptionGroup var question: QuestionOptions

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "hex, readmemh, npy, raw or testfloat (default: hex).", valueName: "encoding"))
  var encoding: VectorEncoding?

  @Flag(help: "The same as --as raw.") var frames = false

  @Flag(help: "Write the reference's results too.") var expected = false

  @Option(
    help: ArgumentHelp("Write files and their manifest.json here.", valueName: "folder"))
  var out: String?

  @OptionGroup var catalog: CatalogOptions

  func run() throws {
    let catalog = try catalog.catalog()
    let encoding = try resolvedEncoding()
    let task = try question.task(operation, in: catalog)
    try encoding.require(task)
    let export = VectorExport(
      vectors: try question.cases(of: task), encoding: encoding, withExpected: expected,
      remarks: remarks(task, catalog))
    guard let out else {
      guard encoding != .npy else {
        throw CommandFailure.usage("arrays go into files", "name a folder with --out")
      }
      return try export.print()
    }
    try OutputPlaces.requireFolder("--out", out)
    do {
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure.failed(
        "cannot make the folder \(out.excerpt) (\(FileFailure.reason(error)))", "check the path")
    }
    let (files, histogram) = try export.write(in: out)
    try VectorManifest(
      operation, question, specification: catalog.specificationHash, export: export,
      files: files, histogram: histogram
    ).write(in: out)
    let names = (files.all.map(\.name) + [VectorManifest.name]).joined(separator: ", ")
    Output.line("\(Int(export.vectors.count).counted("case")) in \(out): \(names)")
  }

  private func resolvedEncoding() throws(CommandFailure) -> VectorEncoding {
    guard !frames || encoding == nil || encoding == .raw else {
      throw .usage("--frames and --as \(encoding?.rawValue ?? "") differ", "give one of them")
    }
    return frames ? .raw : encoding ?? .hex
  }

  /// The comments at the top of a memory's file.
  private func remarks(_ task: VectorTask, _ catalog: Catalog) -> [String] {
    guard encoding == .readmemh else { return [] }
    let fields = VectorManifest.fields(task)
    let shown = fields.prefix(8).map { "\($0.name) [\($0.high):\($0.low)]" }
    return [
      task.id, "\(question.words.joined(separator: " "))",
      "a case: " + shown.joined(separator: ", ") + (fields.count > 8 ? ", ..." : ""),
      "assay \(Version.current), specification \(catalog.specificationHash)",
    ]
  }
}

extension VectorEncoding {
  /// Refuses operations that the encoding has no place for.
  func require(_ task: VectorTask) throws(CommandFailure) {
    guard self == .testfloat else { return }
    guard !task.isOnBlocks, task.words == 0 else {
      throw .usage(
        "TestFloat's text has no \(task.words > 0 ? "random words" : "operations on blocks")",
        "use --as hex")
    }
  }
}
