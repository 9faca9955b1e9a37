/// Words of the shell.
enum ShellWord {
  /// A text as one word, whatever it has in it.
  static func quoted(_ text: String) -> String {
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }
}
