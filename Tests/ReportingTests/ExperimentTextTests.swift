import Reporting
import Testing

@Suite("Experiments on a terminal")
struct ExperimentTextTests {
  @Test("Tables, remarks and the command, in order")
  func all() {
    #expect(
      ExperimentText.text(sampleRecords, sheets: [sampleSheet]) == """
        assay drift sums --seed 7

        Error. Columns: products.
        accumulator        16       64
        float16      9.766e-4  0.01562
        bfloat16     0.007812        0

        Counts.
        accumulator  products
        float16       1048576

          No peer was there: <script>alert(1)</script>

        """)
  }

  @Test("Columns that do not fit are named, and no number is shortened", arguments: [26, 29, 30])
  func narrow(width: Int) {
    let text = ExperimentText.text(sampleRecords, sheets: [sampleSheet], width: width)
    let lines: [Substring] = text.split(separator: "\n" as Character)
    #expect(lines.dropLast().allSatisfy { $0.count <= width })
    #expect(text.contains("9.766e-4"))
    #expect(text.contains("0.01562") == (width >= 30))
    #expect(text.contains("Not shown, but") == (width < 30))
    #expect(!text.contains("…"))
  }
}
