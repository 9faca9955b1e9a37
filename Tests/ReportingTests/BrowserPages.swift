import Foundation
import Reporting
import Results
import Testing

import struct Results.Measurement

/// Pages with every kind of figure, for eyes and for a browser.
///
/// With `ASSAY_PAGES` naming a directory they are left there; `Tests/Browser/report_pages.py` opens
/// them.
@Suite struct BrowserPages {
  private static let accumulators = [
    "exact", "float32", "float32-unfused", "float16", "bfloat16", "fmaq-m7e4-12-10",
    "fmaq-m7e4-12-10-no-underflow", "float32-lanes-8", "float32-kahan",
  ]
  private static let formats = ["float8_e4m3fn", "float8_e5m2", "bfloat16"]

  /// Values of a plausible shape: rising with length and accumulator.
  private static func value(_ accumulator: Int, _ format: Int, _ length: Double) -> Double {
    Double(accumulator) * length.squareRoot() * [1e-7, 1e-5, 1e-4][format]
      * Double((accumulator * 7 + format * 3 + Int(length)) % 5 + 1)
  }

  private var records: [ExperimentRecord] {
    var records: [ExperimentRecord] = [
      .run(
        ExperimentRun(
          experiment: "dot-products", command: "assay drift dot-products --seed 7 --out drift",
          seed: 7, version: "1.0", specifications: "9f8a7c6b5d4e3f2a",
          parameters: ["samples": "4096", "formats": Self.formats.joined(separator: ", ")]))
    ]
    for (row, format) in Self.formats.enumerated() {
      for (column, accumulator) in Self.accumulators.enumerated() {
        let series = ["accumulator": accumulator, "format": format]
        for power in stride(from: 4, through: 16, by: 2) {
          let length = Double(1 << power)
          records.append(
            .measurement(
              Measurement(
                experiment: "dot-products", series: series, x: length,
                quantity: "relative error", statistic: "rms",
                value: Self.value(column, row, length))))
        }
        records.append(
          .measurement(
            Measurement(
              experiment: "dot-products", series: series, quantity: "lost products",
              statistic: "share", value: Double((column * 5 + row * 3) % 11) / 11,
              exact: "\((column * 5 + row * 3) % 11)/11")))
      }
    }
    records.append(
      .worst(
        WorstCase(
          experiment: "dot-products",
          series: ["accumulator": "bfloat16", "format": "float8_e4m3fn"],
          quantity: "relative error", value: 0.25,
          operands: (0..<64).map { "\($0)/16" }.joined(separator: ", "), exact: "1234567/1024",
          got: "1208", derivation: ["1 * 2 = 2", "2 + 1/256 is 2: less than half a step"])))
    records.append(
      .remark(experiment: "dot-products", text: "A peer was absent: <b>no</b> column for it."))
    records.append(.end(experiment: "dot-products"))
    records.append(
      .run(
        ExperimentRun(
          experiment: "training", command: "assay drift training", seed: 1, version: "1.0",
          specifications: "9f8a")))
    for (column, accumulator) in Self.accumulators.prefix(4).enumerated() {
      for step in stride(from: 0.0, to: 300, by: 5) {
        records.append(
          .measurement(
            Measurement(
              experiment: "training", series: ["accumulator": accumulator], x: step,
              quantity: "loss", statistic: "mean",
              value: 2.3 / (1 + step / 20) + Double(column) / 50)))
      }
    }
    return records
  }

  private var sheets: [ExperimentSheet] {
    let error = { (id: String, facet: String?) in
      FigureDescription(
        id: id, title: "RMS error by length.", caption: "It grows with the length of the sum.",
        quantity: "relative error", statistic: "rms", mark: .line,
        horizontal: .init("products in the sum", isLogarithmic: true),
        vertical: .init("RMS relative error", isLogarithmic: true),
        colour: facet == nil ? "format" : "accumulator", facet: facet)
    }
    let share = { (id: String, mark: FigureDescription.Mark, axis: String, colour: String?) in
      FigureDescription(
        id: id, title: "Share of lost products by \(axis).",
        caption: "A product is lost when it "
          + "changes nothing.", quantity: "lost products", statistic: "share", mark: mark,
        horizontal: .init(axis, series: axis),
        vertical: .init("share", isLogarithmic: mark == .point),
        colour: colour)
    }
    return [
      ExperimentSheet(
        experiment: "dot-products", title: "How far dot products drift with their length",
        paragraphs: ["Sums of products, against exact ones.", "A line of slope 1 is swamped."],
        figures: [
          error("error", "format"), error("error-by-format", nil),
          share("share", .bar, "accumulator", "format"),
          share("share-points", .point, "format", "accumulator"),
          share("share-plain", .bar, "accumulator", "accumulator"),
        ],
        tables: [
          TableDescription(
            title: "Error.", rows: ["format", "accumulator"],
            columns: .abscissas(.init("relative error", "rms", heading: "products in the sum"))),
          TableDescription(
            title: "Lost products.", rows: ["format", "accumulator"],
            columns: .quantities([.init("lost products", "share", heading: "share")])),
        ], smallerIsBetter: ["relative error"]),
      ExperimentSheet(
        experiment: "training", title: "Training", paragraphs: ["A network is trained."],
        figures: [
          FigureDescription(
            id: "loss", title: "Loss by step.", caption: "It falls.", quantity: "loss",
            statistic: "mean", mark: .line, horizontal: .init("step"),
            vertical: .init("mean loss"), colour: "accumulator")
        ], tables: []),
    ]
  }

  @Test("pages of every kind are written, with pictures where a renderer is there")
  func write() async throws {
    let records = records
    let old = records.enumerated().map { place, record in
      guard case .measurement(var measurement) = record, place % 40 == 3 else { return record }
      measurement.value *= 0.75
      return ExperimentRecord.measurement(measurement)
    }
    let comparison = Comparison(old: old, new: records, sheets: sheets, bound: 0.01)
    try await withScratchDirectory { scratch in
      let environment = ProcessInfo.processInfo.environment
      let directory = environment["ASSAY_PAGES"] ?? scratch
      let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
      let renderer =
        environment["ASSAY_PAGES"] == nil ? nil : try ChartRenderer.find(directory: root.path)
      let outcome = try ExperimentReport.write(
        records: records, sheets: sheets, to: directory, renderer: renderer,
        comparison: comparison)
      #expect(outcome.files.count { $0.hasSuffix(".html") } == 3)
      #expect(outcome.files.count { $0.hasPrefix("specs/") } == 6)
      #expect(outcome.shortcomings.isEmpty == (renderer != nil), "\(outcome.shortcomings)")
    }
  }
}
