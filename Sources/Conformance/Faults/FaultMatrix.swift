import Descriptors
public import Devices
import Harness
import Reference
public import Specs
import Synchronization

/// Planted faults against the checks that should catch them: a test of the tests.
public struct FaultMatrix: Sendable {
  /// The faults that were planted, in the order of reports.
  public let faults: [Fault]
  /// What came of each fault in each operation that it has a bearing on, fault by fault.
  public let cells: [FaultCell]

  /// Creates a matrix.
  public init(faults: [Fault], cells: [FaultCell]) {
    self.faults = faults
    self.cells = cells
  }

  /// The names and titles of all faults, in the order of reports.
  var titles: [(id: String, title: String)] {
    faults.map { ($0.id, $0.title) }
  }

  /// The cells in which a fault changes results and no law was broken.
  public var missed: [FaultCell] { cells.filter { $0.outcome == .missed } }

  /// Whether every fault that changes a result was caught, and nothing was left open.
  public var conforms: Bool {
    cells.allSatisfy { $0.outcome == .caught || $0.outcome == .noEffect }
  }

  /// Plants every fault in every operation that it has a bearing on, and runs the ordinary check.
  ///
  /// - Parameters:
  ///   - faults: the faults to plant.
  ///   - patterns: globs over the faults' names, the formats' names, the operations' names, or the
  ///     ids of cells, the latter two with their beginnings, such as `ties-*`, `float8_*`,
  ///     `estimator`, `fault/stale/cast`; none asks for all. One that names a fault and one that
  ///     names a format ask for both, not for where they meet.
  ///   - context: seed, workers and deadline of the checks. After the deadline cells are undecided.
  ///   - healthy: the device that the faults are planted in.
  ///   - progress: called with the share of operations that are done, from any thread.
  /// - Throws: `SpecError` where a format that the probes need is not in the catalogue.
  public static func run(
    faults: [Fault] = Fault.all, catalog: Catalog,
    effort: CheckEffort, patterns: [String] = [],
    context: CheckContext = CheckContext(), healthy: any Device = ProductionDevice(),
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(SpecError) -> FaultMatrix {
    let probes = try FaultProbe.all(catalog, effort: effort) + FaultProbe.elements(catalog)
    let queue = ProbeQueue(probes.count)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, context.workers) {
        group.addTask {
          while let index = queue.take() {
            let run = FaultRun(probe: probes[index], effort: effort, context: context)
            let done = queue.add(await run(faults, patterns, healthy: healthy))
            progress?(Double(done) / Double(probes.count))
          }
        }
      }
    }
    let found = queue.cells
    let names = probes.map(\.operation.name)
    return FaultMatrix(
      faults: faults,
      cells: faults.flatMap { fault in names.compactMap { found["fault/\(fault.id)/\($0)"] } })
  }
}

extension FaultCell {
  /// Whether any of the patterns asks for the cell; none asks for all.
  func matches(_ patterns: [String]) -> Bool {
    patterns.isEmpty
      || patterns.contains { pattern in
        [pattern, pattern + "/*"].contains {
          Glob($0).matches(id) || Glob($0).matches("fault/\(format)")
            || Glob($0).matches(operation)
        }
          || Glob(pattern).matches(fault) || Glob(pattern).matches(format)
      }
  }
}

/// Which operation comes next, and the cells that are done.
private final class ProbeQueue: Sendable {
  private struct State {
    var next = 0
    var done = 0
    var cells: [String: FaultCell] = [:]
  }

  private let state = Mutex(State())
  private let count: Int

  init(_ count: Int) {
    self.count = count
  }

  var cells: [String: FaultCell] { state.withLock(\.cells) }

  func take() -> Int? {
    state.withLock { state in
      guard state.next < count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  /// Keeps the cells of an operation and returns how many operations are done.
  func add(_ cells: [FaultCell]) -> Int {
    state.withLock { state in
      for cell in cells { state.cells[cell.id] = cell }
      state.done += 1
      return state.done
    }
  }
}
