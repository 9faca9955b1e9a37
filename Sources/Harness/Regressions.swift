/// The failures of the past, kept as text beside the tests and replayed before anything else.
///
/// A directory holds files `*.txt`; each line that is neither empty nor a comment is
/// `law | choices | case`. The rendered case is there for people and to notice that a line no
/// longer means what it meant: choices are replayed through today's property, and a line is
/// refused when they do not fit it exactly or give another text.
public struct Regressions: Sendable {
  /// One line of a file.
  public struct Entry: Hashable, Sendable {
    /// The id of the law.
    public var law: String
    /// The choices that once failed.
    public var choices: [UInt64]
    /// The case as it was rendered then.
    public var text: String
    /// The file the line stands in.
    public var file: String
    /// Its number there, from 1.
    public var line: Int
  }

  /// All lines, by file and line.
  public let entries: [Entry]

  /// Reads all files of a directory; a missing directory holds none.
  ///
  /// - Throws: `RegressionError` at the first line that cannot be read.
  public init(directory: String) throws(RegressionError) {
    if TextFile.isPlainFile(directory) {
      throw RegressionError(
        file: directory, line: 0, problem: "is a file", remedy: "name a directory")
    }
    var entries: [Entry] = []
    for name in TextFile.names(in: directory, endingIn: ".txt") {
      let file = "\(directory)/\(name)"
      let text: String
      do {
        text = try TextFile.read(file) ?? ""
      } catch {
        throw RegressionError(
          file: file, line: 0, problem: "cannot be read as UTF-8 text",
          remedy: "check its permissions and contents")
      }
      entries += try Self.parse(text, file: file)
    }
    self.entries = entries
  }

  /// The choices to run first when the law is searched.
  public func choices(for law: String) -> [[UInt64]] {
    entries.filter { $0.law == law }.map(\.choices)
  }

  /// The lines that no longer mean what they meant, given all properties there are.
  public func stale(among properties: [Property]) -> [RegressionError] {
    let byID = Dictionary(properties.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return entries.compactMap { entry in
      guard let property = byID[entry.law] else {
        return entry.error("no law has the id \"\(entry.law)\"")
      }
      return entry.staleness(for: property)
    }
  }

  // MARK: - Lines

  static func parse(_ text: String, file: String) throws(RegressionError) -> [Entry] {
    var entries: [Entry] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = ChoiceList.trim(line)
      if line.isEmpty || line.hasPrefix("#") { continue }
      let fields = line.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
        .map { ChoiceList.trim($0) }
      guard fields.count == 3, !fields[0].isEmpty else {
        throw RegressionError(
          file: file, line: index + 1, problem: "not of the form \"law | choices | case\"",
          remedy: "repair or delete the line")
      }
      do {
        let choices = try ChoiceList.parse(fields[1])
        entries.append(
          Entry(
            law: fields[0], choices: choices, text: TextFile.unescaped(fields[2]), file: file,
            line: index + 1))
      } catch {
        throw RegressionError(
          file: file, line: index + 1, problem: error.problem,
          remedy: "write numbers between commas, or none")
      }
    }
    return entries
  }
}

extension Regressions.Entry {
  /// Why the line does not stand for the same case any more; `nil` when it does.
  public func staleness(for property: Property) -> RegressionError? {
    let replay = property.replay(choices)
    if let place = replay.clampedAt {
      return error(
        "choice \(place + 1) is \(choices[place]), above its bound \(replay.bounds[place])")
    }
    if replay.unused > 0 {
      return error("the last \(replay.unused) of \(choices.count) choices are not used")
    }
    if replay.outcome == nil { return error("the case is discarded") }
    if replay.missing > 0 {
      return error("the case now draws \(replay.missing) more choices than are stored")
    }
    if replay.text != text {
      return error("the choices now stand for \"\(TextFile.escaped(replay.text))\"")
    }
    return nil
  }

  func error(_ problem: String) -> RegressionError {
    RegressionError(
      file: file, line: line, problem: problem,
      remedy: "delete the line, or rewrite it for the case it was about")
  }
}
