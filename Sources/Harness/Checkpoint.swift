/// Where a search is kept so that it can go on after an interruption: one small text file per law,
/// subject and shard.
///
/// A file is used only for the search that wrote it: the same law, subject, shard, effort, and
/// specification, the last given as a hash by the caller. Any other is refused.
public struct Checkpoint: Sendable {
  /// The file.
  public let path: String
  private let facts: [(key: String, value: String)]

  /// Names the file for a search of a property in `directory`; touches nothing yet.
  ///
  /// `hash` identifies everything outside the property that the outcome depends on: specifications,
  /// the version of the tool.
  public init(directory: String, property: Property, search: Search, hash: String) {
    let shard = search.shard
    let key = "\(property.id)\n\(property.subject)\n\(shard)"
    let name = TextFile.fileName("\(property.id)-\(shard)")
    // Distinct ids can have the same plain letters; the digest keeps their files apart.
    path = "\(directory)/\(name.prefix(120))-\(Self.digest(key)).checkpoint"
    facts = [
      ("law", property.id), ("subject", property.subject), ("shard", shard.description),
      ("effort", search.effort.text), ("specification", hash),
    ]
  }

  /// Stores a state, replacing an earlier one at once.
  ///
  /// - Throws: `CheckpointError` when the file cannot be written.
  public func save(_ state: SearchState) throws(CheckpointError) {
    var lines = ["# Where a search stands. Written by the tool, which goes on from here."]
    lines += facts.map { "\($0.key) \(TextFile.escaped($0.value))" }
    lines += state.lines
    lines.append("end\n")
    do {
      try TextFile.replace(path, with: lines.joined(separator: "\n"))
    } catch {
      throw CheckpointError(
        path: path, problem: "cannot be written (\(error))",
        remedy: "check the directory and its permissions")
    }
  }

  /// The stored state; `nil` when there is none.
  ///
  /// - Throws: `CheckpointError` when the file belongs to another search or is damaged.
  public func load() throws(CheckpointError) -> SearchState? {
    let text: String?
    do {
      text = try TextFile.read(path)
    } catch {
      throw damaged("cannot be read as UTF-8 text")
    }
    guard let text else { return nil }
    var fields: [(key: Substring, value: String)] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let key = line.prefix { $0 != " " }
      fields.append((key, TextFile.unescaped(line.dropFirst(key.count + 1))))
    }
    guard fields.last?.key == "end" else { throw damaged("is cut off") }
    for fact in facts {
      let stored = fields.first { $0.key == fact.key }?.value
      if stored != fact.value {
        throw CheckpointError(
          path: path,
          problem: "is of another search: its \(fact.key) is \(stored ?? "missing"), "
            + "now it is \(fact.value)",
          remedy: "delete the file to begin anew, or search as it says")
      }
    }
    guard let state = SearchState(fields: fields) else { throw damaged("is damaged") }
    return state
  }

  private func damaged(_ problem: String) -> CheckpointError {
    CheckpointError(path: path, problem: problem, remedy: "delete the file to begin anew")
  }

  /// The FNV-1a hash of the text, in hexadecimal.
  private static func digest(_ text: String) -> String {
    let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    return String(hash, radix: 16)
  }
}

/// A checkpoint that cannot be used.
public struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public var path: String
  /// What is wrong.
  public var problem: String
  /// What to do.
  public var remedy: String

  /// `file: what; what to do`.
  public var description: String { "\(path): \(problem); \(remedy)" }
}

extension SearchState {
  /// The state as lines of a checkpoint.
  var lines: [String] {
    var lines = [
      "cursor \(cursor.text)", "seconds \(seconds)", "cases \(tally.cases)",
      "discarded \(tally.discarded)", "oversized \(tally.oversized)",
      "undecided \(tally.undecided)", "longest \(tally.longest)",
      "digest \(tally.digest.text)",
    ]
    if let reason = tally.firstUndecided { lines.append("reason \(TextFile.escaped(reason))") }
    lines += tally.classes.map { "class \($0.cases) \(TextFile.escaped($0.label))" }
    return lines
  }

  /// Reads what `lines` writes, among other fields; `nil` when something is missing.
  init?(fields: [(key: Substring, value: String)]) {
    func value(_ key: String) -> String? { fields.first { $0.key == key }?.value }
    func count(_ key: String) -> UInt64? { value(key).flatMap { UInt64($0) } }
    guard let cursor = value("cursor").flatMap({ Cursor(text: $0) }),
      let seconds = value("seconds").flatMap({ Double($0) }), let cases = count("cases"),
      let discarded = count("discarded"), let oversized = count("oversized"),
      let undecided = count("undecided"), let longest = value("longest").flatMap({ Int($0) }),
      let digest = value("digest").flatMap({ ResultDigest($0) })
    else { return nil }
    var tally = Tally()
    tally.cases = cases
    tally.discarded = discarded
    tally.oversized = oversized
    tally.undecided = undecided
    tally.firstUndecided = value("reason")
    tally.longest = longest
    tally.digest = digest
    for field in fields where field.key == "class" {
      let digits = field.value.prefix { $0 != " " }
      guard let cases = UInt64(digits) else { return nil }
      tally.add(cases, to: String(field.value.dropFirst(digits.count + 1)))
    }
    self.init(cursor: cursor, tally: tally, seconds: seconds)
  }
}
