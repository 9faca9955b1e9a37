import Benchmark
import Workloads

/// The workloads for `swift package benchmark`, which keeps baselines and compares with them.
///
/// The name of a workload says how many elements one iteration takes.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = Benchmark.Configuration(
    metrics: [.wallClock, .throughput], maxDuration: .milliseconds(100))
  do {
    for workload in try Workloads().all {
      Benchmark(workload.name) { benchmark in
        for _ in benchmark.scaledIterations { workload.run() }
      }
    }
  } catch {
    Benchmark("workloads cannot be prepared") { benchmark in benchmark.error("\(error)") }
  }
}
