extension Regressions {
  /// What stands at the head of every file.
  static let header = """
    # Failures of the past, replayed before anything else. One line per case:
    #   law | choices | case
    # Only the first two are run; the case is what they stood for when the line was written, and a
    # line whose choices stand for something else today is refused. Lines are added by the tool
    # when it finds a failure. Keep them when the fault is mended; delete one when its law is gone.

    """

  /// Adds a counterexample to the file of its family, the part of the law's id before the first
  /// slash.
  ///
  /// False when the case is already there.
  ///
  /// The file is replaced as a whole, and one writer at a time, so that neither an interruption nor
  /// parallel tests can lose or tear a line.
  ///
  /// - Throws: `RegressionError` when the id cannot stand in a line, or a file cannot be written.
  @discardableResult
  public static func append(
    _ counterexample: Counterexample, to directory: String
  ) throws(RegressionError) -> Bool {
    let law = counterexample.law
    guard !law.isEmpty, !law.hasPrefix("#"), ChoiceList.trim(law) == law,
      !law.contains(where: { $0 == "|" || $0.isNewline })
    else {
      throw RegressionError(
        file: directory, line: 0, problem: "the law id \"\(law)\" cannot be stored",
        remedy: "choose an id without |, line breaks, spaces at its ends and # at its beginning")
    }
    let family = law.prefix { $0 != "/" }
    let file = "\(directory)/\(TextFile.fileName(String(family))).txt"
    do {
      return try TextFile.locked(directory) {
        var text = try TextFile.read(file) ?? header
        let known = try parse(text, file: file)
        if known.contains(where: { $0.law == law && $0.choices == counterexample.choices }) {
          return false
        }
        if !text.hasSuffix("\n") { text += "\n" }
        text += "\(law) | \(ChoiceList.text(counterexample.choices)) | "
        text += TextFile.escaped(counterexample.text) + "\n"
        try TextFile.replace(file, with: text)
        return true
      }
    } catch let error as RegressionError {
      throw error
    } catch {
      throw RegressionError(
        file: file, line: 0, problem: "cannot be written (\(error))",
        remedy: "check the directory and its permissions")
    }
  }
}
