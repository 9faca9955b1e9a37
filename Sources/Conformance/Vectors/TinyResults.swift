import Descriptors
import ExactArithmetic
import Reference

/// Which results of a case were subnormal before they were rounded: those that a device may flush which
/// looks at them then.
struct TinyResults: Sendable {
  /// The exact results of a case, where they are known, in the order of the results.
  private let values: @Sendable (Case) -> [Datum]
  private let normals: [Rational?]

  init(_ task: VectorTask) {
    normals = task.results.flatMap { run in
      Array(repeating: run.format?.smallestNormalValue, count: run.count)
    }
    values = Self.values(task) ?? { _ in [] }
  }

  private static func values(_ task: VectorTask) -> (@Sendable (Case) -> [Datum])? {
    switch task.kind {
    case .numbers:
      guard let evaluator = task.evaluator else { return nil }
      return { item in
        let place = evaluator.project(item.codes, word: item.words.first ?? 0).place
        return place.map { [.finite($0.low)] } ?? []
      }
    case .blocks(let operation):
      switch operation.function {
      case .encodeBlock:
        guard let codec = try? BlockCodec(operation) else { return nil }
        let operand = NumberFormat(operation.format)
        return { item in
          codec.quotients(
            of: codec.trace(item.codes.map { operand.decode($0) }, words: item.words))
        }
      case .decodeBlock:
        guard let codec = try? BlockCodec(operation) else { return nil }
        return { codec.values($0.codes) }
      case .dot:
        guard let evaluator = try? DotEvaluator(operation) else { return nil }
        return { [evaluator.trace($0.codes, words: $0.words).value] }
      case .mask, .prune, .pruneBelow: return nil
      }
    }
  }

  /// Whether each of the first results was below the smallest normal number; those that are left out
  /// were not.
  func callAsFunction(_ item: Case) -> [Bool] {
    zip(values(item), normals).map { value, normal in
      guard let normal, let number = value.number else { return false }
      return !number.isZero && number.magnitude < normal
    }
  }
}

extension BlockCodec {
  /// What the elements of an encoded matrix were before they were rounded, row by row.
  fileprivate func quotients(of trace: BlockTrace) -> [Datum] {
    var elements: [Datum] = Array(repeating: .finite(.zero), count: rows * columns)
    for block in trace.blocks {
      for (offset, element) in block.elements.enumerated() {
        let row = block.rows.lowerBound + offset / block.columns.count
        let column = block.columns.lowerBound + offset % block.columns.count
        elements[row * columns + column] = element.quotient
      }
    }
    return elements
  }
}
