import Descriptors
import Testing

@Suite("names of patterns and mask rules")
struct MaskRuleTests {
  @Test(
    "a name leads to its rule and back",
    arguments: [
      "1:1", "2:4", "64:64", "2:4/columns", "sequential-4:8", "sequential-2:4/columns",
      "transposable-4:8", "prune-greedy-16:32", "keep-greedy-2:4", "top-0", "top-10",
      "threshold-0x3F",
    ])
  func roundTrip(name: String) throws {
    #expect(try #require(MaskRule(named: name)).name == name)
  }

  @Test(
    "what is no rule is none",
    arguments: [
      "", "2", "2:", ":4", "0:4", "5:4", "2:65", "2:4:8", "+2:4", "-2:4", "2 :4", "2:4/rows",
      "2:4/columns/columns", "transposable-2:33", "transposable-2:4/columns", "top-", "top--1",
      "top-x", "threshold-3F", "threshold-0x", "threshold-0xG", "sequential-",
    ])
  func refused(name: String) {
    #expect(MaskRule(named: name) == nil)
  }

  @Test("a block pruning says how many words it takes")
  func words() throws {
    let pattern = try #require(BlockPattern(named: "2:4"))
    #expect(BlockPruning(pattern).wordsPerBlock == 1)
    #expect(BlockPruning(pattern, draw: .quantised(bits: 8)).wordsPerBlock == 1)
    #expect(BlockPruning(pattern, draw: .integer).wordsPerBlock == 2)
    #expect(BlockPruning(pattern, design: .successive).wordsPerBlock == 2)
    #expect(BlockPruning(pattern, design: .greedy).wordsPerBlock == 0)
    #expect(BlockPruning(pattern, draw: .quantised(bits: 8)).name == "mvue-2:4/quantised-8")
  }
}
