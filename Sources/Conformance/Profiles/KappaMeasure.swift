public import Descriptors
public import Devices
public import Harness
import Reference

/// A device measured on one operation of a profile.
public struct KappaMeasure: Sendable {
  /// The operation.
  public let operation: Operation
  /// Whether the device's results are the defined ones, bit for bit.
  public let verdict: Verdict
  /// The largest distance; `nil` where the answer is no number, or nothing was answered.
  public let kappa: Kappa?
  /// How many cases stand behind the distance.
  public let cases: UInt64
  /// Whether these are all cases.
  public let isEverything: Bool

  /// Judges a device, and measures it where it differs.
  ///
  /// A device that is refuted is asked again, about every case of up to 16 bits of operands and
  /// about the check's own sample beyond; what that gives is then a lower bound.
  public init(
    _ operation: Operation, on device: any Device, preset: String, effort: CheckEffort,
    context: CheckContext
  ) async {
    self.operation = operation
    let check = DeviceCheck(operation, on: device, preset: preset, effort: effort)
    let result = await check.run(context)
    verdict = result.verdict
    switch result.verdict {
    case .proved:
      (kappa, cases, isEverything) = (operation.hasKappa ? .exact : nil, result.cases, true)
    case .enumerated, .sampled:
      (kappa, cases, isEverything) = (operation.hasKappa ? .exact : nil, result.cases, false)
    case .refuted:
      let found = await Self.measured(operation, device, effort, context.seed)
      (kappa, cases, isEverything) = (
        operation.hasKappa ? found.kappa : nil, found.cases, found.isEverything
      )
    case .undecided, .skipped:
      (kappa, cases, isEverything) = (nil, result.cases, false)
    }
  }

  private static func measured(
    _ operation: Operation, _ device: any Device, _ effort: CheckEffort, _ seed: UInt64
  ) async -> (kappa: Kappa?, cases: UInt64, isEverything: Bool) {
    let evaluator = ScalarEvaluator(operation)
    let domain =
      CaseDomain.bits(of: operation) <= 16
      ? CaseDomain(everyCaseOf: evaluator)
      : effort.domain(for: evaluator, sample: nil, seed: seed)
    let ruler = KappaRuler(evaluator.result)
    guard let unit = try? device.prepare(operation) else { return (nil, 0, false) }
    var worst = Kappa.exact
    var first: UInt64 = 0
    while first < domain.count {
      let count = Int(min(1 << 12, domain.count - first))
      let cases = (0..<count).map { domain(first + UInt64($0)) }
      var batch = Batch(operation, count: count)
      for (index, item) in cases.enumerated() {
        batch.set(index, codes: item.codes, word: item.word)
      }
      guard let answered = try? await unit.run(&batch), answered == count else {
        return (nil, first, false)
      }
      for (index, item) in cases.enumerated() {
        let defined = evaluator(item.codes, word: item.word)
        worst = worst.worse(ruler(defined: defined, got: batch.results[index]))
      }
      first += UInt64(count)
    }
    return (worst, domain.count, domain.isEverything)
  }
}

extension Operation {
  /// Whether the answer is a number that can be some steps off: truths, classes and counts are
  /// right or wrong.
  public var hasKappa: Bool {
    switch kind.family {
    case .conversion, .arithmetic, .sign, .extremum, .scaled: true
    case .neighbour, .comparison, .predicate, .query: false
    }
  }
}
