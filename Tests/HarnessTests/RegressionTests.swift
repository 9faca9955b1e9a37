import Foundation
import Harness
import Testing

private let sum = Property(id: "sum/small", subject: "digits") { choices in
  let a = choices.draw(upTo: 9)
  let b = choices.draw(upTo: 9)
  try choices.require(a != 5)
  choices.describe("\(a) + \(b) | done")
  return .when(a + b < 17, expected: "less than 17", got: "\(a + b)")
}

@Suite struct RegressionTests {
  @Test func aFailureIsRememberedOnce() async throws {
    try await withScratchDirectory { directory in
      let path = directory + "/Regressions"
      #expect(try Regressions(directory: path).entries.isEmpty)
      let found = await Search(.exhaustive).run(sum).verdict.counterexample
      let counterexample = try #require(found)
      #expect(try Regressions.append(counterexample, to: path))
      #expect(try !Regressions.append(counterexample, to: path))

      let text = try String(contentsOfFile: path + "/sum.txt", encoding: .utf8)
      #expect(text.hasPrefix("# Failures of the past"))
      #expect(text.hasSuffix("\nsum/small | 8,9 | 8 + 9 | done\n"))
      let book = try Regressions(directory: path)
      #expect(book.choices(for: "sum/small") == [[8, 9]])
      #expect(book.stale(among: [sum, pairs]).isEmpty)
      let entry = try #require(book.entries.first)
      #expect(entry.text == "8 + 9 | done")
      #expect(entry.line == text.split(separator: "\n", omittingEmptySubsequences: false).count - 1)
    }
  }

  @Test func severalWritersLoseNothing() async throws {
    try await withScratchDirectory { directory in
      await withTaskGroup(of: Void.self) { group in
        for number: UInt64 in 0..<20 {
          group.addTask {
            let case_ = Counterexample(
              law: "many/\(number % 3)", subject: "", choices: [number], text: "line\none",
              expected: "", got: "")
            #expect(throws: Never.self) { try Regressions.append(case_, to: directory) }
          }
        }
      }
      let entries = try Regressions(directory: directory).entries
      #expect(entries.map(\.choices).sorted { $0[0] < $1[0] } == (0..<20).map { [$0] })
      #expect(entries.allSatisfy { $0.text == "line\none" })
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["many.txt"])
    }
  }

  @Test(arguments: [
    ("gone/law | 1 | x", "no law has the id \"gone/law\""),
    ("sum/small | 1,12 | 1 + 9 | done", "choice 2 is 12, above its bound 9"),
    ("sum/small | 1,2,3 | 1 + 2 | done", "the last 1 of 3 choices are not used"),
    ("sum/small | 1 | 1 + 0 | done", "the case now draws 1 more choices than are stored"),
    ("sum/small | 5,5 | 5 + 5 | done", "the case is discarded"),
    ("sum/small | 1,2 | 2 + 1 | done", "the choices now stand for \"1 + 2 | done\""),
  ])
  func aStaleLineIsRefused(line: String, problem: String) async throws {
    try await withScratchDirectory { directory in
      try write("# comment\n\n\(line)\nsum/small | 1,2 | 1 + 2 | done\n", to: directory)
      let stale = try Regressions(directory: directory).stale(among: [sum])
      #expect(
        stale.map(\.description) == [
          "\(directory)/old.txt:3: \(problem); delete the line, or rewrite it for the case it was about"
        ])
    }
  }

  @Test(arguments: [
    ("sum/small", "not of the form \"law | choices | case\""),
    ("sum/small | 1,2", "not of the form \"law | choices | case\""),
    (" | 1 | x", "not of the form \"law | choices | case\""),
    ("sum/small | 1,b | x", "choice 2 is \"b\", not a number in 0...18446744073709551615"),
  ])
  func aTornLineIsAnError(line: String, problem: String) async throws {
    try await withScratchDirectory { directory in
      try write("\(line)\n", to: directory)
      let error = #expect(throws: RegressionError.self) {
        try Regressions(directory: directory)
      }
      #expect(error?.description.hasPrefix("\(directory)/old.txt:1: \(problem);") == true)
    }
  }

  @Test(arguments: ["a|b", "a\nb", "", " a", "#a"])
  func anIdThatCannotStandInALineIsRefused(law: String) async throws {
    try await withScratchDirectory { directory in
      let bad = Counterexample(
        law: law, subject: "", choices: [], text: "", expected: "", got: "")
      #expect(throws: RegressionError.self) { try Regressions.append(bad, to: directory) }
    }
  }

  @Test func aDirectoryThatIsAFileIsRefused() async throws {
    try await withScratchDirectory { directory in
      try write("", to: directory)
      let file = directory + "/old.txt"
      #expect(throws: RegressionError.self) { try Regressions(directory: file) }
      let some = Counterexample(
        law: "a", subject: "", choices: [], text: "", expected: "", got: "")
      #expect(throws: RegressionError.self) { try Regressions.append(some, to: file) }
    }
  }

  private func write(_ text: String, to directory: String) throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try text.write(toFile: directory + "/old.txt", atomically: true, encoding: .utf8)
  }
}
