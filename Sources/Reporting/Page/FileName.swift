/// Names of files and anchors from names that somebody chose.
enum FileName {
  /// Letters, digits, dots, lines and hyphens stay, all others become hyphens; never empty, and no
  /// leading dot.
  static func part(_ name: String) -> String {
    let kept = name.map { character in
      character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
        ? character : "-"
    }
    let text = String(kept.drop { $0 == "." })
    return text.isEmpty ? "-" : text
  }
}
