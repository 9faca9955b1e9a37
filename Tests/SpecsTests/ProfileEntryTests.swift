import Descriptors
import Specs
import Testing

@Suite struct ProfileEntryTests {
  private static let good = """
    profiles:
      - name: mine
        source: A document.
        sets: {A: [Binary4p2sf]}
        operations:
          - {kinds: [add], for: {x: A}, operands: [x, x], result: x}
    """

  @Test func isRead() throws {
    var catalog = try Catalog.builtIn()
    try catalog.add(specification: Self.good, file: "mine.yaml")
    let profile = try catalog.profile(named: "MINE")
    #expect(profile.operations.count == 1 && profile.formats.map(\.name) == ["Binary4p2sf"])
  }

  @Test(arguments: [
    ("name: mine", "name: p3109-minimum", "is there already"),
    ("source: A document.", "note: none", "lacks 'source'"),
    ("kinds: [add]", "kinds: [ad]", "unknown operation 'ad'"),
    ("kinds: [add]", "kinds: []", "'kinds' is empty"),
    ("kinds: [add]", "kinds: [fma]", "fma has 3 operands, not 2"),
    ("kinds: [add]", "kinds: [compare-less]", "follows from the function"),
    (", result: x", "", "add lacks 'result'"),
    ("for: {x: A}", "for: {x: A B}", "'x' ranges over 'A B'"),
    ("operands: [x, x]", "operands: [x, y]", "'y' is no variable"),
    ("A: [Binary4p2sf]", "A: []", "set 'A' is empty"),
    ("A: [Binary4p2sf]", "A: [Binary4p9sf]", "Binary4p9sf"),
    ("source: A", "like: mine\n    source: A", "unknown profile 'mine'"),
    ("source: A", "like: p3109-minimum\n    source: A", "both say what is required"),
    ("source: A", "dialect: nowhere\n    source: A", "unknown dialect 'nowhere'"),
    ("source: A", "dialects: nowhere\n    source: A", "unknown key 'dialects'"),
  ])
  func mistakes(_ text: String, _ other: String, _ message: String) throws {
    var catalog = try Catalog.builtIn()
    let wrong = Self.good.replacing(text, with: other)
    do {
      try catalog.add(specification: wrong, file: "mine.yaml")
      Issue.record("accepted: \(other)")
    } catch {
      #expect("\(error)".contains(message), "\(error)")
    }
  }
}
