import Conformance
import Descriptors
import Harness
import Specs
import Synchronization
import Testing

@Suite("the verification plan")
struct PlanTests {
  /// Runs the checks of a quick plan that a pattern selects, and returns what did not conform.
  static func failures(_ pattern: String) async throws -> (ran: Int, failures: [String]) {
    let plan = try VerificationPlan.everything(catalog: try Catalog.builtIn(), effort: .quick)
    let log = Mutex<(ran: Int, failures: [String])>((0, []))
    let finished = await Verification(plan.selecting([pattern]), context: CheckContext()).run {
      guard case .ended(let check, _, let result) = $0 else { return }
      log.withLock { log in
        log.ran += 1
        switch result.verdict {
        case .proved, .enumerated, .sampled: break
        case .skipped(let reason) where reason.hasPrefix("not on this CPU"): break
        default: log.failures.append("\(check.id): \(result.verdict)")
        }
      }
    }
    #expect(finished)
    return log.withLock { $0 }
  }

  @Test(
    "the production module equals the reference",
    arguments: [
      "cast/float32/*/sat-none@production", "cast/float32/float8_e4m3*@production:*",
      "cast/float32/*/nearest-even/*@production:*", "cast/float64/float8_e4m3*",
      "cast/float64/hifloat8*", "cast/float16/float8_e5m2*",
      "cast/bfloat16/int8*", "cast/*/float64/*", "*/float8_e4m3fn/nearest-even/*",
      "cast/*/float4_e2m1fn/*", "mul/float4_e2m1fn/*", "mask/*/float4_e2m1fn/*",
      "estimator/*/float4_e2m1fn*", "dot/fmaq-m7e4-12-10/*@production",
      "dot/*/2/float4_e2m1fn/*@production",
      "dot/*/bfloat16/float32@production", "encode-block/*/float32/*@production",
      "decode-block/*/bfloat16/*@production", "*/hifloat8/stochastic-8/*", "*/posit8/up/*",
      "fma/bfloat16/*",
    ])
  func production(_ pattern: String) async throws {
    let (ran, failures) = try await Self.failures(pattern)
    #expect(ran > 0)
    #expect(failures.isEmpty, "\(failures.count) of \(ran): \(failures.prefix(3))")
  }
}
