import ArgumentParser
import Devices
import Foundation

/// `assay host-library`: the process of its own in which a shared library is loaded.
///
/// Started by `--library`, and of no use to anybody else.
struct HostLibraryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "host-library",
    abstract: "Load a shared library and ask it what comes on standard input.",
    shouldDisplay: false)

  @Argument(help: "The library.") var path: String

  @Argument(help: "What it will be asked.") var task: [String] = []

  func run() throws {
    Foundation.exit(LibraryHost.serve(path, task))
  }
}
