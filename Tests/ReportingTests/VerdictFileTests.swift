import Foundation
import Harness
import Results
import Testing

@Suite struct VerdictFileTests {
  private let all = [proved, sampled, refuted, undecided, skipped]

  @Test func aLineIsGolden() throws {
    #expect(
      try VerdictFile.line(refuted) == """
        {"cases":127,"classes":{},"counterexample":{"choices":"126,3","derivation":["exact value 449",\
        "tie to even"],"expected":"0x7E","got":"0x7F","replay":"assay replay cast/nearest-even 126,3",\
        "text":"x = \\"<&>\\""},"discarded":0,"format":"float8_e4m3fn","id":"cast/nearest-even",\
        "isIncomplete":false,"operation":"cast","rule":"toward-zero","seconds":3.0517578125e-05,\
        "subject":"production","throughput":4161536,"verdict":"refuted","warnings":[]}
        """)
  }

  @Test func recordsAreReadBack() async throws {
    try await withScratchDirectory { directory in
      let path = directory + "/deep/verdicts.jsonl"
      try VerdictFile.write(all, to: path)
      #expect(try VerdictFile.read(path) == all)
      try VerdictFile.write([proved], to: path)
      try VerdictFile.append([sampled], to: path)
      try VerdictFile.append([refuted, undecided], to: path)
      #expect(try VerdictFile.read(path) == [proved, sampled, refuted, undecided])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: directory + "/deep")
          == ["verdicts.jsonl"])
    }
  }

  @Test func theSlowestAreTheLastLineAndNoVerdict() async throws {
    try await withScratchDirectory { directory in
      let path = directory + "/verdicts.jsonl"
      let slowest = SlowestChecks(of: all + all + all)
      #expect(slowest.checks.count == SlowestChecks.most)
      let seconds = slowest.checks.map(\.seconds)
      #expect(seconds == seconds.sorted(by: >))
      try VerdictFile.write(all, slowest: slowest, to: path)
      #expect(try VerdictFile.read(path) == all)
      #expect(try !VerdictFile.mend(path))
      let last = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").last
      #expect(try last.map(String.init) == VerdictFile.line(slowest))
      #expect(last?.hasSuffix("\"kind\":\"slowest\"}") == true)
    }
  }

  @Test func largeNumbersSurvive() async throws {
    try await withScratchDirectory { directory in
      var record = sampled
      record.cases = .max
      record.seed = .max - 1
      record.seconds = 0.1 + 0.2
      try VerdictFile.append([record], to: directory + "/new.jsonl")
      #expect(try VerdictFile.read(directory + "/new.jsonl") == [record])
    }
  }

  @Test func parallelWritersDoNotMix() async throws {
    try await withScratchDirectory { directory in
      let path = directory + "/verdicts.jsonl"
      await withTaskGroup(of: Void.self) { group in
        for number: UInt64 in 0..<30 {
          group.addTask {
            var record = proved
            record.cases = number
            record.warnings = [String(repeating: "long ", count: 2_000)]
            let line = record
            #expect(throws: Never.self) { try VerdictFile.append([line], to: path) }
          }
        }
      }
      let records = try VerdictFile.read(path)
      #expect(records.map(\.cases).sorted() == Array(0..<30))
    }
  }

  @Test func aTornLineIsCutOff() async throws {
    try await withScratchDirectory { directory in
      let path = directory + "/verdicts.jsonl"
      let lines = try [proved, sampled].map { try VerdictFile.line($0) }
      let whole = lines.joined(separator: "\n") + "\n"
      for tail in ["", "{", lines[0].dropLast(1) + "\n", "\0\0\0\n", lines[0]] {
        try (whole + tail).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try VerdictFile.mend(path) == !tail.isEmpty)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == whole)
      }
      try "{\"id".write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try VerdictFile.mend(path))
      #expect(try VerdictFile.read(path).isEmpty)
      // Only the end can be torn.
      try "{\n\(whole)".write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try !VerdictFile.mend(path))
      #expect(throws: VerdictFileError.self) { try VerdictFile.read(path) }
      #expect(throws: VerdictFileError.self) { try VerdictFile.mend(directory + "/none") }
    }
  }

  @Test func aTornEndIsLeftOutByReaders() async throws {
    try await withScratchDirectory { directory in
      let path = directory + "/verdicts.jsonl"
      let line = try VerdictFile.line(sampled)
      for length in [1, 20, line.utf8.count - 1] {
        let torn = String(decoding: line.utf8.prefix(length), as: UTF8.self)
        try "\(try VerdictFile.line(proved))\n\(torn)".write(
          toFile: path, atomically: true, encoding: .utf8)
        var notes: [String] = []
        #expect(try VerdictFile.read(path) { notes.append($0) } == [proved])
        #expect(notes == ["\(path):2: the last line is torn and was left out"])
      }
      // A line that lacks only its break is whole; what is no verdict is no torn one.
      try line.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try VerdictFile.read(path) == [sampled])
      for other in ["{}", "nonsense", "[", "{\n"] {
        try other.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: VerdictFileError.self) { try VerdictFile.read(path) }
      }
    }
  }

  @Test func aBrokenLineIsNamed() async throws {
    try await withScratchDirectory { directory in
      let path = directory + "/verdicts.jsonl"
      let good = try VerdictFile.line(proved)
      for (line, problem) in [
        (String(good.dropLast(9)), "broken JSON"), ("{}", "no \"id\""),
        (
          good.replacingOccurrences(of: "\"cases\":4294967296", with: "\"cases\":\"many\""),
          "\"cases\" is of another type"
        ),
      ] {
        try "\(good)\n\n\(line)\n".write(toFile: path, atomically: true, encoding: .utf8)
        let error = #expect(throws: VerdictFileError.self) { try VerdictFile.read(path) }
        #expect(
          error?.description == "\(path):3: not a verdict (\(problem)); delete the line, "
            + "or run its law again")
      }
      #expect(throws: VerdictFileError.self) { try VerdictFile.read(directory + "/none") }
      #expect(throws: VerdictFileError.self) { try VerdictFile.write([], to: directory) }
      #expect(throws: VerdictFileError.self) { try VerdictFile.append([], to: directory) }
    }
  }
}

/// Runs `body` with a directory of its own, which is removed afterwards.
func withScratchDirectory(_ body: (String) async throws -> Void) async throws {
  let directory = FileManager.default.temporaryDirectory
    .appendingPathComponent("assay-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  try await body(directory.path)
}
