import Descriptors
import Specs

extension Listing {
  /// Name, bits, layout and the other names of every listed format.
  var formatTable: WrappedTable {
    var table = WrappedTable(rightAligned: [1])
    for format in catalog.formats {
      var names: [String] = []
      for spelling in format.spellings where !names.contains(spelling.name) {
        if spelling.name != format.name { names.append(spelling.name) }
      }
      table.add(format.name, "\(format.bits)", format.layoutText, names.joined(separator: " "))
    }
    return table
  }

  /// The naming rules with what they mean.
  var patternTable: WrappedTable {
    var table = WrappedTable()
    for pattern in FormatPattern.all { table.add(pattern.name, pattern.meaning) }
    return table
  }

  /// The listed formats.
  var formatEntries: [ListedEntry] {
    catalog.formats.map { format in
      var entry = ListedEntry(name: format.name)
      entry.bits = format.bits
      entry.family = format.family
      entry.spellings = format.spellings.map(SpellingDocument.init)
      entry.source = format.source
      entry.note = format.note.isEmpty ? nil : format.note
      return entry
    }
  }

  /// The naming rules.
  var patternEntries: [ListedEntry] {
    FormatPattern.all.map { pattern in
      var entry = ListedEntry(name: pattern.name)
      entry.summary = pattern.meaning
      return entry
    }
  }
}

/// A rule by which a name says what the format is, so that no list holds it.
private struct FormatPattern {
  let name: String
  let meaning: String

  static let all = [
    FormatPattern(
      name: "Binary{K}p{P}{s,u}{e,f}",
      meaning: "IEEE P3109: K bits (2-16), precision P, signed or unsigned, extended (with "
        + "infinities) or finite"),
    FormatPattern(
      name: "m{M}e{E}b{B}",
      meaning: "sign, E exponent bits, bias B, M mantissa bits; no subnormals, no specials"),
    FormatPattern(name: "posit{N}", meaning: "posits of the 2022 standard, N from 3 to 16"),
    FormatPattern(
      name: "int{N}, uint{N}", meaning: "two's complement, plain binary, N from 1 to 32"),
  ]
}

extension FormatDescriptor {
  /// The layout in a few characters: `s1 e4 m3 b7`.
  fileprivate var layoutText: String {
    switch encoding {
    case .float(let layout):
      "s\(layout.signed ? 1 : 0) e\(layout.exponentBits) m\(layout.trailingBits) b\(layout.bias)"
    case .fixedPoint(let layout):
      layout.fractionBits == 0
        ? layout.signed ? "signed" : "unsigned"
        : "\(layout.signed ? "signed" : "unsigned") * 2^\(-layout.fractionBits)"
    case .posit(let exponentBits): "posit e\(exponentBits)"
    case .hiFloat8: "hifloat8"
    case .table: "table"
    }
  }
}
