import Foundation
import Reporting
import Results
import Testing

/// Runs `body` with a renderer whose interpreter is the shell.
func withScript(
  _ script: String, timeLimit: Double = 60, _ body: (ChartRenderer) async throws -> Void
) async throws {
  try await withScratchDirectory { directory in
    let path = directory + "/render"
    try script.write(toFile: path, atomically: true, encoding: .utf8)
    try await body(ChartRenderer(python: "sh", script: path, timeLimit: timeLimit))
  }
}

@Suite struct ChartRendererTests {
  private static let python = ProcessInfo.processInfo.environment["ASSAY_PYTHON"] ?? "python3"
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let renderer = ChartRenderer(
    python: python, script: root.appendingPathComponent(ChartRenderer.script).path)

  private static var isThere: Bool {
    (try? renderer.draw([:], withBundle: false)) != nil
  }

  @Test("each way to fail has its sentence", .timeLimit(.minutes(1)))
  func failures() async throws {
    let failures = [
      ("exit 3", 60, "no pictures: sh has no vl-convert; 'sh -m pip install "),
      ("echo no such scale >&2; exit 1", 60, "ended with status 1: no such scale; run it by hand"),
      ("echo '{}'", 60, "answered something else than pictures; check sh"),
      ("exec sleep 600", 0.05, "no pictures: no answer after 0.05 seconds; run "),
    ]
    for (script, timeLimit, text) in failures {
      try await withScript(script, timeLimit: timeLimit) { renderer in
        let error = #expect(throws: ChartRendererError.self) {
          try renderer.draw([:], withBundle: false)
        }
        #expect(error?.description.contains(text) == true, "\(error?.description ?? "")")
      }
    }
    let absent = ChartRenderer(python: "/none/python", script: "none")
    let error = #expect(throws: ChartRendererError.self) {
      try absent.draw([:], withBundle: false)
    }
    #expect(error?.problem == "there is no /none/python")
  }

  @Test func requestsAndAnswersAreLarge() async throws {
    // Both streams hold more than a pipe does.
    let script = """
      n=$(wc -c)
      printf '{"pictures":{"n":"%s"},"problems":{},"versions":{},"bundle":"' $n
      head -c 300000 /dev/zero | tr '\\0' x
      echo '"}'
      """
    try await withScript(script) { renderer in
      let specification = "\"" + String(repeating: "y", count: 300_000) + "\""
      let drawing = try renderer.draw(["a\"b": specification], withBundle: true)
      #expect(drawing.bundle?.count == 300_000)
      #expect(drawing.pictures["n"].flatMap { Int($0) } == 300_002 + 42)
    }
  }

  @Test("the script is found from the project, its own interpreter before others")
  func finding() async throws {
    try await withScratchDirectory { directory in
      let files = FileManager.default
      for part in ["Reports/tools", ".charts/bin", ".build/release", "elsewhere"] {
        try files.createDirectory(
          atPath: "\(directory)/\(part)", withIntermediateDirectories: true)
      }
      let script = "\(directory)/\(ChartRenderer.script)"
      try "".write(toFile: script, atomically: true, encoding: .utf8)
      let find = { (environment: [String: String], place: String, executable: String) in
        try ChartRenderer.find(
          environment: environment, directory: "\(directory)/\(place)",
          executable: "\(directory)/\(executable)")
      }
      let built = try find([:], "elsewhere", ".build/release/assay")
      #expect(URL(fileURLWithPath: built.script).resolvingSymlinksInPath().path.hasSuffix(script))
      #expect(built.python == "python3")
      #expect(try find(["ASSAY_PYTHON": "/p"], "", "elsewhere/x").python == "/p")
      let own = "\(directory)/.charts/bin/python"
      _ = files.createFile(atPath: own, contents: nil, attributes: [.posixPermissions: 0o755])
      #expect(try find(["ASSAY_PYTHON": "/p"], "", "elsewhere/x").python == own)
      try files.removeItem(atPath: script)
      let error = #expect(throws: ChartRendererError.self) {
        try find([:], "elsewhere", ".build/release/assay")
      }
      #expect(error?.problem == "there is no Reports/tools/render.py here")
    }
  }

  @Test("figures are drawn as SVG", .enabled("needs vl-convert", { isThere }))
  func drawing() throws {
    let results = try #require(ExperimentResults.grouped(sampleRecords).first)
    let charts = sampleSheet.figures.map { FigureChart($0, of: results) }
    let specification = try charts[0].specification(isResponsive: false)
    let drawing = try Self.renderer.draw(
      ["good": specification, "bad": #"{"mark": 1}"#], withBundle: true)
    #expect(drawing.pictures["good"]?.hasPrefix("<svg") == true)
    #expect(drawing.pictures["good"]?.contains("accumulator: bfloat16") == true)
    #expect(drawing.problems.keys.sorted() == ["bad"])
    #expect(drawing.bundle?.contains("</script") == false)
    #expect(drawing.bundle?.contains("window.vegaEmbed") == true)
  }
}
