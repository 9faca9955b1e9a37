import Descriptors
import ExactArithmetic
import Reference
import Specs

/// What a block format is, field by field.
struct BlockSheet {
  let block: BlockFormat
  private let entry: BlockEntry?

  /// The sheet of a block format, with what the catalogue says of it.
  init(_ block: BlockFormat, in catalog: Catalog) {
    self.block = block
    entry = catalog.entry(of: block)
  }

  /// The block format in a few words.
  static func summary(_ block: BlockFormat) -> String {
    "\(block.shape.rows)x\(block.shape.columns) \(block.element.name), \(block.scale.name), "
      + (scheme(block).first?.value ?? "")
  }

  /// The sheet, one fact a line.
  func print() {
    Output.line(Style.output.heading("\(block.name), block format"))
    var table = WrappedTable()
    for field in fields { table.add(field.name, field.value) }
    if let entry {
      if !entry.note.isEmpty { table.add("note", entry.note) }
      table.add("source", entry.source)
      table.add("page", "Specs/pages/\(entry.page).md")
    }
    for line in table.lines { Output.line(line) }
  }

  // MARK: - Fields

  /// Every field in words.
  var fields: [Parameter] {
    var fields = [
      Parameter(name: "block", value: "\(block.shape.rows) x \(block.shape.columns)"),
      Parameter(name: "element", value: Self.entering(block.element, block.elementDialect)),
      Parameter(name: "scale", value: Self.entering(block.scale, block.scaleDialect)),
    ]
    fields += Self.scheme(block)
    fields.append(
      Parameter(
        name: "NaN, infinities",
        value: block.nonFinite == .block
          ? "the scale becomes NaN and with it the block" : "enter the element format"))
    fields.append(
      Parameter(
        name: "scale of zeros",
        value: block.emptyScale == .smallest
          ? "the smallest that is not negative" : "the largest up to 1"))
    fields.append(
      Parameter(
        name: "packing",
        value: block.packing == .lowFirst
          ? "the first element lowest" : "the first element highest"))
    fields.append(Parameter(name: "bits per element", value: bitsText))
    fields.append(
      Parameter(
        name: "order of codes",
        value: block.runs(rows: block.shape.rows, columns: block.shape.columns)
          .enumerated().map { index, run in
            let names = ["elements"] + (block.hasZeroPoints ? ["zero points"] : []) + ["scales"]
            let name = index < names.count ? names[index] : "scale of the matrix"
            return "\(name) (\(run.bytes.counted("byte")) each)"
          }.joined(separator: ", ")))
    return fields
  }

  private static func entering(_ format: FormatDescriptor, _ dialect: Dialect) -> String {
    "\(format.name), \(dialect.rounding.name), \(dialect.overflow.name)"
  }

  private static func scheme(_ block: BlockFormat) -> [Parameter] {
    switch block.scheme {
    case .scaled(let rule):
      return [Parameter(name: "scale rule", value: "\(rule.rawValue): \(rule.meaning)")]
    case .zeroPoint:
      return [
        Parameter(name: "scale rule", value: "zero-point: (hi - lo) / max, zero point -lo / scale")
      ]
    case .twoLevel(let two):
      return [
        Parameter(
          name: "scale rule",
          value: "two-level, \(two.arithmetic.rawValue)"
            + (two.fourOverSix ? ", four-over-six" : "")),
        Parameter(name: "scale of the matrix", value: two.format.name),
        Parameter(name: "largest block scale", value: "\(two.blockMax)"),
      ]
    case .dual(let dual):
      return [
        Parameter(
          name: "scale rule", value: "dual: integers that become \(dual.intermediate.name)"),
        Parameter(name: "scale of the matrix", value: dual.matrixScale.name),
        Parameter(
          name: "trusted up to",
          value: "\(dual.largest), of which the protective range is "
            + "\(Rational(dual.largest) - Rational(dual.largest, over: largestCode(block)))"
        ),
      ]
    }
  }

  /// The largest element of unsigned integers.
  private static func largestCode(_ block: BlockFormat) -> Int { (1 << block.element.bits) - 1 }

  /// The bits of elements, zero points and block scales over the elements of a block.
  private var bits: Rational {
    let elements = block.shape.rows * block.shape.columns
    let shared = block.scale.bits + (block.hasZeroPoints ? block.element.bits : 0)
    return Rational(elements * block.element.bits + shared, over: elements)
  }

  private var bitsText: String {
    let exact = bits.decimalExact ?? bits.description
    return block.matrixScale == nil ? exact : "\(exact), and the scale of the matrix"
  }

  // MARK: - JSON

  /// The sheet in JSON.
  var document: Document {
    Document(
      name: block.name,
      fields: Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) }),
      rows: block.shape.rows, columns: block.shape.columns, element: block.element.name,
      elementDialect: Self.dialect(block.elementDialect), scale: block.scale.name,
      scaleDialect: Self.dialect(block.scaleDialect), scheme: schemeName,
      matrixScale: block.matrixScale?.name, zeroPoints: block.hasZeroPoints,
      nonFinite: block.nonFinite.rawValue, emptyScale: block.emptyScale.rawValue,
      packing: block.packing.rawValue, bitsPerElement: bits.description, source: entry?.source,
      page: entry?.page, note: entry.flatMap { $0.note.isEmpty ? nil : $0.note })
  }

  private static func dialect(_ dialect: Dialect) -> [String: String] {
    Dictionary(uniqueKeysWithValues: dialect.parameters.map { ($0.name, $0.value) })
  }

  private var schemeName: String {
    switch block.scheme {
    case .scaled(let rule): rule.rawValue
    case .twoLevel: "two-level"
    case .zeroPoint: "zero-point"
    case .dual: "dual"
    }
  }

  /// A block format in JSON; what does not apply is left out.
  struct Document: Encodable {
    var name: String
    /// Every field in words.
    var fields: [String: String]
    var rows: Int
    var columns: Int
    var element: String
    var elementDialect: [String: String]
    var scale: String
    var scaleDialect: [String: String]
    var scheme: String
    var matrixScale: String?
    var zeroPoints: Bool
    var nonFinite: String
    var emptyScale: String
    var packing: String
    var bitsPerElement: String
    var source: String?
    var page: String?
    var note: String?
  }
}

extension BlockFormat.ScaleRule {
  /// The rule as a formula.
  var meaning: String {
    switch self {
    case .floor: "2^(floor(log2 amax) - emax)"
    case .ceil: "2^(ceil(log2 amax) - emax)"
    case .even: "floor after amax was rounded to the element's precision"
    case .rceil: "2^ceil(log2(amax / max))"
    case .amaxOverMax: "amax / max"
    case .amax: "amax"
    case .fourOverSix: "amax / max or 1.5 amax / max, whichever errs less"
    }
  }
}
