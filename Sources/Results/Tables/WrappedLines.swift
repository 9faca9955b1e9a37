/// Text broken between words to fit a width.
enum WrappedLines {
  /// The lines of a text, the first behind `lead`, the others behind as many spaces.
  ///
  /// A word that is longer than the width stays whole.
  static func of(_ text: String, lead: String, width: Int = 80) -> [String] {
    let indent = String(repeating: " ", count: lead.count)
    var lines: [String] = []
    var line = lead
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        (line, isEmpty) = (indent, true)
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [line]
  }
}
