import Specs
import Testing

@Suite struct DamagedTextTests {
  /// Whatever becomes of a text, it is read or refused with one line that names the file.
  @Test func nothingTraps() throws {
    var random = SplitMix64(state: 2026)
    let bytes = Array(sampleSpecification.utf8)
    let builtIn = try Catalog.builtIn()
    let pieces = [
      "[", "]", "{", "}", ":", "- ", "\"", "'", "\n", "#", "&a ", "*a", "!!x ", "? ", "|", ">",
      "\t", "999999999999999999999", "-1", "~", "<<: ", "---", "%", "@", "`", "\u{feff}", "é",
      "nan", "true", "\u{0}", "*", ", ",
    ].map { Array($0.utf8) }
    var read = 0
    var complaints: [String] = []
    for _ in 0..<1500 {
      var damaged = bytes
      for _ in 0...Int(random.next() % 3) {
        let at = Int(random.next() % UInt64(damaged.count))
        let end = min(damaged.count, at + Int(random.next() % 12))
        switch random.next() % 4 {
        case 0: damaged.removeSubrange(at..<end)
        case 1: damaged.insert(contentsOf: pieces[Int(random.next() % 32)], at: at)
        case 2: damaged.replaceSubrange(at..<end, with: pieces[Int(random.next() % 32)])
        default: damaged.removeSubrange(at...)
        }
        if damaged.isEmpty { break }
      }
      var catalog = builtIn
      do {
        try catalog.add(specification: String(decoding: damaged, as: UTF8.self), file: "my.yaml")
        read += 1
      } catch {
        let line = error.description
        if !line.hasPrefix("my.yaml:") || line.contains("\n") || !line.contains("; ") {
          complaints.append(line)
        }
      }
    }
    #expect(complaints.isEmpty, "\(complaints.first ?? "")")
    // Both ways out are taken, or the damage tests nothing.
    #expect((50...1450).contains(read), "\(read) texts were still readable")
  }

  @Test func hugeAndDeepTexts() throws {
    let builtIn = try Catalog.builtIn()
    for text in [
      String(repeating: "a: ", count: 400_000), String(repeating: "[", count: 100_000),
      String(repeating: "- ", count: 100_000), String(repeating: "? ", count: 100_000),
      (0..<200).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    ] {
      var catalog = builtIn
      #expect(throws: SpecError.self) { try catalog.add(specification: text, file: "my.yaml") }
    }
  }
}

/// A small generator with a fixed seed (Steele, Lea and Flood, 2014).
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
