import Foundation
import Testing

@Suite("devices with many operations")
struct ManyOperationsTests {
  /// Converts binary16 to e5m2 toward zero, which is its first byte but for NaNs whose bits all fall
  /// off; declines everything else.
  private static let device = """
    case {operation} in cast/float16/float8_e5m2/toward-zero/sat-none) awk '{ r = substr($1, 1, 2); \
    if (r ~ /^[7F][C-F]/ && substr($1, 2) != "C00") r = "7E"; print r; fflush() }';; \
    *) exit 69;; esac
    """

  private func verify(_ arguments: [String], device: String = Self.device) throws -> Command.Result
  {
    try Command.run(["verify"] + arguments + ["--effort", "quick", "--all", "--exec", device])
  }

  @Test("are told what they are asked, and skipped where they decline")
  func patterns() throws {
    let run = try verify(["cast/float16/float8_e5m2"])
    #expect(run.status == 0, "\(run.text)")
    #expect(run.text.contains("1 proved"))
    #expect(run.text.contains("skipped: the program says so (exit code 69)"))
    let wrong = try verify(
      ["cast/float16/float8_e5m2/*"],
      device: Self.device.replacing(#"r = "7E""#, with: #"r = "7F""#))
    #expect(wrong.status == 1)
    #expect(wrong.text.contains("would be accepted with --nan any"))
    let accepted = try verify(
      ["cast/float16/float8_e5m2/*", "--nan", "any"],
      device: Self.device.replacing(#"r = "7E""#, with: #"r = "7F""#))
    #expect(accepted.status == 0, "\(accepted.text)")
  }

  @Test("that are not told are refused, whatever is asked by a pattern")
  func untold() throws {
    for pattern in ["cast/float16/float8_e5m2", "profile/p3109-minimum"] {
      let run = try verify([pattern], device: "cat")
      #expect(run.status == 2)
      #expect(run.diagnostics.contains("{operation}"))
    }
  }

  @Test("leave a profile open where they decline a part of it")
  func profile() throws {
    let run = try verify(["profile/p3109-minimum-binary16"], device: "exit 69 # {operation}")
    #expect(run.status == 4, "\(run.text)")
    #expect(run.text.contains("requires it"))
  }
}
