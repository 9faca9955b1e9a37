import Descriptors
import Devices
import ExactArithmetic
import Harness
import Reference

extension DrawSubject {
  /// An operation on blocks that takes random words.
  ///
  /// - Throws: `BlockOperationError` where the operation contradicts itself.
  init(_ operation: BlockOperation) throws(BlockOperationError) {
    let evaluator = try BlockEvaluator(operation)
    let operands = evaluator.operands.flatMap { run in run.places.map { _ in run.format } }
    let results = evaluator.results.flatMap { run in run.places.map { _ in run.format } }
    let pool = CasePool(evaluator)
    id = operation.name + Self.suffix
    width = operation.resultCount
    var isEstimator = false
    switch operation.function {
    case .prune, .pruneBelow:
      isEstimator = true
      do {
        let pruning = try PruningEvaluator(operation)
        law = { codes in
          guard let ideal = try? pruning.law(of: codes, over: .ideal),
            ideal.count <= mostOutcomes, let given = try? pruning.law(of: codes, over: .given)
          else { return nil }
          return OutcomeLaw(ideal, given)
        }
      } catch {
        throw BlockOperationError(text: "\(error)")
      }
    default:
      var bits = 0
      if case .stochastic(let own, _) = operation.dialect.rounding { bits = own }
      law = { [bits] codes in
        let law = wordLaw(bits: bits) { evaluator(codes, words: bits > 0 ? [$0] : []).results }
        return law.count <= mostOutcomes ? OutcomeLaw(law) : nil
      }
    }
    self.isEstimator = isEstimator
    candidates = { seed in
      (0..<UInt64(1_500)).map { index in
        var stream = CaseStream(seed: seed, index: index)
        // Blocks of equal magnitudes are drawn from by coins.
        if index % 8 == 0, case .blocks(let blocks, let count) = pool {
          return blocks.block(count, .equal, &stream)
        }
        return pool.codes(&stream)
      }
    }
    number = { code, place in results[place].decode(code).number }
    operandText = { Self.text($0, operands) }
    resultText = { Self.text($0, results) }
    flaw = { Self.flaw($0, operands) }
    support = { $0.support(for: operation) }
    start = { device throws(DeviceError) in
      let unit = try device.prepare(operation)
      let given = Array(repeating: UInt32(0), count: operation.wordCount)
      return { cases, order in
        var batch = BlockBatch(operation, count: order.count)
        for (row, index) in order.enumerated() {
          batch.set(row, codes: cases[index], words: given)
        }
        let done = try await unit.run(&batch)
        let width = batch.shape.results
        return (0..<done * width).map { batch.results[$0] }
      }
    }
  }
}

/// The most outcomes of a case that is asked.
private let mostOutcomes = 64
