import Foundation
import Results

/// Draws specifications as pictures by a script in another process.
///
/// The script is `Reports/tools/render.py`; it needs Python 3 with vl-convert. Reports are complete
/// without it, but for the pictures.
public struct ChartRenderer: Sendable {
  /// What `pip install` takes.
  public static let requirement = "vl-convert-python==1.9.0.post1"
  /// Where the script lies in the project.
  public static let script = "Reports/tools/render.py"

  /// The interpreter: a path, or a name that is looked up.
  public var python: String
  /// The script's path.
  public var script: String
  /// After how many seconds the process is ended.
  public var timeLimit: Double

  /// Creates a renderer of a known interpreter and script.
  public init(python: String, script: String, timeLimit: Double = 300) {
    self.python = python
    self.script = script
    self.timeLimit = timeLimit
  }

  /// The renderer of this machine: the script below the current directory or one of those that hold
  /// the executable, and the interpreter of `.charts` beside it, which `make report` sets up, or the
  /// one that `ASSAY_PYTHON` names, or `python3`.
  ///
  /// Arguments that are `nil` are those of this process.
  ///
  /// - Throws: `ChartRendererError` when there is no script. Whether Python and vl-convert are there
  ///   is seen when something is drawn.
  public static func find(
    environment: [String: String]? = nil, directory: String? = nil, executable: String? = nil
  ) throws(ChartRendererError) -> ChartRenderer {
    let environment = environment ?? ProcessInfo.processInfo.environment
    var places = [
      URL(fileURLWithPath: directory ?? FileManager.default.currentDirectoryPath)
    ]
    var place = executable.map { URL(fileURLWithPath: $0) } ?? Bundle.main.bundleURL
    place = place.resolvingSymlinksInPath()
    while place.path.count > 1, places.count < 64 {
      place.deleteLastPathComponent()
      places.append(place)
    }
    let files = FileManager.default
    let isProject = { (place: URL) in
      files.fileExists(atPath: place.appendingPathComponent(script).path)
    }
    guard let root = places.first(where: isProject) else {
      throw ChartRendererError(
        problem: "there is no \(script) here", remedy: "run assay in its own project")
    }
    let own = root.appendingPathComponent(".charts/bin/python").path
    let named = environment["ASSAY_PYTHON"] ?? "python3"
    return ChartRenderer(
      python: files.isExecutableFile(atPath: own) ? own : named,
      script: root.appendingPathComponent(script).path)
  }

  /// What was drawn.
  public struct Drawing: Sendable {
    /// SVG by name.
    public var pictures: [String: String]
    /// What went wrong, by name.
    public var problems: [String: String]
    /// Vega, Vega-Lite and Vega-Embed as one script; `nil` when it was not asked for.
    public var bundle: String?
    /// Versions by name.
    public var versions: [String: String]
  }

  /// Draws specifications.
  ///
  /// - Parameters:
  ///   - specifications: Vega-Lite as JSON text, by name.
  ///   - withBundle: Whether the script for interactive charts is wanted too.
  /// - Throws: `ChartRendererError` when nothing could be drawn at all.
  public func draw(
    _ specifications: [String: String], withBundle: Bool
  ) throws(ChartRendererError) -> Drawing {
    let names = specifications.keys.sorted()
    let members = names.map { "\(Self.quoted($0)):\(specifications[$0] ?? "null")" }
    let request =
      "{\"bundle\":\(withBundle),\"specifications\":{\(members.joined(separator: ","))}}"
    let answer = try answer(to: Data(request.utf8))
    do {
      let decoded = try JSONDecoder().decode(Answer.self, from: answer)
      return Drawing(
        pictures: decoded.pictures, problems: decoded.problems, bundle: decoded.bundle,
        versions: decoded.versions)
    } catch {
      throw ChartRendererError(
        problem: "\(script) answered something else than pictures", remedy: "check \(python)")
    }
  }

  private struct Answer: Decodable {
    var pictures: [String: String]
    var problems: [String: String]
    var bundle: String?
    var versions: [String: String]
  }

  private static func quoted(_ text: String) -> String {
    let data = try? JSONEncoder().encode(text)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }

  /// Runs the script with files for its streams: pipes would fill up.
  private func answer(to request: Data) throws(ChartRendererError) -> Data {
    let scratch = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-charts-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let (status, output, errors): (Int32, Data, String)
    do {
      try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
      let streams = ["in", "out", "err"].map { scratch.appendingPathComponent($0) }
      try request.write(to: streams[0])
      for stream in streams.dropFirst() { try Data().write(to: stream) }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [python, script]
      process.standardInput = try FileHandle(forReadingFrom: streams[0])
      process.standardOutput = try FileHandle(forWritingTo: streams[1])
      process.standardError = try FileHandle(forWritingTo: streams[2])
      try process.run()
      // A process that never answers is ended; one that has ended is left alone.
      let deadline = Date(timeIntervalSinceNow: timeLimit)
      while process.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.01) }
      let isLate = process.isRunning
      // A request to end may be ignored, or blocked by whoever started this program.
      if isLate { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
      status = isLate ? -1 : process.terminationStatus
      output = try Data(contentsOf: streams[1])
      errors = String(decoding: try Data(contentsOf: streams[2]), as: UTF8.self)
    } catch {
      throw ChartRendererError(
        problem: "cannot be started (\(error.localizedDescription))",
        remedy: "check the directory for temporary files")
    }
    switch status {
    case 0: return output
    case 3:
      throw ChartRendererError(
        problem: "\(python) has no vl-convert",
        remedy: "'\(python) -m pip install \(Self.requirement)', or name another interpreter in "
          + "ASSAY_PYTHON")
    case 126, 127:
      throw ChartRendererError(
        problem: "there is no \(python)", remedy: "install Python 3, or name it in ASSAY_PYTHON")
    case -1:
      throw ChartRendererError(
        problem: "no answer after \(PlainNumber.text(timeLimit)) seconds",
        remedy: "run \(script) by hand")
    default:
      let last = errors.split(separator: "\n").last.map { ": \($0)" } ?? ""
      throw ChartRendererError(
        problem: "\(script) ended with status \(status)\(last)", remedy: "run it by hand")
    }
  }
}

/// A renderer that is missing or failed.
public struct ChartRendererError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public var problem: String
  /// What to do.
  public var remedy: String

  /// `no pictures: what; what to do`.
  public var description: String { "no pictures: \(problem); \(remedy)" }
}
