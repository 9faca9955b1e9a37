import Descriptors
import ExactArithmetic
public import Reference

/// A one-operand operation as a step function of the operand's code: which result code holds from
/// which operand code on.
///
/// The reference is monotone on every run of codes whose values rise or fall, so between two codes
/// of a run with equal results the result is constant, and bisection finds every step. With the
/// map, checking a device on all inputs is comparing it with constants; `Specs/pages/casts.md` has
/// the argument in full.
public struct IntervalMap: Sendable {
  /// The first operand code of each interval, rising, beginning with 0.
  public private(set) var starts: [UInt64] = []
  /// The result code of each interval.
  public private(set) var results: [UInt64] = []
  /// The largest operand code.
  public let lastCode: UInt64

  /// Finds the intervals.
  ///
  /// - Parameters:
  ///   - evaluator: an operation with one operand of at most 32 bits.
  ///   - word: the random word, for a stochastic rule: with the word held fixed the operation is
  ///     monotone too.
  public init(_ evaluator: ScalarEvaluator, word: UInt32 = 0) {
    let source = evaluator.operands[0]
    lastCode = source.lastCode
    var runs = source.monotoneRuns
    // Integers that wrap around go up and down; what is short can be looked up code by code.
    if evaluator.operation.dialect.wraps || source.bits <= 8 {
      runs = (0...lastCode).map { $0...$0 }
    }
    // Looked at first, as most steps are there; a step elsewhere is found between two of them.
    let hints =
      evaluator.operation.kind == .cast && evaluator.result.bits <= 8 && source.bits > 8
      ? CastCuts(from: source, to: evaluator.result).shared() : []
    for run in runs.flatMap({ evaluator.split($0) }) {
      let first = evaluator(run.lowerBound, word: word)
      append(run.lowerBound, first)
      // Not by counting: a run of 63 bits has more codes than an Int holds.
      if run.lowerBound == run.upperBound { continue }
      let marks =
        [run.lowerBound] + hints.filter { $0 > run.lowerBound && $0 < run.upperBound }
        + [run.upperBound]
      let last = evaluator(run.upperBound, word: word)
      bisect(marks[...], first, last) { evaluator($0, word: word) }
    }
  }

  /// Adds the steps after the first mark, up to and including the last.
  private mutating func bisect(
    _ marks: ArraySlice<UInt64>, _ atFirst: UInt64, _ atLast: UInt64,
    _ evaluate: (UInt64) -> UInt64
  ) {
    if atFirst == atLast { return }
    if marks.count == 2 {
      return bisect(marks[marks.startIndex], atFirst, marks[marks.endIndex - 1], atLast, evaluate)
    }
    let middle = marks.startIndex + marks.count / 2
    let atMiddle = evaluate(marks[middle])
    bisect(marks[...middle], atFirst, atMiddle, evaluate)
    bisect(marks[middle...], atMiddle, atLast, evaluate)
  }

  /// Adds the steps after `low`, up to and including `high`.
  private mutating func bisect(
    _ low: UInt64, _ atLow: UInt64, _ high: UInt64, _ atHigh: UInt64,
    _ evaluate: (UInt64) -> UInt64
  ) {
    if atLow == atHigh { return }
    if high - low == 1 { return append(high, atHigh) }
    let middle = low + (high - low) / 2
    let atMiddle = evaluate(middle)
    bisect(low, atLow, middle, atMiddle, evaluate)
    bisect(middle, atMiddle, high, atHigh, evaluate)
  }

  private mutating func append(_ start: UInt64, _ result: UInt64) {
    if result == results.last { return }
    starts.append(start)
    results.append(result)
  }

  /// The index of the interval that holds a code.
  public func index(of code: UInt64) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= code { low = middle } else { high = middle }
    }
    return low
  }

  /// The result for a code.
  public subscript(code: UInt64) -> UInt64 { results[index(of: code)] }
}

extension ScalarEvaluator {
  /// A run of codes without those at which this function turns: 1 for `is-one`, and 0 where a
  /// format of integers has it beside 1 and the function divides by it.
  ///
  /// A cast whose numbers are outside the range at both of its ends turns at the smallest value.
  fileprivate func split(_ run: ClosedRange<UInt64>) -> [ClosedRange<UInt64>] {
    let turn: UInt64
    switch kind {
    case .isOne: turn = operands[0].encode(.finite(.one), dialect: Dialect(overflow: .satFinite))
    case .recip, .rsqrt: turn = operands[0].specials.zero ?? 0
    case .cast where operation.dialect.excludesBelowSmallest && !result.positive.beginsAtZero:
      let largest = operands[0].positive.code(operands[0].positive.count - 1)
      let isNegative = run.lowerBound > largest
      let smallest = ((isNegative ? result.negative : nil) ?? result.positive).magnitude(0)
      turn = operands[0].encode(
        .finite(isNegative ? -smallest : smallest),
        dialect: Dialect(rounding: isNegative ? .down : .up, overflow: .satFinite))
    default: return [run]
    }
    guard run.contains(turn) else { return [run] }
    var parts = [turn...turn]
    if run.lowerBound < turn { parts.insert(run.lowerBound...turn - 1, at: 0) }
    if turn < run.upperBound { parts.append(turn + 1...run.upperBound) }
    return parts
  }
}

extension NumberFormat {
  /// The codes, split into runs on which the values rise or fall strictly, each of one kind of
  /// datum; a NaN's payload counts as its value.
  ///
  /// Floats and fixed point of any width split into a handful; other families into single codes.
  var monotoneRuns: [ClosedRange<UInt64>] {
    switch descriptor.encoding {
    case .fixedPoint(let layout):
      guard layout.signed else { return [0...lastCode] }
      let half = lastCode / 2
      return [0...half, half + 1...lastCode]
    case .float(let layout):
      // Within one sign: zero, the finite values, infinity, signalling NaNs, quiet NaNs. The two
      // kinds of NaN must be apart: making a payload quiet sends both to the same results.
      let sign: UInt64 = layout.signed ? 1 << UInt64(bits - 1) : 0
      let lastMagnitude = layout.signed ? sign - 1 : lastCode
      let largest = positive.code(positive.count - 1)
      var cuts: [UInt64] = [0, 1, largest + 1]
      if let infinity = specials.infinity { cuts.append(infinity + 1) }
      if layout.nans == .ieee, let quiet = specials.nan { cuts.append(quiet) }
      var runs: [ClosedRange<UInt64>] = []
      for side in layout.signed ? [0, sign] : [0] {
        let begins = cuts.filter { $0 <= lastMagnitude }
        for (index, begin) in begins.enumerated() {
          let end = index + 1 < begins.count ? begins[index + 1] - 1 : lastMagnitude
          if begin <= end { runs.append(side + begin...side + end) }
        }
      }
      return runs
    case .posit, .hiFloat8, .table:
      return (0...lastCode).map { $0...$0 }
    }
  }
}
