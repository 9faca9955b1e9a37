import Descriptors
import ExactArithmetic
import Reference
import Specs

/// What a format is, and what follows from it.
struct FormatSheet {
  let descriptor: FormatDescriptor
  private let format: NumberFormat
  private let facts: FormatFacts

  /// Derives the facts.
  init(_ descriptor: FormatDescriptor) throws(CommandFailure) {
    try descriptor.requireReference()
    self.descriptor = descriptor
    format = NumberFormat(descriptor)
    facts = FormatFacts(format)
  }

  /// The sheet, one fact a line.
  func print() {
    Output.line(Style.output.heading("\(descriptor.name), format"))
    var table = WrappedTable()
    for parameter in descriptor.parameters { table.add(parameter.name, parameter.value) }
    table.add("codes", countText)
    for (name, value) in values { table.add(name, Self.text(value)) }
    table.add("order", orderText)
    for (name, code) in specials { table.add("code of \(name)", format.hexadecimal(code)) }
    for system in descriptor.systems {
      table.add("in \(system.name)", system.spellings.joined(separator: ", "))
    }
    if !descriptor.aliases.isEmpty {
      table.add("also", descriptor.aliases.joined(separator: ", "))
    }
    if !descriptor.source.isEmpty { table.add("source", descriptor.source) }
    if !descriptor.note.isEmpty { table.add("note", descriptor.note) }
    for line in table.lines { Output.line(line) }
  }

  private var countText: String {
    "\(facts.finiteCodes) finite (\(count(facts.zeroCodes, "zero", "zeros"))), "
      + "\(count(facts.infinityCodes, "infinity", "infinities")), "
      + count(facts.nanCodes, "NaN", "NaNs")
  }

  private func count(_ number: UInt64, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
  }

  private var orderText: String {
    (facts.isMonotone ? "codes rise with magnitude" : "codes do not rise with magnitude")
      + (facts.isSymmetric ? ", symmetric around zero" : ", not symmetric around zero")
  }

  private var values: [(name: String, value: Rational)] {
    var values = [("largest", facts.largest), ("smallest", facts.smallest)]
    if let value = facts.smallestPositive { values.append(("smallest positive", value)) }
    if let value = facts.smallestNormal { values.append(("smallest normal", value)) }
    return values
  }

  private var specials: [(name: String, code: UInt64)] {
    let specials = format.specials
    let all: [(String, UInt64?)] = [
      ("0", specials.zero), ("-0", specials.negativeZero), ("inf", specials.infinity),
      ("-inf", specials.negativeInfinity), ("nan", specials.nan), ("-nan", specials.negativeNaN),
    ]
    return all.compactMap { name, code in code.map { (name, $0) } }
  }

  /// The exact value, with its decimal form where it is not an integer that is easy to read.
  private static func text(_ value: Rational) -> String {
    let exact = ExactText.short(value)
    if value.isInteger, value.isZero || value.magnitude.floorLog2 < 40 { return exact }
    if let decimal = value.decimalExact, decimal.count <= 14 { return "\(exact) (\(decimal))" }
    return "\(exact) (about \(value.decimal(significantDigits: 6)))"
  }

  // MARK: - JSON

  /// The sheet in JSON.
  var document: Document {
    Document(
      name: descriptor.name, bits: descriptor.bits,
      parameters: Dictionary(
        uniqueKeysWithValues: descriptor.parameters.map { ($0.name, $0.value) }),
      counts: [
        "finite": facts.finiteCodes, "zero": facts.zeroCodes, "infinity": facts.infinityCodes,
        "nan": facts.nanCodes,
      ],
      largest: facts.largest.description, smallest: facts.smallest.description,
      smallestPositive: facts.smallestPositive?.description,
      smallestNormal: facts.smallestNormal?.description, monotone: facts.isMonotone,
      symmetric: facts.isSymmetric,
      specials: Dictionary(
        uniqueKeysWithValues: specials.map { ($0.name, format.hexadecimal($0.code)) }),
      spellings: descriptor.spellings.map(SpellingDocument.init), source: descriptor.source,
      note: descriptor.note)
  }

  /// A format in JSON.
  struct Document: Encodable {
    var name: String
    var bits: Int
    var parameters: [String: String]
    var counts: [String: UInt64]
    var largest: String
    var smallest: String
    var smallestPositive: String?
    var smallestNormal: String?
    var monotone: Bool
    var symmetric: Bool
    var specials: [String: String]
    var spellings: [SpellingDocument]
    var source: String
    var note: String
  }
}

extension FormatDescriptor {
  /// The systems that have names for the format, in file order.
  fileprivate var systems: [(name: String, spellings: [String])] {
    var systems: [(name: String, spellings: [String])] = []
    for spelling in spellings where spelling.system != Catalog.aliasSystem {
      if let index = systems.firstIndex(where: { $0.name == spelling.system }) {
        systems[index].spellings.append(spelling.name)
      } else {
        systems.append((spelling.system, [spelling.name]))
      }
    }
    return systems
  }
}
