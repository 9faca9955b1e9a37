import Descriptors
import Foundation
import Specs
import Testing

/// The message for a text added as `my.yaml`, or `nil` where it is accepted.
private func message(_ text: String) -> String? {
  do {
    var catalog = try Catalog.builtIn()
    try catalog.add(specification: text, file: "my.yaml")
    return nil
  } catch {
    return error.description
  }
}

private let mask = """
  masks:
    - name: mine
      rule: transposable
      judged: [transposable-3:6]
      source: me
      page: transposable

  """

private let estimator = """
  estimators:
    - name: mine
      design: systematic
      judged: [mvue-3:7]
      unbiased: true
      minimum-variance: true
      source: me
      page: mvue

  """

@Suite struct SparsityEntryTests {
  @Test func everyRuleAndDesignHasAnEntry() throws {
    let catalog = try Catalog.builtIn()
    for rule in MaskEntry.Rule.allCases {
      #expect(
        catalog.masks.contains { $0.rule == rule },
        "add to Specs/masks.yaml: - {name: \(rule.rawValue), rule: \(rule.rawValue), ...}")
    }
    for design in EstimatorEntry.Design.allCases {
      #expect(
        catalog.estimators.contains { $0.design == design },
        "add to Specs/estimators.yaml: - {name: \(design.rawValue), design: ..., ...}")
    }
    #expect(catalog.masks.first?.judged.first?.name == "1:2")
    #expect(catalog.estimators.first?.judged.map(\.name).contains("mvue-2:4") == true)
  }

  @Test func usersAddTheirOwn() throws {
    var catalog = try Catalog.builtIn()
    try catalog.add(specification: mask + estimator, file: "my.yaml")
    #expect(catalog.masks.last?.judged.map(\.name) == ["transposable-3:6"])
    #expect(catalog.estimators.last?.judged.map(\.name) == ["mvue-3:7"])
    #expect(message(mask.replacing("transposable-3:6", with: "transposable-6:3")) != nil)
  }

  @Test(arguments: [
    ("rule: transposable", "rule: transposible", "my.yaml:3:11: mask 'mine': 'rule' cannot be"),
    (
      "rule: transposable", "rules: transposable", "my.yaml:3:5: unknown key 'rules' in mask 'mine'"
    ),
    ("transposable-3:6", "3:6", "my.yaml:4:14: 'judged' of mask 'mine' cannot be '3:6'"),
    ("transposable-3:6", "transposable-3:33", "my.yaml:4:14: 'judged' of mask 'mine' cannot be"),
    ("[transposable-3:6]", "[]", "my.yaml:4:13: mask 'mine': 'judged' is empty"),
    ("    source: me\n", "", "my.yaml:2:5: mask 'mine' lacks 'source'"),
    ("name: mine", "name: Sequential", "my.yaml:2:5: mask 'Sequential' is there already"),
  ])
  func masksAreReadStrictly(old: String, new: String, expected: String) {
    #expect(mask.contains(old))
    let found = message(mask.replacing(old, with: new)) ?? "accepted"
    #expect(found.hasPrefix(expected), "\(found)")
  }

  @Test(arguments: [
    ("design: systematic", "design: uniform", "'judged' of estimator 'mine' cannot be 'mvue-3:7'"),
    ("mvue-3:7", "mvue-7:3", "'judged' of estimator 'mine' cannot be 'mvue-7:3'"),
    ("    unbiased: true\n", "", "estimator 'mine' lacks 'unbiased'"),
    ("unbiased: true", "unbiased: false", "'minimum-variance' is true of a biased estimator"),
    ("design: systematic", "design: prune-below", "'judged' has no place here"),
    ("page: mvue", "pages: mvue", "unknown key 'pages' in estimator 'mine'"),
  ])
  func estimatorsAreReadStrictly(old: String, new: String, expected: String) {
    #expect(estimator.contains(old))
    let found = message(estimator.replacing(old, with: new)) ?? "accepted"
    #expect(found.hasPrefix("my.yaml:") && found.contains(expected), "\(found)")
  }

  @Test(arguments: [
    ("4:2", "the pattern 4:2 of '4:2' keeps more than there are"),
    ("0:4", "the pattern 0:4 of '0:4' keeps nothing"),
    ("1:65", "the block of '1:65' has 65 elements; blocks have at most 64"),
    ("transposable-2:40", "the tile of 'transposable-2:40' has 40 rows; tiles have at most 32"),
    ("transposable", "'transposable' is a rule without its parameter; write transposable-N:M"),
    ("transposeable-2:4", "unknown mask 'transposeable-2:4'; nearest: transposable-2:4"),
    ("2;4", "unknown mask '2;4'; nearest: "),
  ])
  func masksThatAreNone(name: String, expected: String) throws {
    let catalog = try Catalog.builtIn()
    let error = #expect(throws: SpecError.self) { try catalog.maskRule(named: name) }
    #expect(error?.description.hasPrefix(expected) == true, "\(String(describing: error))")
    #expect(try catalog.maskRule(named: "5:9").name == "5:9")
    #expect(try catalog.pruning(named: "mvue-5:9").name == "mvue-5:9")
  }

  @Test func pruningsReadBackTheirNames() throws {
    for entry in try Catalog.builtIn().estimators {
      for pruning in entry.judged {
        #expect(BlockPruning(named: pruning.name) == pruning)
        #expect(BlockPruning(named: "0" + pruning.name) == nil)
      }
    }
    for name in ["mvue-02:4", "mvue-2:4/", "greedy-2:4/pair-table", "mvue-2:4/quantised-08"] {
      #expect(BlockPruning(named: name) == nil, "\(name)")
    }
  }

  /// The pages that entries name are there.
  @Test func pagesExist() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let catalog = try Catalog.builtIn()
    for page in Set(catalog.masks.map(\.page) + catalog.estimators.map(\.page)) {
      let file = root.appendingPathComponent("Specs/pages/\(page).md").path
      #expect(FileManager.default.fileExists(atPath: file), "write Specs/pages/\(page).md")
    }
  }
}
