import Foundation
import Measuring
import Specs

/// Measures sums of products and block formats and writes `sums.md` and `sums.json`.
///
///     SumsReport PEERS REPORTS WEIGHTS [ROUNDS]
///
/// PEERS is the folder of the peer scripts, REPORTS the one that receives the files, WEIGHTS a
/// safetensors file of float32 matrices; without it there are no rows of block formats.
/// `ASSAY_PYTHON` names the interpreter of the scripts.
@main
enum SumsReport {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard (3...4).contains(arguments.count),
      let rounds = arguments.count == 4 ? Int(arguments.last ?? "") : 5, rounds >= 1
    else {
      log("usage: SumsReport PEERS REPORTS WEIGHTS [ROUNDS]")
      exit(2)
    }
    let paths = Array(arguments)
    let load = Machine.averageLoad()
    let catalog = try Catalog.builtIn()
    let python = ProcessInfo.processInfo.environment["ASSAY_PYTHON"] ?? "python3"
    let peer = Peer(
      script: URL(fileURLWithPath: paths[0]).appending(path: "torch_sums_peer.py"),
      python: python)
    let products = try Products(catalog)
    let weights = try Weights(paths[2], catalog)
    if weights == nil { log("no weights at \(paths[2]): 'make weights' fetches them") }
    let survey = await Survey(products, weights, peer: peer, rounds: rounds)
    let tables = SpeedTables(
      machine: .current(loadAtStart: load), targets: survey.targets, rows: survey.rows)
    let reports = URL(fileURLWithPath: paths[1], isDirectory: true)
    try FileManager.default.createDirectory(at: reports, withIntermediateDirectories: true)
    let page = Page(tables: tables, weights: paths[2], elements: weights?.elements, rounds: rounds)
    try Data(page.markdown.utf8).write(to: reports.appending(path: "sums.md"))
    try tables.json().write(to: reports.appending(path: "sums.json"))
    for target in survey.targets where target.passes == false { log("missed: \(target.target)") }
  }
}
