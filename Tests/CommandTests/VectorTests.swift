import Foundation
import Testing

@Suite("vectors out, answers in")
struct VectorTests {
  private static let cast = "cast --from float16 --to float8_e4m3fn"

  private func cases(_ operation: String) throws -> [String] {
    let run = try Command.run("vectors \(operation)")
    #expect(run.status == 0)
    return run.text.split(separator: "\n" as Character).map(String.init)
  }

  /// What the reference answers to cases.
  private func answers(_ operation: String) throws -> [String] {
    let stream = try Command.run("vectors \(operation) --frames").output
    let results = try Command.run(
      "apply \(operation) --by reference", input: .file([UInt8](stream))
    ).output
    return results.map { String(format: "%02X", $0) }
  }

  private func judge(_ operation: String, _ rows: [String]) throws -> Command.Result {
    try Command.run(
      "judge \(operation)", input: .file([UInt8]((rows.joined(separator: "\n") + "\n").utf8)))
  }

  @Test("every case comes once, the same for the same seed, in hex of fixed width")
  func vectors() throws {
    let lines = try cases(Self.cast)
    #expect(Set(lines).count == lines.count)
    #expect(lines.allSatisfy { $0.wholeMatch(of: /[0-9A-F]{4}/) != nil })
    let sums = "add --format float16"
    let some = try cases(sums)
    #expect(Set(some).count == some.count)
    #expect(some.allSatisfy { $0.wholeMatch(of: /[0-9A-F]{4} [0-9A-F]{4}/) != nil })
    #expect(try cases(sums) == some)
    #expect(try cases("\(sums) --seed 2") != some)
    let words = try cases("cast --from float16 --to float8_e4m3fn --rounding stochastic-8")
    #expect(words.allSatisfy { $0.wholeMatch(of: /[0-9A-F]{4} [0-9A-F]{8}/) != nil })
  }

  @Test("right answers conform in order and, with their cases, in any order")
  func right() throws {
    let (asked, got) = (try cases(Self.cast), try answers(Self.cast))
    #expect(try judge(Self.cast, got).status == 0)
    let tagged = zip(asked, got).map { "\($0) \($1)" }.reversed()
    let run = try judge(Self.cast, Array(tagged))
    #expect(run.status == 0)
    #expect(run.text.contains("proved"))
  }

  @Test("a wrong answer is refuted with the smallest case, also when others are missing")
  func wrong() throws {
    let got = try answers(Self.cast)
    let broken = got.map { $0 == "08" ? "09" : $0 }
    let run = try judge(Self.cast, broken)
    #expect(run.status == 1)
    #expect(run.text.contains("expected: 0x08"))
    #expect(run.text.contains("answers differ"))
    let fewer = try judge(Self.cast, Array(broken.prefix(20000)))
    #expect(fewer.status == 1)
    #expect(fewer.text.contains("cases were not answered"))
  }

  @Test("missing answers leave the verdict open")
  func missing() throws {
    let (asked, got) = (try cases(Self.cast), try answers(Self.cast))
    let rows = zip(asked, got).map { "\($0) \($1)" }
    let run = try judge(Self.cast, rows.enumerated().filter { $0.offset != 7 }.map(\.element))
    #expect(run.status == 4)
    #expect(run.text.contains("1 of 65536 cases were not answered"))
  }
}
