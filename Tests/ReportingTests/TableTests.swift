import Reporting
import Results
import Testing

@Suite struct TableTests {
  @Test func verdictsAreGolden() {
    #expect(
      VerdictTable.text([proved, sampled, refuted, undecided, skipped]) == """
        operation  format         rule          verdict     cases     time  cases/s
        cast       float8_e4m3fn  nearest-even  proved     4.29 G   1.60 s   2.68 G
        add        float16        stochastic-8  sampled    65.5 k  12.3 ms   5.33 M
        cast       float8_e4m3fn  toward-zero   refuted       127  30.5 us   4.16 M
        mul        float8_e5m2    up            undecided       9   1h 02m    <0.01
        cast       float8_e5m2                  skipped         0      0 s        -

        """)
  }

  @Test func colourIsGivenOnlyWhenAsked() {
    #expect(!VerdictTable.text([proved, refuted]).contains("\u{1B}"))
    let coloured = VerdictTable.text([proved, refuted, undecided], colour: true)
    #expect(coloured.contains("\u{1B}[32mproved\u{1B}[0m "))
    #expect(coloured.contains("\u{1B}[1;31mrefuted\u{1B}[0m "))
    #expect(coloured.contains("\u{1B}[33mundecided\u{1B}[0m "))
    let bare = coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
    #expect(bare == VerdictTable.text([proved, refuted, undecided]))
  }

  @Test(arguments: [1, 2, 10, 40, 80, 200])
  func noLinePassesTheWidth(width: Int) {
    var long = proved
    long.operation = String(repeating: "operation", count: 7)
    long.format = String(repeating: "format", count: 40)
    long.rule = String(repeating: "rule", count: 25)
    long.verdict = String(repeating: "verdict", count: 30)
    var odd = sampled
    odd.format = "two\nlines\tand\u{1B}[31m"
    let text = VerdictTable.text([long, odd, refuted], width: width)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 5)
    #expect(lines.allSatisfy { $0.count <= width && $0.last != " " })
    #expect(!text.contains("\u{1B}"))
  }

  @Test func longNamesAreShortenedInTheMiddle() {
    var long = proved
    long.format = "float8_e4m3b11fnuz to float8_e5m2fnuz"
    let lines = VerdictTable.text([long, refuted]).split(separator: "\n")
    #expect(
      lines[1] == "cast       float8_e4m…_e5m2fnuz  nearest-even  proved   4.29 G   1.60 s   2.68 G"
    )
    #expect(lines[1].count == 80)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "ab…ef"), ("abcdef", 4, "ab…f"), ("abcdef", 3, "a…f"),
    ("abcdef", 2, "ab"), ("abcdef", 0, ""), ("äöü€ß", 3, "ä…ß"),
  ])
  func shortening(text: String, width: Int, short: String) {
    #expect(TextTable.shortened(text, to: width) == short)
  }

  @Test func rowsOfOtherLengths() {
    let table = TextTable(
      columns: [.init("a"), .init("b", isNumeric: true), .init("c")],
      rows: [["1"], ["1", "2", "3", "4"], [], ["", "", "x"]])
    #expect(table.text() == "a  b  c\n1\n1  2  3\n\n      x\n")
  }

  @Test func markdownIsGolden() {
    var odd = refuted
    odd.rule = "a|b\nc <d> \\"
    #expect(
      VerdictTable.markdown([proved, odd, skipped]) == """
        | operation | format | rule | verdict | cases | time | cases/s |
        | --- | --- | --- | --- | ---: | ---: | ---: |
        | cast | float8_e4m3fn | nearest-even | proved | 4.29 G | 1.60 s | 2.68 G |
        | cast | float8_e4m3fn | a\\|b<br>c &lt;d> \\\\ | refuted | 127 | 30.5 us | 4.16 M |
        | cast | float8_e5m2 | | skipped | 0 | 0 s | - |

        """)
  }

  @Test(
    arguments: [
      (0, "0"), (999, "999"), (1_000, "1.00 k"), (65_536, "65.5 k"), (99_949, "99.9 k"),
      (99_950, "100 k"), (999_499, "999 k"), (999_500, "1.00 M"), (4_294_967_296, "4.29 G"),
      (.max, "18.4 E"),
    ] as [(UInt64, String)])
  func counts(value: UInt64, text: String) {
    #expect(HumanUnits.count(value) == text)
  }

  @Test(
    arguments: [
      (0, "0 s"), (4e-8, "0.04 us"), (9.99e-4, "999 us"), (9.996e-4, "1.00 ms"), (0.9996, "1.00 s"),
      (59.9, "59.9 s"), (59.96, "1m 00s"), (3_599.4, "59m 59s"), (3_599.6, "1h 00m"),
      (97_200, "1d 03h"), (.infinity, "0 s"), (.nan, "0 s"), (-1, "0 s"),
    ] as [(Double, String)])
  func times(value: Double, text: String) {
    #expect(HumanUnits.time(value) == text)
  }

  @Test(
    arguments: [
      (0, "-"), (0.009, "<0.01"), (.nan, "-"), (12.34, "12.3"), (2.68e9, "2.68 G"),
      (999.6, "1.00 k"),
    ] as [(Double, String)])
  func rates(value: Double, text: String) {
    #expect(HumanUnits.rate(value) == text)
  }

  @Test func theSummaryDecidesTheExitCode() {
    let all = VerdictSummary([proved, sampled, refuted, undecided, skipped, proved])
    #expect(all.text == "2 proved, 1 sampled, 1 refuted, 1 undecided, 1 skipped")
    #expect(all.exitCode == 1)
    #expect(VerdictSummary([proved, undecided]).exitCode == 4)
    #expect(VerdictSummary([proved, skipped]).exitCode == 0)
    #expect(VerdictSummary([]).text == "nothing to verify")
  }
}
