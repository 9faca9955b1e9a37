public import Descriptors
import Devices
import ExactArithmetic
import Harness
import Reference

extension DrawSubject {
  /// An operation that takes random words.
  ///
  /// Where the definition gives one word to all elements because words are given, a device that draws
  /// its own is taken to round each element by a word of its own, unless `sharesWord` says otherwise.
  ///
  /// - Throws: `OperationError` where the operation contradicts itself.
  init(_ operation: Operation, sharesWord: Bool = false) throws(OperationError) {
    let evaluator = try Evaluator(operation)
    let operands = evaluator.operands.flatMap { run in run.places.map { _ in run.format } }
    let results = evaluator.results.flatMap { run in run.places.map { _ in run.format } }
    let isShared = sharesWord && operation.sharesRoundings
    width = operation.resultCount
    var isEstimator = false
    var candidates = Self.candidates(operation, evaluator)
    switch operation.function {
    case .scalar:
      let scalar = ScalarEvaluator(operation)
      parts = { codes in
        [Part(places: [0], law: OutcomeLaw(scalar.law(of: codes).map { [$0] }))]
      }
      candidates = { seed in scalar.aimedDraws(seed: seed) + scalar.sampledDraws(seed: seed) }
    case .prune, .pruneBelow:
      isEstimator = true
      do {
        let pruning = try PruningEvaluator(operation)
        parts = { codes in
          guard let ideal = try? pruning.law(of: codes, over: .ideal, sharesWord: isShared),
            ideal.count <= mostOutcomes,
            let given = try? pruning.law(of: codes, over: .given, sharesWord: isShared)
          else { return nil }
          return [Part(places: Array(results.indices), law: OutcomeLaw(ideal, given))]
        }
      } catch {
        throw OperationError(text: "\(error)")
      }
    case .encodeBlock, .decodeBlock:
      do {
        parts = Self.elements(try BlockCodec(operation), isShared: isShared)
      } catch {
        throw OperationError(text: "\(error)")
      }
    default: parts = Self.rounding(operation, evaluator)
    }
    self.isEstimator = isEstimator
    self.candidates = candidates
    number = { code, place in results[place].decode(code).number }
    operandText = { Self.text($0, operands) }
    let whole = Array(results.indices)
    resultText = { codes, places in
      let text = Self.text(codes, places.map { results[$0] })
      return places == whole
        ? text : (places.count == 1 ? "element \(places[0]): " : "the rest: ") + text
    }
    flaw = { Self.flaw($0, operands) }
    support = { $0.support(for: operation) }
    start = { device throws(DeviceError) in
      let unit = try device.prepare(operation)
      let given = Array(repeating: UInt32(0), count: operation.wordCount)
      return { cases, order in
        var batch = Batch(operation, count: order.count)
        for (row, index) in order.enumerated() {
          batch.set(row, codes: cases[index], words: given)
        }
        let done = try await unit.run(&batch)
        return (0..<done).flatMap { batch.results(at: $0) }
      }
    }
  }

  /// The law of a result that is rounded, as of a dot product.
  private static func rounding(
    _ operation: Operation, _ evaluator: Evaluator
  ) -> @Sendable ([UInt64]) -> [Part]? {
    var bits = 0
    if case .stochastic(let own, _) = operation.drawnRounding { bits = own }
    return { [bits] codes in
      let law = wordLaw(bits: bits) { evaluator(codes, words: bits > 0 ? [$0] : []).results }
      return [Part(places: Array(0..<operation.resultCount), law: OutcomeLaw(law))]
    }
  }

  /// The laws of encoded or decoded elements: of each by itself, or of all under one word.
  private static func elements(
    _ codec: BlockCodec, isShared: Bool
  ) -> @Sendable ([UInt64]) -> [Part]? {
    { codes in
      let laws = codec.laws(of: codes)
      if isShared { return [Part(places: Array(laws.indices), law: OutcomeLaw(together(laws)))] }
      let random = laws.indices.filter { laws[$0].entries.count > 1 }
      let certain = laws.indices.filter { laws[$0].entries.count == 1 }
      let rest = certain.map { laws[$0].entries[0].outcome }
      return random.map { place in
        Part(places: [place], law: OutcomeLaw(laws[place].map { [$0] }))
      } + (certain.isEmpty ? [] : [Part(places: certain, law: OutcomeLaw(.certain(rest)))])
    }
  }

  /// The law of all elements under one word: the second outcome of each comes from some word on.
  private static func together(_ laws: [Distribution<UInt64>]) -> Distribution<[UInt64]> {
    let turns = laws.map { $0.entries[0].probability }
    let ends = Set(turns + [.one]).sorted()
    var from = Rational.zero
    let weighted = ends.map { end -> ([UInt64], Rational) in
      defer { from = end }
      return (zip(laws, turns).map { $0.entries[$1 <= from ? 1 : 0].outcome }, end - from)
    }
    guard let law = try? Distribution(weighted) else {
      preconditionFailure("shares of words sum to 1")
    }
    return law
  }

  /// Cases that are aimed where the operation allows it, and others from its pool.
  private static func candidates(
    _ operation: Operation, _ evaluator: Evaluator
  ) -> @Sendable (UInt64) -> [[UInt64]] {
    let pool = CasePool(evaluator)
    let equal: ElementPool? =
      switch operation.function {
      case .prune, .pruneBelow: ElementPool(operation, evaluator.format)
      default: nil
      }
    let shares = sharesOfThreshold(operation, evaluator.format)
    let aimed = AimedBlocks(operation, evaluator)
    return { seed in
      shares + (aimed?.cases(seed) ?? [])
        + (0..<UInt64(aimed == nil ? 1_500 : 120)).map { index in
          var stream = CaseStream(seed: seed, index: index)
          // Blocks of equal magnitudes are drawn from by coins.
          if index % 8 == 0, let equal {
            return equal.block(operation.operandCount, .equal, &stream)
          }
          return pool.codes(&stream)
        }
    }
  }
}

extension Operation {
  /// Whether several elements are rounded by random words, so that they may share one.
  public var sharesRoundings: Bool {
    drawnRounding.takesRandomWord && (resultRuns.first?.count ?? 0) > 1
  }
}

/// Operands that are simple shares of the threshold of a pruning: a half, and steps from the ends.
private func sharesOfThreshold(
  _ operation: Operation, _ format: NumberFormat
) -> [[UInt64]] {
  guard case .pruneBelow(let code) = operation.function, let threshold = format.decode(code).number
  else { return [] }
  let shares: [Rational] = (1...12).flatMap { bit -> [Rational] in
    let step = Rational.powerOfTwo(-bit)
    return [step, .one - step]
  }
  return shares.flatMap { share in
    [false, true].map { isNegative in
      [
        format.project(
          threshold * share, negative: isNegative, dialect: Dialect(overflow: .satFinite)
        )
        .code
      ]
    }
  }
}

/// The most outcomes of a case that is asked.
private let mostOutcomes = 256
