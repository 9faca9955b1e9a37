import Descriptors
public import Devices
import Reference
public import Specs
public import Tensors

/// Measures what conversions do to real tensors, exactly.
///
/// The device converts, run by run; what is kept of a run are exact integer sums, from which the
/// figures follow as rational numbers. They depend on neither the number of tasks nor the length
/// of a run.
public struct Survey: Sendable {
  /// The formats to convert to.
  public let targets: [SurveyTarget]
  /// What converts.
  public let device: any Device
  /// The seed of the random words of stochastic roundings.
  public let seed: UInt64
  /// How many tasks work at once.
  public let tasks: Int

  private let catalog: Catalog
  private let tables: [TargetFormat]

  /// Prepares a survey.
  ///
  /// - Throws: `SurveyError.target` for formats of more than 16 bits.
  public init(
    targets: [SurveyTarget], catalog: Catalog, device: any Device = ProductionDevice(),
    seed: UInt64 = 0, tasks: Int
  ) throws(SurveyError) {
    for target in targets where target.format.bits > SurveyTarget.widest {
      throw .target(
        "'\(target.format.name)' has \(target.format.bits) bits; "
          + "survey a format of at most \(SurveyTarget.widest) bits")
    }
    self.targets = targets
    self.catalog = catalog
    self.device = device
    self.seed = seed
    self.tasks = max(1, tasks)
    tables = targets.map { TargetFormat($0.format) }
  }

  /// Measures tensors of an open file, in the order given.
  ///
  /// - Parameter progress: told after each tensor how many elements are done.
  /// - Throws: `SurveyError`.
  public func run(
    _ entries: [TensorEntry], of file: TensorFile,
    progress: @Sendable (Int) -> Void = { _ in }
  ) async throws -> SurveyReport {
    var report = SurveyReport(file: file.path, seed: seed, targets: targets)
    report.totals = tables.map {
      ErrorFigures(bits: $0.format.bits, hasUlp: $0.unitInLastPlace(binade: 0) != nil)
    }
    var sources: [ElementType: SourceFormat] = [:]
    var done = 0
    for entry in entries {
      defer {
        done += entry.count
        progress(done)
      }
      if sources[entry.element] == nil {
        switch source(of: entry.element) {
        case .known(let source): sources[entry.element] = source
        case .refused(let reason):
          report.skipped.append(
            SurveyReport.Skipped(name: entry.name, element: entry.element, reason: reason))
          continue
        }
      }
      guard let source = sources[entry.element] else { continue }
      let figures = try await measure(entry, of: file, source)
      report.add(SurveyReport.Row(entry, figures: figures))
    }
    return report
  }

  private enum Source {
    case known(SourceFormat)
    case refused(String)
  }

  /// How the elements of a type are read, or why not.
  private func source(of element: ElementType) -> Source {
    guard let name = element.formatName else {
      return .refused(
        element == .bool || element == .complex64
          ? "its elements are no real numbers" : "the file does not name the format of its elements"
      )
    }
    guard let format = try? catalog.format(named: name), let source = SourceFormat(format) else {
      return .refused("\(name) elements are not surveyed")
    }
    return .known(source)
  }

  // MARK: - One tensor

  private func measure(
    _ entry: TensorEntry, of file: TensorFile, _ source: SourceFormat
  ) async throws -> [ErrorFigures] {
    let conversions = try zip(targets, tables).map { target, table in
      try Conversion(target, table, from: source.descriptor, by: device)
    }
    let runs = Array(entry.runs(ofAtMost: Self.runLength))
    let workers = max(1, min(tasks, runs.count))
    let seed = self.seed
    let ledgers = try await withThrowingTaskGroup(of: [Ledger].self) { group in
      for worker in 0..<workers {
        group.addTask {
          var reader = RunReader(entry, file, source, conversions, seed: seed)
          for index in stride(from: worker, to: runs.count, by: workers) {
            try await reader.add(runs[index])
          }
          return reader.ledgers
        }
      }
      var total = tables.map { Ledger(source: source, target: $0) }
      for try await part in group {
        for index in total.indices { total[index].add(part[index]) }
      }
      return total
    }
    return try await figures(ledgers, conversions, tensor: entry.name)
  }

  /// The elements that are read and converted at a time.
  static let runLength = 1 << 15

  /// The figures of all targets, each in a task of its own.
  private func figures(
    _ ledgers: [Ledger], _ conversions: [Conversion], tensor: String
  ) async throws -> [ErrorFigures] {
    try await withThrowingTaskGroup(of: (Int, ErrorFigures).self) { group in
      for (index, (ledger, conversion)) in zip(ledgers, conversions).enumerated() {
        group.addTask {
          var figures = ErrorFigures(ledger)
          if !conversion.operation.takesRandomWord {
            figures.referenceChecks = try Certificate(conversion.operation)
              .check(ledger, tensor: tensor)
          }
          return (index, figures)
        }
      }
      var found: [(Int, ErrorFigures)] = []
      for try await one in group { found.append(one) }
      return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
