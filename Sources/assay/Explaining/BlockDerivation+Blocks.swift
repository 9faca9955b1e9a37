import Descriptors
import ExactArithmetic
import Reference

extension BlockDerivation {
  // MARK: - Encoding

  /// A matrix encoded into blocks, with every scale before and after it entered its format.
  init(encoding data: [Datum], by codec: BlockCodec) {
    let trace = codec.trace(data)
    self.init(
      operation: "encode-block \(codec.format.name)", input: data.map(\.description))
    for part in trace.steps { step(part.label, ExactText.short(part.value)) }
    if let scale = trace.matrixScale, let format = codec.matrixScale {
      step("matrix scale", Self.scale(scale, of: format))
    }
    for (index, block) in trace.blocks.enumerated() {
      explain(block, index, codec)
    }
    finish(codec.results(of: trace), trace, codec)
  }

  private mutating func explain(_ block: BlockTrace.Block, _ index: Int, _ codec: BlockCodec) {
    step(
      "block \(index)",
      Self.place("row", block.rows) + ", " + Self.place("column", block.columns) + ", amax = "
        + ExactText.short(block.amax))
    step("rule", block.rule)
    for part in block.steps { step(part.label, ExactText.short(part.value)) }
    for attempt in block.attempts {
      step(
        "tried",
        Self.scale(attempt.scale, of: codec.scale) + ": "
          + (attempt.error.map { "squared errors sum to \(ExactText.short($0))" }
            ?? "a value is no number"))
    }
    step("scale", Self.scale(block.scale, of: codec.scale))
    if let zero = block.zeroPoint { step("zero point", "\(zero)") }
    for (offset, element) in block.elements.enumerated() {
      let row = block.rows.lowerBound + offset / block.columns.count
      let column = block.columns.lowerBound + offset % block.columns.count
      step(
        codec.rows == 1 ? "element \(column)" : "element \(row), \(column)",
        Self.element(element, codec))
    }
  }

  private mutating func finish(_ codes: [UInt64], _ trace: BlockTrace, _ codec: BlockCodec) {
    var place = 0
    let runs = codec.operation.resultRuns
    let names = Self.names(codec)
    for (run, name) in zip(runs, names) {
      let digits = codes[place..<place + run.count].map {
        Reference.hexadecimal($0, bits: run.format?.bits ?? 8)
      }
      step("codes of \(name)", digits.joined(separator: " "))
      place += run.count
    }
    if trace.overflowed {
      step("overflow", "an element or a scale was beyond the largest value of its format")
    }
    result = codec.values(codes).map(\.description)
    step("decoded", result.joined(separator: ", "))
  }

  /// `9/8 -> 0x7F = 1`.
  private static func scale(_ scale: BlockTrace.Scale, of format: NumberFormat) -> String {
    let entered = "\(format.hexadecimal(scale.code)) = \(ExactText.short(scale.value))"
    return (scale.exact.map { "\(ExactText.short($0)) -> " } ?? "") + entered
      + (scale.overflowed ? ", beyond \(format.name)" : "")
  }

  private static func element(_ element: BlockTrace.Element, _ codec: BlockCodec) -> String {
    var text =
      "\(ExactText.short(element.operand)) becomes \(ExactText.short(element.quotient))"
    if let place = element.place, place.low != place.high {
      let sign = place.negative ? "-" : ""
      text +=
        ", between \(sign)\(ExactText.short(place.low)) and \(sign)\(ExactText.short(place.high))"
    }
    text +=
      " -> \(codec.element.hexadecimal(element.code)) = \(ExactText.short(element.value))"
      + (element.overflowed ? ", beyond \(codec.element.name)" : "")
    if let operand = element.operand.number, let decoded = element.decoded.number {
      let error = decoded - operand
      text +=
        error.isZero
        ? "; exact"
        : "; decoded \(ExactText.short(decoded)), off by \(ExactText.short(error))"
    } else {
      text += "; decoded \(ExactText.short(element.decoded))"
    }
    return text
  }

  private static func place(_ name: String, _ range: Range<Int>) -> String {
    range.count == 1
      ? "\(name) \(range.lowerBound)" : "\(name)s \(range.lowerBound)...\(range.upperBound - 1)"
  }

  /// What the runs of an encoded matrix are called.
  private static func names(_ codec: BlockCodec) -> [String] {
    ["elements"] + (codec.format.hasZeroPoints ? ["zero points"] : []) + ["scales"]
      + (codec.matrixScale == nil ? [] : ["the matrix scale"])
  }

  // MARK: - Decoding

  /// A matrix decoded from its codes.
  init(
    decoding codes: [UInt64], by codec: BlockCodec, into format: NumberFormat, words: [UInt32]
  ) {
    self.init(operation: "decode-block \(codec.format.name)", input: [])
    var place = 0
    var values: [[Datum]] = []
    for (run, name) in zip(codec.operation.operandRuns, Self.names(codec)) {
      guard let descriptor = run.format else { continue }
      let own = NumberFormat(descriptor)
      let data = codes[place..<place + run.count].map { own.decode($0) }
      values.append(data)
      input += codes[place..<place + run.count].map { own.hexadecimal($0) }
      step(name, data.map(ExactText.short).joined(separator: ", "))
      place += run.count
    }
    let exact = codec.values(codes)
    step("exactly", exact.map(ExactText.short).joined(separator: ", "))
    let (results, flags) = codec(codes, words: words)
    enter(format, codes: results, flags: flags)
  }
}
