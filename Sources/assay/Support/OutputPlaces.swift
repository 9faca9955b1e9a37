import Harness

/// The places that a command line names for what it is to write.
enum OutputPlaces {
  /// Has standard output be for the one file that is called `-`, if there is one: nothing else is
  /// printed there then.
  ///
  /// - Parameter files: what was given, by the names of the options.
  /// - Throws: `CommandFailure` where two files are to go there.
  static func claim(_ files: KeyValuePairs<String, String?>) throws(CommandFailure) {
    let taking = files.filter { $0.value == OutputFile.standardOutput }
    guard taking.count <= 1 else {
      throw .usage(
        "\(taking[0].key) and \(taking[1].key) both name standard output", "give one of them a file"
      )
    }
    if !taking.isEmpty { Output.reserve() }
  }

  /// Refuses what cannot be the name of a folder.
  static func requireFolder(_ option: String, _ path: String?) throws(CommandFailure) {
    guard let path else { return }
    guard path != OutputFile.standardOutput else {
      throw .usage("\(option) is '-', which is no folder", "name a folder")
    }
    guard !path.isEmpty else { throw .usage("\(option) is empty", "name a folder") }
  }
}

/// Several things that can fail one by one: the others are done all the same.
struct Attempts {
  private var failures: [any Error] = []

  /// Does one of them, and remembers its failure.
  mutating func attempt(_ body: () throws -> Void) {
    do { try body() } catch { failures.append(error) }
  }

  /// Remembers a failure.
  mutating func note(_ failure: (any Error)?) {
    if let failure { failures.append(failure) }
  }

  /// Throws the last failure, having told of the others.
  func finish() throws {
    for failure in failures.dropLast() {
      Output.write(Diagnostics.line("\(failure)"), to: .diagnostics)
    }
    if let last = failures.last { throw last }
  }
}
