import Foundation
import FoundationXML
import Reporting
import Results
import Testing

@Suite struct JUnitTests {
  @Test func theDocumentIsGolden() {
    #expect(
      JUnit.document([proved, refuted, undecided, skipped]) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="assay" tests="4" failures="1" errors="1" skipped="1" time="3724.600031">
          <testsuite name="cast float8_e4m3fn" tests="2" failures="1" errors="0" skipped="0" time="1.600031">
            <testcase classname="cast float8_e4m3fn" name="nearest-even" time="1.600000">
              <system-out>cast/nearest-even: proved, 4294967296 cases</system-out>
            </testcase>
            <testcase classname="cast float8_e4m3fn" name="toward-zero" time="0.000031">
              <failure type="refuted" message="expected 0x7E, got 0x7F">cast/nearest-even does not hold \
        for production&#10;  case:     x = &quot;&lt;&amp;&gt;&quot;&#10;  expected: 0x7E&#10;  got:      \
        0x7F&#10;    exact value 449&#10;    tie to even&#10;  replay:   assay replay cast/nearest-even \
        126,3</failure>
              <system-out>cast/nearest-even: refuted, 127 cases</system-out>
            </testcase>
          </testsuite>
          <testsuite name="mul float8_e5m2" tests="1" failures="0" errors="1" skipped="0" time="3723.000000">
            <testcase classname="mul float8_e5m2" name="up" time="3723.000000">
              <error type="undecided" message="stopped by the time limit after 9 cases"/>
              <system-out>mul/x: undecided, 9 cases</system-out>
            </testcase>
          </testsuite>
          <testsuite name="cast float8_e5m2" tests="1" failures="0" errors="0" skipped="1" time="0.000000">
            <testcase classname="cast float8_e5m2" name="cast/x86" time="0.000000">
              <skipped message="this CPU lacks AVX10.2"/>
              <system-out>cast/x86: skipped, 0 cases</system-out>
            </testcase>
          </testsuite>
        </testsuites>

        """)
  }

  @Test func anyTextSurvivesAParser() throws {
    var odd = undecided
    odd.reason = "<a href='x'>\"&amp;\"</a>\n\ttwo\r\n]]> €"
    odd.operation = "x<y"
    odd.format = "\"f\""
    let document = try XMLDocument(xmlString: JUnit.document([odd]), options: [])
    let error = try #require(try document.nodes(forXPath: "//error").first as? XMLElement)
    #expect(error.attribute(forName: "message")?.stringValue == odd.reason)
    let suite = try #require(try document.nodes(forXPath: "//testsuite").first as? XMLElement)
    #expect(suite.attribute(forName: "name")?.stringValue == "x<y \"f\"")

    odd.reason = "a\u{0}b\u{1B}[31m\u{FFFF}"
    let strange = try XMLDocument(xmlString: JUnit.document([odd]), options: [])
    let message = try #require(try strange.nodes(forXPath: "//error").first as? XMLElement)
    #expect(
      message.attribute(forName: "message")?.stringValue == "a\u{FFFD}b\u{FFFD}[31m\u{FFFD}")
  }

  @Test func itIsWritten() async throws {
    try await withScratchDirectory { directory in
      let path = directory + "/junit.xml"
      try JUnit.write([proved], to: path)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == JUnit.document([proved]))
      #expect(throws: VerdictFileError.self) { try JUnit.write([proved], to: directory) }
    }
  }
}
