import Descriptors
import Devices
import Reference

/// A broad set of blocks with a healthy device's answers: what tells whether a fault does anything.
struct BlockEffectSet: Sendable {
  private let runner: BlockRunner
  private let cases: [Case]
  private let healthy: [Answer]

  /// Makes the cases, a sample of its own seed, and asks the healthy device.
  init(
    _ evaluator: Evaluator, device: any Device, effort: CheckEffort, seed: UInt64
  ) async throws {
    // Several times the check's own sample; no reference is asked, so this is cheap.
    let check = effort.domain(for: evaluator, sample: nil, seed: seed)
    // Fewer of large ones.
    let most: UInt64 = effort == .quick ? 1_001 : 8_001
    let size = UInt64(max(1, evaluator.operation.operandCount))
    let sample = max(2 * check.count, min(most, max(301, 100_000 / size)))
    let domain = BlockDomain(evaluator, enumeratingUpTo: 0, sample: sample | 7, seed: ~seed)
    cases = (0..<domain.count).map { domain($0) }
    runner = BlockRunner(evaluator: evaluator, unit: try device.prepare(evaluator.operation))
    healthy = try await Self.answers(runner, cases)
  }

  /// A case in which a device differs from the healthy one, as text; `nil` where there is none.
  func difference(of device: any Device) async throws -> String? {
    let evaluator = runner.evaluator
    let faulty = BlockRunner(
      evaluator: evaluator, unit: try device.prepare(evaluator.operation))
    let answers = try await Self.answers(faulty, cases)
    guard let index = answers.indices.first(where: { answers[$0] != healthy[$0] }) else {
      return nil
    }
    return BlockText(evaluator).operands(cases[index])
  }

  private static func answers(
    _ runner: BlockRunner, _ cases: [Case]
  ) async throws -> [Answer] {
    let answers = try await runner.answers(cases)
    guard answers.count == cases.count else {
      throw DeviceError.failed("it answered \(answers.count) of \(cases.count) cases")
    }
    return answers
  }
}
