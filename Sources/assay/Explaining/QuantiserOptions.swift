import ArgumentParser
import Descriptors
import ExactArithmetic
import Reference
import Specs

/// The parameters of a uniform quantiser, for `assay explain quantise`.
struct QuantiserOptions: ParsableArguments {
  /// The operation that takes them.
  static let operation = "quantise"

  @Option(help: ArgumentHelp("quantise: one of 'assay list quantizers'.", valueName: "grid"))
  var grid: String?

  @Option(help: ArgumentHelp("quantise: the bits of a code, 1 to 16.", valueName: "count"))
  var bits: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("quantise: the step.", valueName: "number"))
  var step: String?

  @Option(
    help: ArgumentHelp("quantise: the clipping value, in place of --step.", valueName: "number"))
  var alpha: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("quantise: the range, of grids with a zero.", valueName: "number"))
  var range: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("quantise: the lower end of the range.", valueName: "number"))
  var zero: String?

  /// Whether any is given.
  var isGiven: Bool {
    bits != nil || [grid, step, alpha, range, zero].contains { $0 != nil }
  }

  /// The quantiser.
  ///
  /// - Throws: `SpecError` for an unknown grid, `CommandFailure` for what is missing, contradicts itself or
  ///   is no number above 0.
  func quantiser(in catalog: Catalog) throws -> Quantizer {
    guard let grid else {
      throw CommandFailure.usage("quantise lacks --grid", "'assay list quantizers' shows all")
    }
    let entry = try catalog.grid(named: grid)
    guard let bits else { throw CommandFailure.usage("quantise lacks --bits", "give 1 to 16") }
    guard QuantizerGrid.bits.contains(bits) else {
      throw CommandFailure.usage("--bits is \(bits)", "give 1 to 16")
    }
    guard entry.zero == .none else {
      guard step == nil, alpha == nil, let range, let zero else {
        throw CommandFailure.usage(
          "the grid \(entry.name) is given by a range and its lower end",
          "give --range and --zero, and no other")
      }
      guard entry.codes.range(bits: bits).count > 1 else {
        throw CommandFailure.usage(
          "the grid \(entry.name) has one code with \(bits.counted("bit"))", "give more bits")
      }
      return Quantizer(
        entry, bits: bits, range: try positive(range, "--range"), zero: try number(zero, "--zero"))
    }
    guard range == nil, zero == nil else {
      throw CommandFailure.usage(
        "the grid \(entry.name) has no --range and no --zero", "give --step or --alpha")
    }
    switch (step, alpha) {
    case (.some(let step), nil):
      return Quantizer(entry, bits: bits, step: try positive(step, "--step"))
    case (nil, .some(let alpha)):
      guard let quantiser = Quantizer(entry, bits: bits, alpha: try positive(alpha, "--alpha"))
      else {
        throw CommandFailure.usage(
          "the grid \(entry.name) clips at 0 with \(bits.counted("bit"))", "give more bits")
      }
      return quantiser
    default:
      throw CommandFailure.usage("quantise takes --step or --alpha", "give one of them")
    }
  }

  private func number(_ text: String, _ option: String) throws(CommandFailure) -> Rational {
    guard let value = Rational(text) else {
      throw .usage("\(option) '\(text.excerpt)' is no number", "write 2, 5/2 or 0.3")
    }
    return value
  }

  private func positive(_ text: String, _ option: String) throws(CommandFailure) -> Rational {
    let value = try number(text, option)
    guard value.signum > 0 else {
      throw .usage("\(option) is \(text.excerpt)", "give a number above 0")
    }
    return value
  }
}

/// Values with their codes and levels: what `assay explain quantise` prints.
struct QuantiserSheet: Encodable {
  private let quantiser: Quantizer
  private let values: [Rational]
  var cases: [Case]

  /// One value.
  struct Case: Encodable {
    var input: String
    /// The code.
    var level: Int
    /// What the code stands for.
    var result: String
  }

  init(_ quantiser: Quantizer, _ values: [Rational]) {
    self.quantiser = quantiser
    self.values = values
    cases = values.map { value in
      let level = quantiser.quantise(value)
      return Case(
        input: value.description, level: level.code, result: level.value.description)
    }
  }

  private enum CodingKeys: CodingKey { case cases }

  /// Text for a terminal.
  func print() {
    let (grid, codes) = (quantiser.grid, quantiser.codes)
    Output.line(
      Style.output.heading(
        "quantise, \(grid.name), \(quantiser.bits.counted("bit")): codes \(codes.lowerBound) to "
          + "\(codes.upperBound)"))
    var facts = WrappedTable()
    facts.add("step", ExactText.short(quantiser.step))
    if grid.zero != .none { facts.add("shift", ExactText.short(quantiser.shift)) }
    for line in facts.lines { Output.line(line) }
    Output.line()
    var table = WrappedTable(rightAligned: [0, 1, 2])
    table.add("value", "code", "level", "error")
    for (value, item) in zip(values, cases) {
      let level = quantiser.level(item.level).value
      table.add(
        ExactText.short(value), "\(item.level)", ExactText.short(level),
        ExactText.short(level - value))
    }
    for line in table.lines { Output.line(line) }
  }
}
