import Foundation
import Results

import struct Results.Measurement

/// A small experiment with everything that a results file may hold.
let sampleRecords: [ExperimentRecord] = [
  .run(
    ExperimentRun(
      experiment: "sums", command: "assay drift sums --seed 7", seed: 7, version: "1.0",
      specifications: "1f2e", parameters: ["samples": "64"])),
  .measurement(sum("float16", 16, 0.0009765625, exact: "1/1024")),
  .measurement(sum("float16", 64, 0.015625)),
  .measurement(sum("bfloat16", 16, 0.0078125)),
  .measurement(sum("bfloat16", 64, 0)),
  .measurement(
    Measurement(
      experiment: "sums", series: ["accumulator": "float16"], quantity: "products",
      statistic: "count", value: 1_048_576)),
  .worst(
    WorstCase(
      experiment: "sums", series: ["accumulator": "bfloat16"], quantity: "relative error",
      value: 0.25, operands: "1, <2>, 4", exact: "7", got: "8 & more",
      derivation: ["1 + 2 = 3", "3 + 4 < 8"])),
  .remark(experiment: "sums", text: "No peer was there: <script>alert(1)</script>"),
  .end(experiment: "sums"),
]

func sum(_ accumulator: String, _ x: Double, _ value: Double, exact: String? = nil) -> Measurement {
  Measurement(
    experiment: "sums", series: ["accumulator": accumulator], x: x, quantity: "relative error",
    statistic: "rms", value: value, exact: exact)
}

/// How the sample is shown.
let sampleSheet = ExperimentSheet(
  experiment: "sums", title: "Sums", paragraphs: ["How far sums drift."],
  figures: [
    FigureDescription(
      id: "error", title: "Error by length.", caption: "It grows.", quantity: "relative error",
      statistic: "rms", mark: .line, horizontal: .init("products", isLogarithmic: true),
      vertical: .init("RMS relative error", isLogarithmic: true), colour: "accumulator")
  ],
  tables: [
    TableDescription(
      title: "Error.", rows: ["accumulator"],
      columns: .abscissas(.init("relative error", "rms", heading: "products"))),
    TableDescription(
      title: "Counts.", rows: ["accumulator"],
      columns: .quantities([.init("products", "count", heading: "products")])),
  ], smallerIsBetter: ["relative error"])
