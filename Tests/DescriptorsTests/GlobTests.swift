import Descriptors
import Testing

@Suite("globs")
struct GlobTests {
  @Test("match the whole name")
  func whole() {
    for (pattern, name, matches) in [
      ("", "", true), ("", "a", false), ("a", "", false), ("abc", "abc", true),
      ("abc", "abcd", false), ("abc", "ab", false), ("Abc", "abc", false),
      ("*", "", true), ("*", "anything", true), ("**", "x", true), ("a*", "a", true),
      ("float8_*", "float8_e4m3fn", true), ("float8_*", "float6_e2m3fn", false),
      ("*fnuz", "float8_e4m3fnuz", true), ("*fn", "float8_e4m3fnuz", false),
      ("?", "", false), ("?", "a", true), ("?", "ab", false), ("int?", "int4", true),
      ("int?", "int16", false), ("Binary*p?s*", "Binary8p4se", true),
      ("Binary*p?s*", "Binary16p11se", false), ("a*b*c", "aXbYbZc", true),
      ("a*b*c", "aXcYb", false), ("*a?", "aab", true), ("*ab", "aab", true),
      ("[ab]", "a", false), ("[ab]", "[ab]", true),
    ] {
      #expect(Glob(pattern).matches(name) == matches, "'\(pattern)' and '\(name)'")
    }
  }

  @Test("agree with a definition by recursion on all short words")
  func recursion() {
    func words(_ letters: [Character], _ most: Int) -> [String] {
      var all = [""]
      var last = [""]
      for _ in 0..<most {
        last = last.flatMap { word in letters.map { word + String($0) } }
        all += last
      }
      return all
    }
    func matches(_ pattern: Substring, _ name: Substring) -> Bool {
      guard let first = pattern.first else { return name.isEmpty }
      let rest = pattern.dropFirst()
      if first == "*" {
        return matches(rest, name) || (!name.isEmpty && matches(pattern, name.dropFirst()))
      }
      guard let letter = name.first else { return false }
      return (first == "?" || first == letter) && matches(rest, name.dropFirst())
    }
    let names = words(["a", "b"], 4)
    let wrong = words(["a", "b", "*", "?"], 4).flatMap { pattern in
      names.filter { Glob(pattern).matches($0) != matches(pattern[...], $0[...]) }
        .map { "'\(pattern)' and '\($0)'" }
    }
    #expect(wrong == [])
  }

  @Test("many stars take no exponential time")
  func stars() {
    let pattern = String(repeating: "a*", count: 60) + "b"
    #expect(!Glob(pattern).matches(String(repeating: "a", count: 500)))
  }
}
