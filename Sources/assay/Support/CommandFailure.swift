/// Why a command ends without doing what it was asked to: one line on stderr, and an exit code.
struct CommandFailure: Error, Hashable, CustomStringConvertible {
  /// The exit code.
  var status: ExitStatus
  /// What is wrong.
  var what: String
  /// What the reader can do about it.
  var remedy: String

  /// A command line or an input that cannot be understood.
  static func usage(_ what: String, _ remedy: String) -> CommandFailure {
    CommandFailure(status: .usage, what: what, remedy: remedy)
  }

  /// A machine or a device that did not do its part.
  static func failed(_ what: String, _ remedy: String) -> CommandFailure {
    CommandFailure(status: .failed, what: what, remedy: remedy)
  }

  /// A line that ends in its remedy, after the last semicolon.
  static func line(_ status: ExitStatus, _ line: String) -> CommandFailure {
    let parts = line.split(separator: "; ", omittingEmptySubsequences: false)
    guard parts.count > 1 else {
      return CommandFailure(status: status, what: line, remedy: "check the file")
    }
    return CommandFailure(
      status: status, what: parts.dropLast().joined(separator: "; "),
      remedy: String(parts[parts.count - 1]))
  }

  /// The one line, without the command's name before it.
  var description: String { "\(what); \(remedy)" }
}

/// Thrown to end with a code other than 0 when everything to be said has been printed.
struct Ending: Error {
  var status: ExitStatus
}
