import Descriptors
import Reference
import Specs

/// What a family of operations on many elements brings to be judged.
///
/// Ids, cases and the default plan of every family come from here; a new family is one more
/// value of this type in `all`.
struct OperationFamily: Sendable {
  /// What the ids of its operations begin with.
  var words: [String]
  /// What its ids look like.
  var shapes: [String]
  /// Ids of it.
  var examples: [String]
  /// Reads the parts of an id that begins with one of its words; `nil` where they make no sense.
  var reading: @Sendable (_ parts: [String], Catalog) throws(SpecError) -> Operation?
  /// The operands that find mistakes.
  var pool: @Sendable (Evaluator) -> CasePool
  /// What is judged where nothing is asked for.
  var judged: @Sendable (OperationSelection) throws(SpecError) -> [OperationSelection.Item]
  /// The operations in which mistakes are planted.
  var probes: @Sendable (OperationSelection) throws(SpecError) -> [Operation]

  /// Every family, in the order of reports.
  static let all = [choices, sums, blocks, compressions]

  /// The family of an operation; `nil` for functions of a few numbers.
  static func of(_ operation: Operation) -> OperationFamily? {
    all.first { $0.words.contains(operation.family) }
  }

  /// Texts of all families, an "or" before the last.
  static func alternatives(_ texts: (OperationFamily) -> [String]) -> String {
    let all = all.flatMap(texts)
    return all.dropLast().joined(separator: ", ") + " or " + (all.last ?? "")
  }

  // MARK: - The families

  /// Masks and estimators: elements are ranked or drawn.
  private static let choices = OperationFamily(
    words: ["mask", "estimator"],
    shapes: ["mask/RULE/FORMAT/ROWSxCOLUMNS", "estimator/NAME/FORMAT"],
    examples: ["mask/2:4/float32/4x12", "estimator/mvue-2:4/float32"],
    reading: { parts, catalog throws(SpecError) in try Operation.choice(parts, catalog) },
    pool: { evaluator in
      let pool = ElementPool(evaluator.operation, evaluator.format)
      let count = evaluator.operation.operandCount
      return CasePool { pool.codes(count, &$0) }
    },
    judged: { selection throws(SpecError) in try selection.choices() },
    probes: { selection throws(SpecError) in try selection.choiceProbes() })

  /// Sums of products.
  private static let sums = OperationFamily(
    words: ["dot"], shapes: ["dot/ACCUMULATOR/LENGTH/FORMAT"],
    examples: ["dot/exact/16/float8_e4m3fn"],
    reading: { parts, catalog throws(SpecError) in try Operation.sum(parts, catalog) },
    pool: { evaluator in
      guard case .dot(let accumulator, let length) = evaluator.operation.function else {
        return CasePool(fields: evaluator.operands)
      }
      let pool = TermPool(accumulator, evaluator.format, length: length)
      return CasePool { pool.codes(&$0) }
    },
    judged: { selection throws(SpecError) in try selection.sums() },
    probes: { selection throws(SpecError) in try selection.sumProbes() })

  /// Encoding and decoding of block formats.
  private static let blocks = OperationFamily(
    words: ["encode-block", "decode-block"], shapes: ["encode-block/BLOCK/FORMAT/ROWSxCOLUMNS"],
    examples: ["encode-block/nvfp4/float32/2x32"],
    reading: { parts, catalog throws(SpecError) in try Operation.blocks(parts, catalog) },
    pool: { evaluator in
      guard case .encodeBlock(let block, let rows, let columns, _) = evaluator.operation.function
      else { return CasePool(fields: evaluator.operands) }
      let pool = ValuePool(block, evaluator.format, rows: rows, columns: columns)
      return CasePool { pool.codes(&$0) }
    },
    judged: { selection throws(SpecError) in try selection.blocks() },
    probes: { selection throws(SpecError) in try selection.blockProbes() })
}
