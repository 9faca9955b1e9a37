import Descriptors
import Specs
import Testing

/// What the table reader makes of one value, or `nil` where it refuses it.
private func entry(_ text: String) -> ValueTable.Entry? {
  do {
    var catalog = try Catalog.builtIn()
    try catalog.add(
      specification: """
        formats:
          - name: mine
            family: table
            bits: 1
            repeats: true
            values: ["\(text)", 1]
        """, file: "my.yaml")
    guard case .table(let table) = try catalog.format(named: "mine").encoding else { return nil }
    return table.entries[0]
  } catch {
    return nil
  }
}

@Suite struct ExactTextTests {
  @Test(arguments: [
    ("0", 0, 1, 0), ("+0", 0, 1, 0), ("0.000", 0, 1, 0), ("0x0p9", 0, 1, 0), ("0/7", 0, 1, 0),
    ("0e5", 0, 1, 0), ("1", 1, 1, 0), ("-1", -1, 1, 0), ("00012", 3, 1, 2), ("1/3", 1, 3, 0),
    ("-6/4", -3, 1, -1), ("4/6", 1, 3, 1), ("35/21", 5, 3, 0), ("0.1", 1, 5, -1),
    (".5", 1, 1, -1), ("5.", 5, 1, 0), ("2.5e3", 625, 1, 2), ("2.5E-3", 1, 25, -4),
    ("9.31322574615478515625E-10", 1, 1, -30), ("0x1.8p-3", 3, 1, -4), ("0X10", 1, 1, 4),
    ("0x.1", 1, 1, -4), ("0x1.0000000000000000000p0", 1, 1, 0), ("0x1p-100000", 1, 1, -100000),
    ("9223372036854775807", Int64.max, 1, 0), ("18446744073709551616", 1, 1, 64),
    ("-9223372036854775808", -1, 1, 63), ("1/9223372036854775807", 1, Int64.max, 0),
    ("7450580596923828125", 7_450_580_596_923_828_125, 1, 0),
    ("1e27", 7_450_580_596_923_828_125, 1, 27),
    ("1e-27", 1, 7_450_580_596_923_828_125, -27),
  ])
  func values(text: String, numerator: Int64, denominator: Int64, exponent: Int) {
    let expected = ExactLiteral(
      numerator: numerator, denominator: denominator, exponent: exponent)
    #expect(entry(text) == .finite(expected))
  }

  @Test func specials() {
    for text in ["-0", "-0.0", "-0x0p0", "-0/3", "-0e9"] { #expect(entry(text) == .negativeZero) }
    for text in ["inf", "+inf", "Inf", ".inf"] {
      #expect(entry(text) == .infinity(negative: false))
    }
    for text in ["-inf", "-.inf"] { #expect(entry(text) == .infinity(negative: true)) }
    for text in ["nan", "NaN", ".nan"] { #expect(entry(text) == .nan) }
  }

  @Test(arguments: [
    "", " ", "+", "-", "--1", "1/0", "1/-2", "1/2/3", "/2", "1/", "1.5/2", "1.2.3", ".", "e5",
    "1e", "1e+", "1e9999", "1e-9999", "1e-9223372036854775808", "0x1p-9223372036854775808", "0x",
    "0x.", "0xg", "0x1p", "0x1p200000", "0x1.2.3", "x",
    "one", "infinity", "1 2", "1_000", "9223372036854775809", "1e28", "1e-28",
    "1/9223372036854775809", "0x1.00000000000000001", "٣", "0x٣",
  ])
  func refused(text: String) {
    #expect(entry(text) == nil)
  }

  @Test func longestText() {
    #expect(entry(String(repeating: "0", count: 399) + "1") == .finite(ExactLiteral(numerator: 1)))
    #expect(entry(String(repeating: "0", count: 400) + "1") == nil)
  }
}
