import ArgumentParser
import Conformance
import Specs

/// What was asked, as the judge of its answers knows it: from options or from a manifest.
struct AskedQuestion {
  /// The operation.
  let task: VectorTask
  /// The cases; `nil` where every row brings its own.
  let vectors: CaseVectors?
  let effort: CheckEffort
  let seed: UInt64
  /// How answers are written unless the command line says otherwise.
  let encoding: VectorEncoding

  /// Puts the question together.
  ///
  /// - Throws: `SpecError` or `CommandFailure` for options that do not fit, contradict the manifest
  ///   or leave the operation open.
  init(
    _ name: String?, _ given: QuestionOptions, manifest: String?, encoding: VectorEncoding?,
    in catalog: Catalog
  ) throws {
    var (question, name) = (given, name)
    if let manifest {
      let found = try VectorManifest.read(manifest)
      try found.requireSame(name, given, specification: catalog.specificationHash, path: manifest)
      question = try found.question(path: manifest)
      name = found.operation
      self.encoding = encoding ?? found.encoding
      task = try question.task(found.operation, in: catalog)
      let cases = try question.cases(of: task)
      vectors = cases
      try found.requireSame(cases, path: manifest)
    } else {
      guard let given = name else {
        throw CommandFailure.usage("no operation is named", "name one, or give --manifest")
      }
      self.encoding = encoding ?? .hex
      if let known = try TestFloatName(given, question) {
        guard self.encoding == .testfloat else {
          throw CommandFailure.usage(
            "'\(given.excerpt)' is a name of TestFloat's", "it goes with --as testfloat")
        }
        (name, question) = (known.operation, known.question)
      }
      task = try question.task(name ?? given, in: catalog)
      // Its rows are the cases.
      vectors = self.encoding == .testfloat ? nil : try question.cases(of: task)
    }
    try self.encoding.require(task)
    effort = try question.vectors.effort()
    seed = question.vectors.resolvedSeed
  }
}

extension VectorManifest {
  /// The options that the vectors were written with.
  fileprivate func question(path: String) throws(CommandFailure) -> QuestionOptions {
    do {
      return try QuestionOptions.parse(options)
    } catch {
      throw .usage(
        "\(path) has options that are not understood: \(QuestionOptions.message(for: error))",
        "write the vectors again")
    }
  }

  /// Refuses options that are not the manifest's, and a manifest of other specifications.
  fileprivate func requireSame(
    _ name: String?, _ given: QuestionOptions, specification now: String, path: String
  ) throws(CommandFailure) {
    if let name, name != operation {
      throw .usage("\(path) is about \(operation), not \(name.excerpt)", "leave the operation out")
    }
    if let other = given.words.first(where: { !options.contains($0) }) {
      let option = other.prefix { $0 != "=" }
      let own = options.first { $0.prefix { $0 != "=" } == option }
      throw .usage(
        "\(path) has \(own ?? "no \(option)"), the command line \(other.excerpt)",
        "leave it out: the manifest has all options")
    }
    guard specification == now else {
      throw .usage(
        "\(path) was written by specifications \(specification), these are \(now)",
        "give the same --formats, or write the vectors again")
    }
  }

  /// The most cases that are made twice to compare them with the manifest's digest.
  private static let mostCompared: UInt64 = 1 << 18

  /// Refuses vectors that this tool would not write any more.
  fileprivate func requireSame(_ cases: CaseVectors, path: String) throws {
    let again = "the vectors of \(assay) are not those of \(Version.current)"
    guard cases.count == count else {
      throw CommandFailure.usage(
        "\(path) has \(count) cases, its options give \(cases.count): \(again)",
        "write the vectors again")
    }
    guard count <= Self.mostCompared, encoding != .readmemh else { return }
    let export = VectorExport(vectors: cases, encoding: encoding, withExpected: false, remarks: [])
    let (written, _) = try export.write(in: nil)
    for sink in written.cases {
      guard let file = files.first(where: { $0.name == sink.name }), file.sha256 != sink.digest
      else { continue }
      throw CommandFailure.usage(
        "\(path) has another digest of \(sink.name): \(again)", "write the vectors again")
    }
  }
}
