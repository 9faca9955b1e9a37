import Descriptors
import Devices
import Reference

/// A broad set of cases with a healthy device's answers: what tells whether a fault does anything.
///
/// It is wider than what a check of the same effort looks at, so that a check can be found wanting.
struct EffectSet: Sendable {
  private let evaluator: Evaluator
  private let healthy: Batch

  /// Makes the cases and asks the healthy device; no reference is asked, so this is cheap.
  init(
    _ check: CheckCases, device: any Device, effort: CheckEffort, seed: UInt64
  ) async throws {
    let evaluator = check.evaluator
    self.evaluator = evaluator
    var cases: [Case]
    if let scalar = evaluator.scalar {
      cases = Self.numbers(scalar, check, effort, ~seed)
    } else {
      // Several times the check's own sample, but fewer of large ones.
      var own: UInt64 = 0
      if case .listed(let source) = check.questions { own = source.count }
      let most: UInt64 = effort == .quick ? 1_001 : 8_001
      let size = UInt64(max(1, evaluator.operation.operandCount))
      let count = max(2 * own, min(most, max(301, 100_000 / size))) | 7
      let source = evaluator.sample(of: count, seed: ~seed)
      cases = (0..<source.count).map { source($0) }
    }
    // A stream's tail is where some mistakes are: the last vector lacks one lane, and its lanes differ,
    // since to exchange two NaNs would show nothing.
    let words = [UInt32](repeating: 0, count: evaluator.operation.wordCount)
    var share: UInt64 = 0
    while evaluator.scalar != nil, cases.count % 8 != 7 || share < 2 {
      share += 1
      let codes = evaluator.operands.map { $0.format.lastCode / 16 * share }
      cases.append(Case(codes: codes, words: words))
    }
    var batch = Batch(evaluator.operation, count: cases.count)
    for (index, item) in cases.enumerated() { batch.set(index, item) }
    healthy = try await Self.answered(batch, by: device, evaluator.operation)
  }

  /// The cases of a function of a few numbers.
  ///
  /// All cases where they are at most 2^16. Otherwise a sample of its own seed, the boundaries that
  /// the check has, and for one operand of 32 bits or more a grid: leading halves with several
  /// trailing halves each.
  private static func numbers(
    _ scalar: ScalarEvaluator, _ check: CheckCases, _ effort: CheckEffort, _ seed: UInt64
  ) -> [Case] {
    let operation = scalar.operation
    if ScalarCases.bits(of: operation) <= 16 {
      let source = ScalarCases(everyCaseOf: scalar)
      return (0..<source.count).map { source($0) }
    }
    var boundaries: [UInt64] = []
    if case .listed(let asked) = check.questions, let asked = asked as? ScalarCases {
      boundaries = asked.boundaries
    }
    let source = ScalarCases(
      sampling: scalar, count: effort == .quick ? 1 << 12 : 1 << 15, seed: seed,
      boundaries: boundaries)
    var cases = (0..<source.count).map { source($0) }
    let bits = UInt64(operation.operands[0].bits)
    guard operation.operands.count == 1, bits >= 32 else { return cases }
    let last = UInt64(1) << (bits - 16) - 1
    let half = last / 2 + 1
    for high in stride(from: 0, to: UInt64(1) << 16, by: effort == .quick ? 61 : 5) {
      for low in [0, 1, half, half + 1, last] {
        let word = UInt32(truncatingIfNeeded: UInt64(cases.count) &* 0x9E37_79B9)
        cases.append(
          Case(
            codes: [high << (bits - 16) | low], words: operation.takesRandomWord ? [word] : []))
      }
    }
    return cases
  }

  /// A case in which a device differs from the healthy one, as text; `nil` where there is none.
  func difference(of device: any Device) async throws -> String? {
    let faulty = try await Self.answered(healthy, by: device, evaluator.operation)
    if faulty.results == healthy.results, faulty.flags == healthy.flags { return nil }
    let differing = (0..<healthy.count).first { faulty.answer(at: $0) != healthy.answer(at: $0) }
    return differing.map {
      CaseText(evaluator).operands(healthy.item(at: $0))
    }
  }

  private static func answered(
    _ cases: Batch, by device: any Device, _ operation: Operation
  ) async throws -> Batch {
    var batch = Batch(operation, count: cases.count)
    (batch.operands, batch.words) = (cases.operands, cases.words)
    let answered = try await device.run(operation, &batch)
    guard answered == batch.count else {
      throw DeviceError.failed("\(device.name) answered \(answered) of \(batch.count) cases")
    }
    return batch
  }
}
