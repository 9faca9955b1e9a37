import Foundation
import Results
import Testing

import struct Results.Measurement

@Suite struct ExperimentFileTests {
  @Test func linesAreGolden() throws {
    let lines = try sampleRecords.prefix(3).map { try ExperimentFile.line($0) }
    #expect(
      lines == [
        """
        {"command":"assay drift sums --seed 7","experiment":"sums","parameters":{"samples":"64"},\
        "record":"run","seed":7,"specifications":"1f2e","version":"1.0"}
        """,
        """
        {"exact":"1/1024","experiment":"sums","quantity":"relative error","record":"measurement",\
        "series":{"accumulator":"float16"},"statistic":"rms","value":0.0009765625,"x":16}
        """,
        """
        {"experiment":"sums","quantity":"relative error","record":"measurement",\
        "series":{"accumulator":"float16"},"statistic":"rms","value":0.015625,"x":64}
        """,
      ])
  }

  @Test func recordsAreReadBack() async throws {
    try await withScratchDirectory { directory in
      let path = directory + "/deep/drift.jsonl"
      try ExperimentFile.write(sampleRecords, to: path)
      #expect(try ExperimentFile.records(path) == sampleRecords)
      try ExperimentFile.write(Array(sampleRecords.prefix(2)), to: path)
      try ExperimentFile.append(Array(sampleRecords.dropFirst(2)), to: path)
      #expect(try ExperimentFile.records(path) == sampleRecords)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: directory + "/deep") == ["drift.jsonl"])
    }
  }

  @Test("a file cut at any byte keeps every whole line and names what is missing")
  func cutShort() async throws {
    try await withScratchDirectory { directory in
      let path = directory + "/drift.jsonl"
      let text = Data(try sampleRecords.map { try ExperimentFile.line($0) + "\n" }.joined().utf8)
      for length in stride(from: 1, to: text.count - 1, by: 7) {
        try text.prefix(length).write(to: URL(fileURLWithPath: path))
        let reading = try ExperimentFile.read(path)
        let whole = text.prefix(length).count { $0 == UInt8(ascii: "\n") }
        let isTorn = text[length - 1] != UInt8(ascii: "\n") && text[length] != UInt8(ascii: "\n")
        let complete = text[length] == UInt8(ascii: "\n") ? whole + 1 : whole
        #expect(reading.records == Array(sampleRecords.prefix(complete)))
        #expect(reading.faults.contains { $0.kind == .brokenLine } == isTorn)
        if complete > 0, let fault = reading.faults.first {
          #expect((fault.file, fault.line, fault.experiment) == (path, complete, "sums"))
          #expect(fault.kind == .cutShort)
        }
        #expect(throws: ExperimentFileError.self) { try ExperimentFile.records(path) }
      }
    }
  }

  @Test func runningAgainSupersedesWhatWasCutShort() async throws {
    try await withScratchDirectory { directory in
      let path = directory + "/drift.jsonl"
      let first = try ExperimentFile.line(sampleRecords[0])
      let torn = try ExperimentFile.line(sampleRecords[1]).dropLast(9)
      try "\(first)\n\(torn)".write(toFile: path, atomically: true, encoding: .utf8)
      try ExperimentFile.append(sampleRecords, to: path)
      let reading = try ExperimentFile.read(path)
      #expect(reading.records == sampleRecords)
      #expect(reading.faults == [])
    }
  }

  @Test func faultsAreNamed() async throws {
    try await withScratchDirectory { directory in
      let path = directory + "/drift.jsonl"
      let lines = try sampleRecords.map { try ExperimentFile.line($0) }
      let spoilt = [
        lines[1], lines[0], lines[1], "", lines[1], "{}", #"{"record":"end"}"#,
        #"{"record":"ending"}"#, lines[2].replacing("0.015625", with: "\"1/64\""),
        try ExperimentFile.line(.end(experiment: "sums")), lines[2],
      ]
      try spoilt.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
      let reading = try ExperimentFile.read(path)
      #expect(reading.records == [sampleRecords[0], sampleRecords[1], .end(experiment: "sums")])
      let again = "run the experiment again"
      let kept = "run the experiment again; the lines before it are kept"
      #expect(
        reading.faults.map(\.description) == [
          "\(path):5: experiment sums: the measurement of line 3 again; delete one of them",
          "\(path):6: experiment sums: not a record (no \"record\"); \(kept)",
          "\(path):7: experiment sums: not a record (no \"experiment\"); \(kept)",
          "\(path):8: experiment sums: not a record (\"record\" has no such value); \(kept)",
          "\(path):9: experiment sums: not a record (\"value\" is of another type); \(kept)",
          "\(path):11: experiment sums: a record behind its end; \(again)",
        ])
      try lines[1].write(toFile: path, atomically: true, encoding: .utf8)
      #expect(
        try ExperimentFile.read(path).faults.map(\.description) == [
          "\(path):1: experiment sums: a record before the experiment's run; \(again)"
        ])
    }
  }

  @Test func whatCannotBeWrittenIsRefused() async throws {
    try await withScratchDirectory { directory in
      #expect(throws: ExperimentFileError.self) { try ExperimentFile.write([], to: directory) }
      #expect(throws: ExperimentFileError.self) { try ExperimentFile.append([], to: directory) }
      #expect(throws: ExperimentFileError.self) { try ExperimentFile.read(directory + "/none") }
      let path = directory + "/drift.jsonl"
      let broken = Measurement(
        experiment: "sums", series: [:], quantity: "error", statistic: "max", value: .infinity)
      let error = #expect(throws: ExperimentFileError.self) {
        try ExperimentFile.append([.measurement(broken)], to: path)
      }
      #expect(
        error?.description
          == "\(path): experiment sums: a value is NaN or infinite; record a remark instead")
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test(
    "numbers are short and plain",
    arguments: [
      (0, "0"), (-0.0, "-0"), (1_048_576, "1048576"), (-3, "-3"), (0.5, "0.5"),
      (0.001234567, "0.001235"), (0.0009765625, "9.766e-4"), (9999.99, "10000"),
      (123456.7, "123457"), (12345678, "1.235e7"), (-1.5e-12, "-1.5e-12"), (99.9951, "100"),
    ])
  func plainNumbers(value: Double, text: String) {
    #expect(PlainNumber.text(value) == text)
  }
}
