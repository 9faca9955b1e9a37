import Descriptors
import Foundation
import Measuring
import Specs

/// Measures pruning and masks and writes `pruning.md`, `pruning.json` and `pruning-variance.svg`.
///
///     PruningReport PEERS REPORTS [ROUNDS]
///
/// PEERS is the folder of the peer scripts, REPORTS the one that receives the files.
/// `ASSAY_PYTHON` names the interpreter of the scripts.
@main
enum PruningReport {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard (2...3).contains(arguments.count),
      let rounds = arguments.count == 3 ? Int(arguments.last ?? "") : 7, rounds >= 1
    else {
      log("usage: PruningReport PEERS REPORTS [ROUNDS]")
      exit(2)
    }
    let folders = arguments.prefix(2).map { URL(fileURLWithPath: $0, isDirectory: true) }
    let load = Machine.averageLoad()
    let catalog = try Catalog.builtIn()
    let float32 = try catalog.format(named: "float32")
    let speed = try await Speed(catalog: catalog, peers: folders[0], rounds: rounds)
    log("variances")
    let variances = try VarianceTable(float32: float32)
    log("masks")
    let patterns = ["2:4", "4:8"].compactMap { BlockPattern(named: $0) }
    let kept = try KeptWeights(side: 2048, float32: float32, patterns: patterns)
    log("the figure")
    let narrow = try ["float8_e5m2", "float8_e4m3fn"].map {
      try catalog.format(named: $0)
    }
    let curves = try LognormalCurves(float32: float32, narrow: narrow)
    let page = Page(
      machine: .current(loadAtStart: load), speed: speed, variances: variances, kept: kept,
      curves: curves)
    try FileManager.default.createDirectory(at: folders[1], withIntermediateDirectories: true)
    try Data(page.markdown.utf8).write(to: folders[1].appending(path: "pruning.md"))
    try SpeedTables(machine: page.machine, targets: speed.targets, rows: speed.rows).json()
      .write(to: folders[1].appending(path: "pruning.json"))
    try Data(Figure(curves).svg.utf8).write(to: folders[1].appending(path: "pruning-variance.svg"))
    for target in speed.targets where target.passes == false { log("missed: \(target.target)") }
  }
}
