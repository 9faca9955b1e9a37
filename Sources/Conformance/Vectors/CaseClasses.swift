import Descriptors
import Reference

/// The classes of a case, those of narrow formats looked up in a table.
struct CaseClasses: Sendable {
  private let operands: [Lookup]
  private let result: Lookup?
  private let blocks: ElementClasses?
  /// The classes that a sample should meet.
  let wanted: Set<String>

  /// The classes of an operation: of operands and result of a few numbers, and of what the elements of
  /// others are to each other.
  init(_ evaluator: Evaluator) {
    guard let scalar = evaluator.scalar else {
      (operands, result) = ([], nil)
      let classes = ElementClasses(evaluator)
      (blocks, wanted) = (classes, Set(classes.all))
      return
    }
    var known: [FormatDescriptor: Lookup] = [:]
    func lookup(_ format: NumberFormat, _ place: String) -> Lookup {
      var found = known[format.descriptor] ?? Lookup(format)
      known[format.descriptor] = found
      found.place = place
      return found
    }
    operands = scalar.operands.map { lookup($0, "operand") }
    result = lookup(scalar.result, "result")
    blocks = nil
    wanted = Set(scalar.operands.flatMap(\.classes).map { "operand \($0.rawValue)" })
  }

  /// Whether a case is looked at, by its place in a batch: some of many elements, all others.
  func every(_ index: Int) -> Bool { blocks == nil || index % ElementCoverage.every == 0 }

  /// The names of the classes that a case and its right answer belong to.
  func names(_ item: Case, _ answer: Answer) -> [String] {
    if let blocks { return blocks.of(item, answer) }
    var names = zip(operands, item.codes).map { $0.name($1) }
    if let result, let code = answer.results.first { names.append(result.name(code)) }
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
