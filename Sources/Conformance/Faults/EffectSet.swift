import Descriptors
import Devices
import Reference

/// A broad set of cases with a healthy device's answers: what tells whether a fault does anything.
///
/// It is wider than what a check of the same effort looks at, so that a check can be found wanting.
struct EffectSet: Sendable {
  private let operation: Operation
  private let cases: Batch
  private let healthy: CodeColumn

  /// Makes the cases and asks the healthy device.
  ///
  /// All cases where they are at most 2^16. Otherwise a sample of its own seed, the boundaries that
  /// the check has, and for one operand of 32 bits or more a grid: leading halves with several
  /// trailing halves each.
  init(
    _ check: CheckCases, device: any Device, effort: CheckEffort, seed: UInt64
  ) async throws {
    let evaluator = check.evaluator
    operation = evaluator.operation
    var grid: [UInt64] = []
    let domain: CaseDomain
    if CaseDomain.bits(of: operation) <= 16 {
      domain = CaseDomain(everyCaseOf: evaluator)
    } else {
      var boundaries: [UInt64] = []
      if case .listed(let asked) = check.questions { boundaries = asked.boundaries }
      domain = CaseDomain(
        sampling: evaluator, count: effort == .quick ? 1 << 12 : 1 << 15, seed: ~seed,
        boundaries: boundaries)
      let bits = UInt64(operation.operands[0].bits)
      if operation.operands.count == 1, bits >= 32 {
        let last = UInt64(1) << (bits - 16) - 1
        let half = last / 2 + 1
        grid = stride(from: 0, to: UInt64(1) << 16, by: effort == .quick ? 61 : 5).flatMap {
          high in [0, 1, half, half + 1, last].map { high << (bits - 16) | $0 }
        }
      }
    }
    // An odd number of cases: a stream's tail is where some mistakes are.
    let count = Int(domain.count) + grid.count
    var batch = Batch(operation, count: count + (count + 1) % 2)
    for index in 0..<domain.count {
      let item = domain(index)
      batch.set(Int(index), codes: item.codes, word: item.word)
    }
    for (index, code) in grid.enumerated() {
      let word = UInt32(truncatingIfNeeded: UInt64(index) &* 0x9E37_79B9)
      batch.set(Int(domain.count) + index, codes: [code], word: word)
    }
    cases = batch
    healthy = try await Self.answers(device, operation, batch)
  }

  /// A case in which a device differs from the healthy one, as text; `nil` where there is none.
  func difference(of device: any Device) async throws -> String? {
    let faulty = try await Self.answers(device, operation, cases)
    if faulty == healthy { return nil }
    for index in 0..<cases.count where faulty[index] != healthy[index] {
      let operands = zip(operation.operands, cases.codes(at: index)).map { format, code in
        hexadecimal(code, bits: format.bits)
      }
      let word = operation.takesRandomWord ? ["word \(cases.words[index])"] : []
      return (operands + word).joined(separator: ", ")
    }
    return nil
  }

  private static func answers(
    _ device: any Device, _ operation: Operation, _ cases: Batch
  ) async throws -> CodeColumn {
    var batch = cases
    let answered = try await device.run(operation, &batch)
    guard answered == batch.count else {
      throw DeviceError.failed("\(device.name) answered \(answered) of \(batch.count) cases")
    }
    return batch.results
  }
}
