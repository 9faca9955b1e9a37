public import Devices
public import Results
public import Specs

/// A measurement campaign about one effect of low precision.
///
/// What it emits is a function of the context's seed, effort, catalogue and device alone: not of the
/// number of tasks, the time or the machine.
public protocol Experiment: Sendable {
  /// The name on the command line.
  var name: String { get }
  /// One line for the reader.
  var summary: String { get }
  /// How the results are shown.
  var sheet: ExperimentSheet { get }
  /// What was chosen beside seed and effort, for the record of the run.
  func parameters(_ context: ExperimentContext) -> [String: String]
  /// Measures, handing on every result as soon as it is there.
  ///
  /// Measurements, worst cases and remarks are emitted; whoever calls writes the `run` before and the
  /// `end` behind them. What was emitted counts even when the experiment throws later.
  ///
  /// - Throws: `CancellationError` soon after `context.isCancelled` answers true; errors of devices
  ///   and files; whatever `emit` throws.
  func run(
    _ context: ExperimentContext, emit: (ExperimentRecord) throws -> Void
  ) async throws
}

extension Experiment {
  public func parameters(_ context: ExperimentContext) -> [String: String] { [:] }
}

/// What an experiment may depend on, and how it talks to whoever runs it.
public struct ExperimentContext: Sendable {
  /// How much is measured.
  public enum Effort: String, Hashable, Sendable, CaseIterable {
    /// Seconds: enough to see the effect.
    case quick
    /// A minute or so: what reports are made of.
    case standard
  }

  /// Where everything drawn begins.
  public var seed: UInt64
  /// How much is measured.
  public var effort: Effort
  /// Where formats and accumulators come from.
  public var catalog: Catalog
  /// What is measured.
  public var device: any Device
  /// How many tasks work at once, 1 or more.
  public var tasks: Int
  /// Whether the work is to stop.
  public var isCancelled: @Sendable () -> Bool
  /// Is told which part of the work is done, in 0...1.
  public var progress: @Sendable (Double) -> Void

  /// Creates a context.
  public init(
    seed: UInt64 = 0, effort: Effort = .standard, catalog: Catalog,
    device: any Device = ProductionDevice(), tasks: Int = 1,
    isCancelled: @escaping @Sendable () -> Bool = { Task.isCancelled },
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) {
    self.seed = seed
    self.effort = effort
    self.catalog = catalog
    self.device = device
    self.tasks = tasks
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Throws when the work is to stop.
  public func checkCancellation() throws(CancellationError) {
    if isCancelled() { throw CancellationError() }
  }
}
