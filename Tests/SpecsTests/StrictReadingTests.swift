import Descriptors
import Specs
import Testing

/// The message for a text added as `my.yaml`, or `nil` where it is accepted.
private func message(_ text: String) -> String? {
  do {
    var catalog = try Catalog.builtIn()
    try catalog.add(specification: text, file: "my.yaml")
    return nil
  } catch {
    return error.description
  }
}

/// A text with one format entry of the given lines, the first of which is line 3.
private func entry(_ lines: String...) -> String {
  "formats:\n  - name: mine\n" + lines.map { "    \($0)\n" }.joined()
}

/// A text with one dialect entry of the given lines, the first of which is line 4.
private func dialect(_ lines: String...) -> String {
  "dialects:\n  - name: mine\n    source: me\n" + lines.map { "    \($0)\n" }.joined()
}

@Suite struct StrictReadingTests {
  @Test func shapes() {
    #expect(
      message("") == "my.yaml: the file is empty; give it a list under 'formats:'")
    #expect(
      message("# nothing\n") == "my.yaml: the file is empty; give it a list under 'formats:'")
    #expect(
      message("formats: 7\n")
        == "my.yaml:1:10: 'formats' must be a list, not '7'; write one item per line "
        + "after '- '")
    #expect(
      message("- 1\n")
        == "my.yaml:1:1: the file must be a mapping, not a list; write 'key: value' lines")
    #expect(
      message("format:\n  - name: x\n")
        == "my.yaml:1:1: unknown key 'format' in the file; did you mean 'formats'?")
    #expect(
      message("formats:\n  - 3\n")
        == "my.yaml:2:5: a format must be a mapping, not '3'; write 'key: value' lines")
    #expect(
      message("formats:\n  - bits: 3\n")
        == "my.yaml:2:5: a format lacks 'name'; add 'name: ' with letters, digits and '_'")
    #expect(
      message("formats:\n  - {name: a, [1]: b}\n")
        == "my.yaml:2:15: a key of a format is a list; use plain words as keys")
  }

  @Test func malformedYAML() {
    #expect(
      message("formats: [1, 2\n")
        == "my.yaml:2:1: not YAML: did not find expected ',' or ']'; correct the syntax "
        + "here or just above")
    #expect(
      message("formats:\n  - name: 'a\n")
        == "my.yaml:3:1: not YAML: found unexpected end of stream; correct the syntax "
        + "here or just above")
    #expect(
      message("formats: *nowhere\n")
        == "my.yaml:1:10: not YAML: found undefined alias; correct the syntax here or "
        + "just above")
    #expect(
      message("a: 1\n---\nb: 2\n")
        == "my.yaml:2:1: not YAML: but found another document; correct the syntax here or "
        + "just above")
    #expect(
      message("formats: \u{7}\n")
        == "my.yaml: not YAML: control characters are not allowed (0x7); correct the "
        + "syntax here or just above")
    #expect(
      message(entry("exponent: 3", "exponent: 4"))
        == "my.yaml:3:5: 'exponent' appears twice in one mapping; keep one of the two")
    #expect(
      message(String(repeating: "[", count: 40))
        == "my.yaml:1: nested more than 32 deep; a specification needs four levels")
    #expect(
      message(String(repeating: "- ", count: 40))
        == "my.yaml:1: nested more than 32 deep; a specification needs four levels")
  }

  @Test func keysAndTypes() {
    #expect(
      message(entry("exponnent: 3", "significand: 2"))
        == "my.yaml:3:5: unknown key 'exponnent' in format 'mine'; did you mean "
        + "'exponent'?")
    #expect(
      message(entry("family: posit", "bits: 8", "colour: blue"))
        == "my.yaml:5:5: unknown key 'colour' in format 'mine'; known are name, aliases, "
        + "family, bits, container, spellings, source, note, exponent")
    #expect(
      message(entry("significand: 2"))
        == "my.yaml:2:5: format 'mine' lacks 'exponent'; add 'exponent', an integer from "
        + "1 to 16")
    #expect(
      message(entry("exponent: four", "significand: 2"))
        == "my.yaml:3:15: format 'mine': 'exponent' must be an integer, not 'four'; use "
        + "an integer from 1 to 16")
    #expect(
      message(entry("exponent: 99999999999999999999", "significand: 2"))
        == "my.yaml:3:15: format 'mine': 'exponent' must be an integer, not "
        + "'99999999999999999999'; use an integer from 1 to 16")
    #expect(
      message(entry("exponent: 17", "significand: 2"))
        == "my.yaml:3:15: format 'mine': 'exponent' is 17; use an integer from 1 to 16")
    #expect(
      message(entry("exponent: 4", "significand: 3", "bias: 100001"))
        == "my.yaml:5:11: format 'mine': 'bias' is 100001; use an integer from -100000 to "
        + "100000")
    #expect(
      message(entry("exponent: 4", "significand: 3", "signed: yes"))
        == "my.yaml:5:13: format 'mine': 'signed' must be true or false, not 'yes'; write "
        + "one of them")
    #expect(
      message(entry("exponent: 4", "significand: 3", "nan: IEEE"))
        == "my.yaml:5:10: format 'mine': 'nan' cannot be 'IEEE'; use one of none, ieee, "
        + "all-ones, negative-zero")
    #expect(
      message(entry("family: [float]"))
        == "my.yaml:3:13: format 'mine': 'family' cannot be a list; use one of float, "
        + "fixed-point, posit, hifloat8, table")
    #expect(
      message(entry("exponent: 4", "significand: 3", "note:"))
        == "my.yaml:5:10: format 'mine': 'note' is empty; give it a value or remove the "
        + "line")
    #expect(
      message(entry("exponent: 4", "significand: 3", "source: {a: b}"))
        == "my.yaml:5:13: format 'mine': 'source' must be a text, not a mapping; write "
        + "one line of text")
  }

  @Test func contradictions() {
    #expect(
      message(entry("exponent: 4", "significand: 3", "bits: 9"))
        == "my.yaml:5:11: format 'mine': 'bits' is 9, but sign + exponent + significand "
        + "is 8; write 'bits: 8' or remove it")
    #expect(
      message(entry("exponent: 4", "significand: 3", "container: 7"))
        == "my.yaml:5:16: format 'mine': 'container' is 7, less than the 8 bits of a "
        + "code; remove 'container' or give it 8 or more")
    #expect(
      message(entry("exponent: 16", "significand: 48"))
        == "my.yaml:4:18: format 'mine': sign + exponent + significand is more than 64 "
        + "bits; narrow a field")
    #expect(
      message(entry("exponent: 4", "significand: 0"))
        == "my.yaml:4:18: format 'mine': 'nan: ieee' needs a significand of 1 bit or "
        + "more; use 'nan: all-ones', 'nan: negative-zero' or 'nan: none'")
    #expect(
      message(
        entry(
          "exponent: 4", "significand: 3", "infinity: none", "nan: negative-zero",
          "negative-zero: true"))
        == "my.yaml:7:20: format 'mine': the sign bit alone cannot be both -0 and NaN; "
        + "write 'negative-zero: false' or another 'nan'")
    #expect(
      message(entry("exponent: 4", "significand: 3", "signed: false", "negative-zero: true"))
        == "my.yaml:6:20: format 'mine': 'negative-zero: true' without a sign; write "
        + "'negative-zero: false'")
    #expect(
      message(
        entry(
          "exponent: 4", "significand: 3", "signed: false", "infinity: none", "nan: negative-zero"))
        == "my.yaml:7:10: format 'mine': 'nan: negative-zero' without a sign; use 'nan: "
        + "all-ones' or 'signed: true'")
    #expect(
      message(entry("exponent: 4", "significand: 3", "zero: false"))
        == "my.yaml:5:11: format 'mine': 'zero: false' with gradual subnormals, whose "
        + "first value is 0; write 'subnormals: none' or 'zero: true'")
    #expect(
      message(
        entry(
          "exponent: 4", "significand: 3", "subnormals: none", "zero: false", "negative-zero: true")
      )
        == "my.yaml:7:20: format 'mine': 'negative-zero: true' with 'zero: false'; write "
        + "'negative-zero: false' or 'zero: true'")
    #expect(
      message(entry("exponent: 4", "significand: 3", "negative-zero: false"))
        == "my.yaml:5:20: format 'mine': the sign bit alone would denote nothing; write "
        + "'negative-zero: true' or 'nan: negative-zero'")
    #expect(
      message(entry("exponent: 4", "significand: 3", "infinity: top"))
        == "my.yaml:5:15: format 'mine': 'infinity: top' with 'nan: ieee', whose NaNs "
        + "fill the top; use 'infinity: ieee' or another 'nan'")
    #expect(
      message(entry("exponent: 4", "significand: 3", "nan: all-ones"))
        == "my.yaml:5:10: format 'mine': 'infinity: ieee' with 'nan: all-ones' puts "
        + "finite values or a NaN where the infinities are; use 'infinity: top', "
        + "'infinity: none' or 'nan: ieee'")
    #expect(
      message(
        entry("signed: false", "exponent: 1", "significand: 0", "infinity: top", "nan: all-ones"))
        == "my.yaml:4:15: format 'mine': no code is left for a finite value; widen a "
        + "field or drop a special")
  }

  @Test func tables() {
    #expect(
      message(entry("family: table", "bits: 1"))
        == "my.yaml:2:5: format 'mine': 'values' is missing; list 2 values, one for each "
        + "code from 0")
    #expect(
      message(entry("family: table", "bits: 1", "values: [1]"))
        == "my.yaml:5:13: format 'mine': 'values' has length 1; give it 2, one for each "
        + "code from 0")
    #expect(
      message(entry("family: table", "bits: 17", "values: [1]"))
        == "my.yaml:4:11: format 'mine': 'bits' is 17; use an integer from 1 to 16")
    #expect(
      message(entry("family: table", "bits: 1", "values:", "  - 1/2", "  - \"0x1p-1\""))
        == "my.yaml:7:9: codes 0 and 1 of format 'mine' both denote '0x1p-1'; change one, "
        + "or write 'repeats: true'")
    #expect(
      message(entry("family: table", "bits: 1", "values: [0, one]"))
        == "my.yaml:5:17: the value of code 1 in format 'mine', 'one', is no exact value "
        + "of 63 bits over 63 bits; write an integer, n/d, a decimal, a hexadecimal "
        + "float, inf, -inf, nan or -0")
    #expect(
      message(entry("family: table", "bits: 1", "values: [0, [1]]"))
        == "my.yaml:5:17: the value of code 1 in format 'mine' is a list; write a number, "
        + "inf, -inf, nan or -0")
    #expect(
      message(entry("family: table", "bits: 1", "values: [inf, nan]"))
        == "my.yaml:5:13: format 'mine': 'values' has no finite value; give at least one")
    #expect(message(entry("family: table", "bits: 1", "values: [0, -0]")) == nil)
    #expect(message(entry("family: table", "bits: 1", "repeats: true", "values: [1, 1]")) == nil)
  }

  @Test func names() {
    #expect(
      message("formats:\n  - name: 8bit\n    exponent: 4\n    significand: 3\n")
        == "my.yaml:2:11: format '8bit': '8bit' is not a name; begin with a letter, go on "
        + "with letters, digits, '_', '-', '.', at most 60")
    for taken in ["float8_e5m2", "FLOAT8_E5M2", "half"] {
      #expect(
        message("formats:\n  - name: \(taken)\n    exponent: 4\n    significand: 3\n")
          == "my.yaml:2:5: the name '\(taken)' is taken; choose another name")
    }
    #expect(
      message("formats:\n  - name: Binary8p3sf\n    exponent: 4\n    significand: 3\n")
        == "my.yaml:2:5: the name 'Binary8p3sf' belongs to Binary8p3sf by rule; choose "
        + "another name")
    #expect(
      message(entry("exponent: 4", "significand: 3", "aliases: [other, float16]"))
        == "my.yaml:2:5: the name 'float16' is taken; choose another name")
    #expect(
      message(entry("exponent: 4", "significand: 3", "aliases: [two words]"))
        == "my.yaml:5:15: a name in 'aliases' of format 'mine' is 'two words'; write one "
        + "word of at most 60 characters")
    #expect(
      message(entry("exponent: 4", "significand: 3", "spellings: {ptx: e4m3}"))
        == "my.yaml:2:5: 'e4m3' has a meaning in ptx already; remove one of the two")
    #expect(
      message("dialects:\n  - name: Standard\n    source: me\n")
        == "my.yaml:2:5: dialect 'Standard' is there already; choose another name")
  }

  @Test func dialects() {
    #expect(
      message("dialects:\n  - name: mine\n")
        == "my.yaml:2:5: dialect 'mine' lacks 'source'; name the document or the "
        + "observation")
    #expect(
      message(dialect("roundin: up"))
        == "my.yaml:4:5: unknown key 'roundin' in dialect 'mine'; did you mean 'rounding'?")
    #expect(
      message(dialect("rounding: sideways"))
        == "my.yaml:4:15: 'rounding' cannot be 'sideways'; use one of nearest-even, "
        + "nearest-away, nearest-zero, toward-zero, up, down, to-odd, stochastic-N")
    #expect(
      message(dialect("overflow: wrap"))
        == "my.yaml:4:15: dialect 'mine': 'overflow' cannot be 'wrap'; use one of "
        + "sat-finite, sat-propagate, sat-none")
    #expect(
      message(dialect("for:", "  - nan: signed"))
        == "my.yaml:5:9: an override of dialect 'mine' lacks 'formats'; add a glob such "
        + "as 'float8_*'")
    #expect(
      message(dialect("for:", "  - formats: float8_*"))
        == "my.yaml:5:9: an override of dialect 'mine' changes nothing; add a field or "
        + "remove it")
    #expect(
      message(dialect("for:", "  - formats: [{}]", "    nan: signed"))
        == "my.yaml:5:19: a glob is a mapping; write a name in which '*' and '?' stand "
        + "for others")
    #expect(
      message(dialect("roundings: [up]"))
        == "my.yaml:4:16: dialect 'mine': 'roundings' lacks 'nearest-even', which the "
        + "dialect uses; add it")
  }
}
