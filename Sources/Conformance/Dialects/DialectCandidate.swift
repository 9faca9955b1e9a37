import Descriptors
import Specs

/// What a device may compute instead of what it was asked for, told as what it changes in something
/// with a name.
struct DialectCandidate: Sendable {
  /// The candidate.
  var operation: Operation
  /// The operation that it is told from.
  var base: Operation
  /// The name of that one.
  var baseName: String
  /// How far the candidate is from one with a name.
  var changes: Int

  /// The choices that differ from the base: `torch-2.13 with rounding toward-zero`.
  var name: String {
    let changes = OperationDifference.text(operation, from: base)
    return changes.isEmpty ? baseName : "\(baseName) with \(changes.joined(separator: ", "))"
  }
}

/// An operation as what it changes in another one.
enum OperationDifference {
  /// The choices that differ, as the fields of specification files are called.
  static func text(_ operation: Operation, from base: Operation) -> [String] {
    var found: [String] = []
    if let block = operation.blockFormat, let other = base.blockFormat {
      found += text(block, other)
    }
    found += text(operation.dialect, base.dialect, "")
    return found
  }

  private static func text(_ block: BlockFormat, _ base: BlockFormat) -> [String] {
    var found: [String] = []
    func note(_ name: String, _ value: String, _ isOther: Bool) {
      if isOther { found.append("\(name) \(value)") }
    }
    note("element", block.element.name, block.element != base.element)
    note("scale", block.scale.name, block.scale != base.scale)
    switch (block.scheme, base.scheme) {
    case (.scaled(let rule), _): note("scheme", rule.rawValue, block.scheme != base.scheme)
    case (.twoLevel(let two), .twoLevel(let other)):
      note("arithmetic", two.arithmetic.rawValue, two.arithmetic != other.arithmetic)
      note("block-max", "\(two.blockMax)", two.blockMax != other.blockMax)
      note("four-over-six", "\(two.fourOverSix)", two.fourOverSix != other.fourOverSix)
    case (.dual(let dual), .dual(let other)):
      note("largest", "\(dual.largest)", dual.largest != other.largest)
    case (_, _): note("scheme", "of another kind", block.scheme != base.scheme)
    }
    found += text(block.elementDialect, base.elementDialect, "element ")
    found += text(block.scaleDialect, base.scaleDialect, "scale ")
    note("non-finite", block.nonFinite.rawValue, block.nonFinite != base.nonFinite)
    note("empty-scale", block.emptyScale.rawValue, block.emptyScale != base.emptyScale)
    return found
  }

  private static func text(_ dialect: Dialect, _ base: Dialect, _ whose: String) -> [String] {
    zip(dialect.parameters, base.parameters).filter { $0 != $1 }
      .map { "\(whose)\($0.0.name) \($0.0.value)" }
  }
}
