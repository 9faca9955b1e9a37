import Harness
import Testing

/// How a law runs in a test: the test is one search and records at most one issue.
@Suite struct ExampleTests {
  @Test(arguments: [3, 5])
  func reversingTwiceIsTheIdentity(length: Int) async {
    let property = Property(id: "list/reverse-\(length)", subject: "Array") { choices in
      let list = choices.drawList(atMost: length) { choices in choices.draw(upTo: 3) }
      choices.describe("\(list)")
      return .equal(expected: list, got: list.reversed().reversed())
    }
    let result = await Search(.exhaustive).run(property)
    if !result.verdict.conforms {
      Issue.record("\(result.verdict.counterexample?.description ?? "\(result.verdict)")")
    }
  }
}
