import Foundation
import Harness
import Testing

@Suite struct CheckpointTests {
  private let search = Search(.exhaustive, shard: Shard("2/4") ?? .whole)

  @Test func aStateIsReadBack() async throws {
    try await withScratchDirectory { directory in
      let checkpoint = Checkpoint(
        directory: directory + "/deep", property: pairs, search: search, hash: "abc")
      #expect(try checkpoint.load() == nil)
      var tally = Tally(classes: ["never", "two words"])
      tally.cases = .max
      tally.discarded = 3
      tally.undecided = 2
      tally.firstUndecided = "a line\nand \\n another"
      tally.longest = 9
      for cursor in [Cursor.sequence([1, .max]), .end, .index(77)] {
        let state = SearchState(cursor: cursor, tally: tally, seconds: 0.1 + 0.2)
        try checkpoint.save(state)
        #expect(try checkpoint.load() == state)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory + "/deep").count == 1)
    }
  }

  @Test func anInterruptedSearchGoesOn() async throws {
    try await withScratchDirectory { directory in
      var rounds = 0
      while true {
        var next = search
        next.caseLimit = 5_000
        let checkpoint = Checkpoint(
          directory: directory, property: pairs, search: next, hash: "abc")
        next.start = try checkpoint.load()
        let result = await next.run(pairs)
        try checkpoint.save(#require(result.state))
        rounds += 1
        if !result.isIncomplete {
          #expect(result.verdict == .proved(cases: 16_384))
          break
        }
      }
      #expect(rounds == 4)
    }
  }

  @Test func aCheckpointOfAnotherSearchIsRefused() async throws {
    try await withScratchDirectory { directory in
      let checkpoint = Checkpoint(
        directory: directory, property: pairs, search: search, hash: "abc")
      try checkpoint.save(SearchState(cursor: .sequence([1])))
      let other = Checkpoint(directory: directory, property: pairs, search: search, hash: "abd")
      #expect(other.path == checkpoint.path)
      let error = #expect(throws: CheckpointError.self) { try other.load() }
      #expect(
        error?.description == "\(checkpoint.path): is of another search: its specification is abc, "
          + "now it is abd; delete the file to begin anew, or search as it says")
      let sample = Checkpoint(
        directory: directory, property: pairs,
        search: Search(.sampled(count: 9, seed: 1), shard: search.shard), hash: "abc")
      #expect(throws: CheckpointError.self) { try sample.load() }

      // Another shard has a file of its own, and refuses this one under its name.
      let elsewhere = Checkpoint(
        directory: directory, property: pairs, search: Search(.exhaustive), hash: "abc")
      #expect(elsewhere.path != checkpoint.path)
      #expect(try elsewhere.load() == nil)
      try FileManager.default.copyItem(atPath: checkpoint.path, toPath: elsewhere.path)
      let moved = #expect(throws: CheckpointError.self) { try elsewhere.load() }
      #expect(moved?.problem == "is of another search: its shard is 2/4, now it is 1/1")
    }
  }

  @Test func aDamagedFileIsRefused() async throws {
    try await withScratchDirectory { directory in
      let checkpoint = Checkpoint(
        directory: directory, property: pairs, search: search, hash: "abc")
      try checkpoint.save(SearchState(cursor: .sequence([1])))
      let text = try String(contentsOfFile: checkpoint.path, encoding: .utf8)
      for damaged in [
        "", String(text.dropLast(5)), text.replacingOccurrences(of: "cursor at", with: "cursor to"),
        text.replacingOccurrences(of: "cases 0\n", with: ""),
      ] {
        try damaged.write(toFile: checkpoint.path, atomically: true, encoding: .utf8)
        let error = #expect(throws: CheckpointError.self) { try checkpoint.load() }
        #expect(error?.remedy == "delete the file to begin anew")
      }
    }
  }
}
