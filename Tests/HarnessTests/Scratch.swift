import Foundation

/// Runs `body` with a directory of its own, which is removed afterwards.
func withScratchDirectory(_ body: (String) async throws -> Void) async throws {
  let directory = FileManager.default.temporaryDirectory
    .appendingPathComponent("assay-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: directory) }
  try await body(directory.path)
}
