import Harness

/// The command line as text.
enum CommandText {
  /// What was typed, quoted so that a shell takes it back.
  static var current: String {
    (["assay"] + CommandLine.arguments.dropFirst().map { Counterexample.shellWord($0) })
      .joined(separator: " ")
  }
}
