import Foundation
import Harness
public import Results

/// Verdicts in the XML that build servers read: a suite per operation and format, a case per rule.
///
/// | verdict | in the file |
/// |---|---|
/// | `proved`, `enumerated`, `sampled` | a case that passes |
/// | `refuted` | a failure with the whole counterexample |
/// | `undecided` | an error with the reason |
/// | `skipped` | skipped with the reason |
///
/// The layout is the one of the Jenkins `junit-10.xsd` schema.
public enum JUnit {
  /// The document.
  ///
  /// Suites and cases keep the order in which they first appear.
  public static func document(_ records: [VerdictRecord]) -> String {
    var suites: [(name: String, records: [VerdictRecord])] = []
    for record in records {
      let name = [record.operation, record.format].filter { !$0.isEmpty }.joined(separator: " ")
      if let index = suites.firstIndex(where: { $0.name == name }) {
        suites[index].records.append(record)
      } else {
        suites.append((name, [record]))
      }
    }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"assay\"\(totals(records))>\n"
    for suite in suites {
      text += "  <testsuite name=\"\(escaped(suite.name))\"\(totals(suite.records))>\n"
      for record in suite.records { text += testCase(record, suite: suite.name) }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  /// Replaces the file at once.
  ///
  /// - Throws: `VerdictFileError` when it cannot be written.
  public static func write(_ records: [VerdictRecord], to path: String) throws(VerdictFileError) {
    do {
      try DurableFile.replace(path, with: document(records).utf8)
    } catch {
      throw VerdictFileError(unwritable: path, error)
    }
  }

  private static func totals(_ records: [VerdictRecord]) -> String {
    func count(_ word: String) -> Int { records.count { $0.verdict == word } }
    return " tests=\"\(records.count)\" failures=\"\(count("refuted"))\""
      + " errors=\"\(count("undecided"))\" skipped=\"\(count("skipped"))\""
      + " time=\"\(time(records.reduce(0) { $0 + $1.seconds }))\""
  }

  private static func testCase(_ record: VerdictRecord, suite: String) -> String {
    let name = [record.rule, record.shard.map { "shard \($0)" } ?? ""].filter { !$0.isEmpty }
    let title = name.isEmpty ? record.id : name.joined(separator: " ")
    var text = "    <testcase classname=\"\(escaped(suite))\" name=\"\(escaped(title))\""
    text += " time=\"\(time(record.seconds))\">\n"
    switch record.verdict {
    case "refuted":
      let found = record.counterexample
      let message = "expected \(found?.expected ?? "?"), got \(found?.got ?? "?")"
      text += "      <failure type=\"refuted\" message=\"\(escaped(message))\">"
      text += "\(escaped(VerdictDetail.text(record)))</failure>\n"
    case "undecided":
      text += "      <error type=\"undecided\" message=\"\(escaped(record.reason ?? ""))\"/>\n"
    case "skipped":
      text += "      <skipped message=\"\(escaped(record.reason ?? ""))\"/>\n"
    default: break
    }
    var lines = ["\(record.id): \(record.verdict), \(record.cases) cases"]
    lines += record.warnings.map { "warning: \($0)" }
    if let coverage = record.coverage { lines.append("coverage: \(coverage.summary)") }
    text += "      <system-out>\(escaped(lines.joined(separator: "\n")))</system-out>\n"
    return text + "    </testcase>\n"
  }

  private static func time(_ seconds: Double) -> String { String(format: "%.6f", seconds) }

  /// Text as XML 1.0 allows it in content and in quoted attributes.
  ///
  /// Characters outside its range (section 2.2) become U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x26: result += "&amp;"
      case 0x3C: result += "&lt;"
      case 0x3E: result += "&gt;"
      case 0x22: result += "&quot;"
      case 0x27: result += "&apos;"
      // Written out, or an attribute would turn them into spaces.
      case 0x9, 0xA, 0xD: result += "&#\(scalar.value);"
      case 0..<0x20, 0xFFFE, 0xFFFF: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
