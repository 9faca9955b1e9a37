import Descriptors
import Reference

/// The classes of a case, those of narrow formats looked up in a table.
struct CaseClasses: Sendable {
  private let operands: [Lookup]
  private let result: Lookup?
  private let blocks: (classes: BlockClasses, evaluator: Evaluator)?

  /// The classes of operands and result of an operation on numbers.
  init(operands: [NumberFormat], result: NumberFormat) {
    var known: [FormatDescriptor: Lookup] = [:]
    func lookup(_ format: NumberFormat, _ place: String) -> Lookup {
      var found = known[format.descriptor] ?? Lookup(format)
      known[format.descriptor] = found
      found.place = place
      return found
    }
    self.operands = operands.map { lookup($0, "operand") }
    self.result = lookup(result, "result")
    blocks = nil
  }

  /// The classes of an operation on blocks.
  init(_ evaluator: Evaluator) {
    (operands, result) = ([], nil)
    blocks = (BlockClasses(evaluator), evaluator)
  }

  func names(_ item: Case, _ results: [UInt64]) -> [String] {
    if let blocks {
      return blocks.classes.of(item.block, blocks.evaluator.answer(item.block))
    }
    var names = zip(operands, item.codes).map { $0.name($1) }
    if let result, let code = results.first { names.append(result.name(code)) }
    return names
  }

  private struct Lookup: Sendable {
    let format: NumberFormat
    let table: [DatumClass]
    var place = ""

    init(_ format: NumberFormat) {
      self.format = format
      table = format.bits <= 10 ? (0...format.lastCode).map { format.classify($0) } : []
    }

    func name(_ code: UInt64) -> String {
      let found = table.isEmpty ? format.classify(code) : table[Int(code)]
      return "\(place) \(found.rawValue)"
    }
  }
}
