import Testing

@Suite("the sweep")
struct SweepTests {
  @Test("finds a planted mistake and makes its case short", arguments: ["wrong", "trap", "hang"])
  func planted(_ mistake: String) throws {
    let kinds = ["wrong": "refuted", "trap": "trap", "hang": "hang"]
    let kind = try #require(kinds[mistake])
    let found = try SweepCommand.sweep(
      "--planted \(mistake) --only mul --count 400 --jobs 1 --failures 1 --limit 4 --coverage none")
    #expect(found.status == 1)
    let head = try #require(found.lines.first { $0.hasPrefix("\(kind), case ") })
    if mistake == "wrong" { #expect(head.contains("mul/")) }
    let line = try #require(found.lines.first { $0.hasPrefix("assay verify mul ") })
    // Nothing is left that the mistake does not need: a product into 5 bits or more.
    #expect(!line.contains("--rounding") && !line.contains("--overflow"), "\(line)")
    #expect(!line.contains("--dialect") && line.count < 80, "\(line)")
    let total = try #require(found.lines.first { $0.contains("combinations in") })
    #expect(total.contains("1 \(kind)"), "\(total)")
  }

  @Test("goes on behind a case that ended its child")
  func goesOn() throws {
    let found = try SweepCommand.sweep(
      "--planted trap --count 70 --jobs 1 --limit 20 --coverage none --tell")
    let kinds = found.lines.compactMap { line -> String? in
      let words = line.split(separator: " ")
      return words.count > 3 && UInt64(words[0]) != nil ? String(words[1]) : nil
    }
    // Each of them ended a child, and the next case was judged by another.
    #expect(kinds.count { $0 == "trap" } > 1)
    #expect(kinds.contains("conforms"))
  }

  @Test("draws the same cases for the same seed")
  func reproducible() throws {
    let all = try SweepCommand.sweep("--seed 5 --count 12 --jobs 1 --tell")
    #expect(all.status == 0, "\(all.text)")
    let one = try SweepCommand.sweep("--seed 5 --from 7 --count 1 --jobs 1 --tell")
    func command(_ text: String) -> String {
      text.split(separator: "ms  ", maxSplits: 1).last.map(String.init) ?? ""
    }
    let line = try #require(one.lines.first { $0.hasPrefix("7 ") })
    #expect(all.lines.contains { $0.hasPrefix("7 ") && command($0) == command(line) })
    let other = try SweepCommand.sweep("--seed 6 --count 12 --jobs 1 --tell")
    let commands = [all, other].map { $0.lines.filter { $0.contains("assay verify") }.map(command) }
    #expect(commands[0] != commands[1])
  }

  @Test("writes lines that the command understands, and says what it says")
  func understood() throws {
    let told = try SweepCommand.sweep("--seed 11 --count 24 --jobs 1 --tell --coverage none")
    var tried: Set<String> = []
    for line in told.lines {
      let parts = line.split(separator: "ms  assay ", maxSplits: 1)
      // Cases with a file of formats take several lines.
      guard parts.count == 2, let kind = parts[0].split(separator: " ").dropFirst().first else {
        continue
      }
      tried.insert(String(kind))
      let judged = try SweepCommand.run("assay", String(parts[1]))
      #expect(judged.status == (kind == "conforms" ? 0 : 2), "\(line)")
    }
    #expect(tried.contains("conforms"))
  }

  @Test("walks through formats and rules")
  func systematic() throws {
    let told = try SweepCommand.sweep("--systematic --count 60 --jobs 1 --tell --coverage none")
    #expect(told.status == 0, "\(told.text)")
    let operations = Set(
      told.lines.compactMap { $0.split(separator: "assay verify ", maxSplits: 1).last }
        .compactMap { $0.split(separator: " ").first })
    #expect(operations.count > 15)
  }

  @Test("refuses options that mean nothing", arguments: ["--jobs 0", "--coverage all", "--seed x"])
  func refused(_ options: String) throws {
    #expect(try SweepCommand.sweep(options).status == 2)
  }
}
