import Foundation
import Testing

/// Every reader of foreign input, on damaged inputs.
///
/// Each is taken, or refused with a short complaint; none ends the process, and both happen, or the
/// damage would test nothing. `ASSAY_FUZZ_RUNS` says how many inputs each reader gets. The input under way
/// lies in `assay-fuzz/READER/input.jsonl` of the temporary folder: should a reader end the process, it
/// is there.
@Suite struct FuzzTests {
  private static let runs =
    ProcessInfo.processInfo.environment["ASSAY_FUZZ_RUNS"].flatMap { Int($0) } ?? 300
  private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Corpus")

  private static func good(_ name: String) throws -> [[UInt8]] {
    let folder = corpus.appendingPathComponent(name)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      [UInt8](try Data(contentsOf: folder.appendingPathComponent($0)))
    }
  }

  @Test(arguments: try Parser.all())
  func damagedInputIsTakenOrRefused(_ parser: Parser) throws {
    let good = try Self.good(parser.name)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "assay-fuzz/\(parser.name)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("input.jsonl")
    for bytes in good {
      try Data(bytes).write(to: file)
      #expect(try parser.complaint(bytes, file.path) == nil)
    }
    var mutator = Mutator(corpus: good, seed: 2026)
    var (taken, refused) = (0, 0)
    var complaints: [String] = []
    for _ in 0..<Self.runs {
      let bytes = mutator.next()
      try Data(bytes).write(to: file)
      guard let complaint = try parser.complaint(bytes, file.path) else {
        taken += 1
        continue
      }
      refused += 1
      // Whoever prints it makes control characters visible.
      if complaint.isEmpty || complaint.utf8.count > 600 {
        complaints.append(complaint)
      }
    }
    #expect(complaints.isEmpty, "\(complaints.count): \(complaints.first ?? "")")
    #expect(taken > 0 && refused > 0, "\(taken) taken, \(refused) refused")
    try? FileManager.default.removeItem(at: folder)
  }
}
