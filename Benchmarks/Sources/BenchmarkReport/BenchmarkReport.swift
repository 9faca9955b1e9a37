import Foundation
import Measuring
import Workloads

/// Measures every workload beside the peers that are installed and writes the reports.
///
///     BenchmarkReport PEERS REPORTS [ROUNDS]
///
/// PEERS is the folder of the peer scripts, REPORTS the one that receives `performance.md` and
/// `performance.json`. `ASSAY_PYTHON` names the interpreter of the scripts.
@main
enum BenchmarkReport {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard (2...3).contains(arguments.count),
      let rounds = arguments.count == 3 ? Int(arguments.last ?? "") : 15, rounds >= 1
    else {
      log("usage: BenchmarkReport PEERS REPORTS [ROUNDS]")
      exit(2)
    }
    let folders = arguments.prefix(2).map { URL(fileURLWithPath: $0, isDirectory: true) }
    let python = ProcessInfo.processInfo.environment["ASSAY_PYTHON"] ?? "python3"
    let peers = ["torch_peer.py", "ml_dtypes_peer.py"].compactMap {
      Peer(script: folders[0].appending(path: $0), python: python)
    }
    let load = Machine.averageLoad()
    let survey = Survey(try Workloads().all, peers: peers, rounds: rounds)
    let report = Report(
      survey, command: "make bench", machine: .current(loadAtStart: load))
    try FileManager.default.createDirectory(at: folders[1], withIntermediateDirectories: true)
    try report.json().write(to: folders[1].appending(path: "performance.json"))
    try Data(report.markdown().utf8).write(to: folders[1].appending(path: "performance.md"))
    for target in report.targets where target.passes == false {
      log("missed: \(target.target)")
    }
  }
}
