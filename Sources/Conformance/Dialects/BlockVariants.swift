import Descriptors
import Specs

/// What implementations of one block format do differently.
struct BlockVariants: Sendable {
  /// The number formats of which codes may be taken for each other.
  let formats: [FormatDescriptor]

  /// Every operation that differs from one in a single choice and has codes of the same widths in
  /// the same places; some may contradict themselves.
  func neighbours(of operation: Operation) -> [Operation] {
    switch operation.function {
    case .encodeBlock(let block, let rows, let columns, let ragged):
      return encodings(block).map { other in
        var changed = operation
        changed.function = .encodeBlock(other, rows: rows, columns: columns, ragged: ragged)
        return changed
      }
    case .decodeBlock(let block, let rows, let columns, let ragged):
      var found = operation.dialect.neighbours(for: operation.result).map { dialect in
        var changed = operation
        changed.dialect = dialect
        return changed
      }
      for other in decodings(block) {
        var changed = operation
        changed.function = .decodeBlock(other, rows: rows, columns: columns, ragged: ragged)
        found.append(changed)
      }
      return found
    case .mask, .prune, .pruneBelow, .dot: return []
    }
  }

  /// Other ways to encode into the same codes.
  private func encodings(_ block: BlockFormat) -> [BlockFormat] {
    var found: [BlockFormat] = []
    func add(_ change: (inout BlockFormat) -> Void) {
      var other = block
      change(&other)
      if other != block { found.append(other) }
    }
    for scheme in schemes(block.scheme) { add { $0.scheme = scheme } }
    for dialect in block.elementDialect.neighbours(for: block.element) {
      add { $0.elementDialect = dialect }
    }
    for dialect in block.scaleDialect.neighbours(for: block.scale) {
      add { $0.scaleDialect = dialect }
    }
    for rule in BlockFormat.NonFinite.allCases { add { $0.nonFinite = rule } }
    for rule in BlockFormat.EmptyScale.allCases { add { $0.emptyScale = rule } }
    return found + decodings(block)
  }

  /// The same with codes that are read otherwise.
  private func decodings(_ block: BlockFormat) -> [BlockFormat] {
    var found: [BlockFormat] = []
    for format in formats where format.bits == block.element.bits && format != block.element {
      var other = block
      other.element = format
      found.append(other)
    }
    for format in formats where format.bits == block.scale.bits && format != block.scale {
      var other = block
      other.scale = format
      found.append(other)
    }
    return found
  }

  private func schemes(_ scheme: BlockFormat.Scheme) -> [BlockFormat.Scheme] {
    switch scheme {
    case .scaled: return BlockFormat.ScaleRule.allCases.map { .scaled($0) }
    case .twoLevel(let two):
      var found: [TwoLevelScale] = TwoLevelScale.Arithmetic.allCases.map { arithmetic in
        var other = two
        other.arithmetic = arithmetic
        return other
      }
      for largest in [448, 256, 240] {
        var other = two
        other.blockMax = largest
        found.append(other)
      }
      var other = two
      other.fourOverSix.toggle()
      return (found + [other]).map { .twoLevel($0) }
    case .dual(let dual):
      return [240, 448].map { largest in
        var other = dual
        other.largest = largest
        return .dual(other)
      }
    case .zeroPoint: return []
    }
  }
}

/// An operation on blocks as what it changes in another one.
enum BlockDifference {
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

extension Operation {
  /// The block format that is encoded into or decoded.
  var blockFormat: BlockFormat? {
    switch function {
    case .encodeBlock(let block, _, _, _), .decodeBlock(let block, _, _, _): block
    case .mask, .prune, .pruneBelow, .dot: nil
    }
  }

  /// The same with another block format.
  func replacing(_ block: BlockFormat) -> Operation {
    var other = self
    switch function {
    case .encodeBlock(_, let rows, let columns, let ragged):
      other.function = .encodeBlock(block, rows: rows, columns: columns, ragged: ragged)
    case .decodeBlock(_, let rows, let columns, let ragged):
      other.function = .decodeBlock(block, rows: rows, columns: columns, ragged: ragged)
    case .mask, .prune, .pruneBelow, .dot: break
    }
    return other
  }

  /// Whether the codes of another operation have the same widths in the same places.
  func hasLayout(of other: Operation) -> Bool {
    func widths(_ runs: [Run]) -> [[Int]] { runs.map { [$0.format?.bits ?? 0, $0.count] } }
    return widths(operandRuns) == widths(other.operandRuns)
      && widths(resultRuns) == widths(other.resultRuns)
  }
}
