import Descriptors
import ExactArithmetic
import Harness
import Reference

/// What the laws about one format work with: its values in order, and the codec that is judged.
struct FormatBench: Sendable {
  let format: NumberFormat
  let codec: FormatCodec
  /// The sides of zero that the format has.
  let sides: [Ladder]
  /// For each side the rungs at which something changes; empty for formats of 10 bits or fewer,
  /// whose rungs are drawn from all of them.
  private let turns: [[UInt64]]
  private let structured: [UInt64]
  /// The codes of zeros, infinities, NaNs and of the values at both ends of each side.
  private let ends: [UInt64]

  init(_ descriptor: FormatDescriptor, judging codec: FormatCodec?) {
    let format = NumberFormat(descriptor)
    self.format = format
    self.codec = codec ?? FormatCodec(format)
    sides = [format.positive] + (format.negative.map { [$0] } ?? [])
    let isShort = format.bits <= 10
    structured = isShort ? [] : format.structuredCodes()
    let specials = format.specials
    ends =
      [
        specials.zero, specials.negativeZero, specials.infinity, specials.negativeInfinity,
        specials.nan, specials.negativeNaN,
      ].compactMap(\.self) + sides.flatMap { [$0.code(0), $0.code($0.count - 1)] }
    turns = sides.map { side in
      guard !isShort else { return [] }
      var rungs: Set<UInt64> = []
      for bit in 0..<UInt64(64) {
        let power = UInt64(1) << bit
        for step in 0...2 as ClosedRange<UInt64> {
          rungs.formUnion([power &+ step, power &- step, side.count &- power &- step])
        }
      }
      if case .float(let layout) = descriptor.encoding {
        for binade in 0..<UInt64(1) << UInt64(layout.exponentBits) {
          let first = binade << UInt64(layout.trailingBits)
          rungs.formUnion([first, first &- 1, first + 1])
        }
      }
      return rungs.filter { $0 < side.count }.sorted()
    }
  }

  var isPosit: Bool {
    if case .posit = format.descriptor.encoding { true } else { false }
  }

  var isFixedPoint: Bool {
    if case .fixedPoint = format.descriptor.encoding { true } else { false }
  }

  var floatLayout: FloatLayout? {
    if case .float(let layout) = format.descriptor.encoding { layout } else { nil }
  }

  /// Whether two codes of a table may stand for one value.
  var mayRepeat: Bool {
    if case .table(let table) = format.descriptor.encoding { table.mayRepeat } else { false }
  }

  // MARK: - Drawing

  /// Draws any code; for wide formats a structured one or one at an end as often as any.
  func drawCode(_ choices: inout Choices) -> UInt64 {
    if structured.isEmpty { return choices.draw(upTo: format.lastCode) }
    return switch choices.draw(below: 3) {
    case 0: choices.draw(upTo: format.lastCode)
    case 1: choices.draw(from: structured)
    default: choices.draw(from: ends)
    }
  }

  /// Draws a side of zero, by number.
  func drawSide(_ choices: inout Choices) -> Int { choices.draw(below: sides.count) }

  /// Draws a rung of a side, the top one or more left out as `margin` says.
  ///
  /// - Throws: `Discard` where that leaves none.
  func drawRung(
    _ choices: inout Choices, side: Int, margin: UInt64 = 0
  ) throws(Discard) -> UInt64 {
    let count = sides[side].count
    try choices.require(count > margin)
    let last = count - margin - 1
    if turns[side].isEmpty || !choices.drawFlag() { return choices.draw(upTo: last) }
    return min(choices.draw(from: turns[side]), last)
  }

  // MARK: - Showing

  /// A code with what it denotes.
  func text(_ code: UInt64) -> String {
    let digits = hexadecimal(code, bits: format.bits)
    return code <= format.lastCode
      ? "\(digits) (\(codec.decode(code)))" : "\(digits): wider than the format"
  }

  /// `holds` when two codes are equal bit by bit.
  func equal(expected: UInt64, got: UInt64, because reason: String = "") -> CaseOutcome {
    expected == got
      ? .holds
      : .fails(
        expected: text(expected), got: text(got), derivation: reason.isEmpty ? [] : [reason])
  }
}

/// A format about which laws are made.
struct FormatSubject: Sendable {
  let descriptor: FormatDescriptor
  private let bench: Lazily<FormatBench>

  init(_ descriptor: FormatDescriptor, judging codec: FormatCodec? = nil) {
    self.descriptor = descriptor
    bench = Lazily { FormatBench(descriptor, judging: codec) }
  }

  /// A law about the format, called `format/<format>/<name>`.
  func law(
    _ name: String, _ domain: Property.Domain, classes: [String] = [],
    check: @escaping @Sendable (FormatBench, inout Choices) throws -> CaseOutcome
  ) -> Property {
    let bench = bench
    return Property(
      id: "format/\(descriptor.name)/\(name)", subject: descriptor.name, domain: domain,
      classes: classes
    ) { choices in
      try check(bench.value, &choices)
    }
  }
}
