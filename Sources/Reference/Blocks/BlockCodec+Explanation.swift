import Descriptors
import ExactArithmetic

extension BlockCodec {
  /// How the codes or values of a matrix follow, but for elements that are 0 and encoded.
  public func explanation(of codes: [UInt64], words: [UInt32]) -> [Explanation.Step] {
    isEncoding
      ? explanation(encoding: codes.map(operand.decode), words, skippingZeros: true)
      : explanation(decoding: codes, words)
  }

  /// A matrix encoded into blocks, with every scale before and after it entered its format.
  ///
  /// - Parameter skippingZeros: leaves out the elements that are 0.
  public func explanation(
    encoding data: [Datum], _ words: [UInt32] = [], skippingZeros: Bool = false
  ) -> [Explanation.Step] {
    let trace = trace(data, words: words)
    var steps: [Explanation.Step] = []
    for part in trace.steps { steps.add(part.label, ExactText.short(part.value)) }
    if let scale = trace.matrixScale, let format = matrixScale {
      steps.add("matrix scale", Self.scale(scale, of: format))
    }
    for (index, block) in trace.blocks.enumerated() {
      explain(block, index, skippingZeros: skippingZeros, &steps)
    }
    let codes = results(of: trace)
    var place = 0
    for (run, name) in zip(operation.resultRuns, names) {
      let digits = codes[place..<place + run.count].map {
        hexadecimal($0, bits: run.format?.bits ?? 8)
      }
      steps.add("codes of \(name)", digits.joined(separator: " "))
      place += run.count
    }
    if trace.overflowed {
      steps.add("overflow", "an element or a scale was beyond the largest value of its format")
    }
    steps.add("decoded", values(codes).map(\.description).joined(separator: ", "))
    return steps
  }

  /// A matrix decoded from its codes.
  private func explanation(decoding codes: [UInt64], _ words: [UInt32]) -> [Explanation.Step] {
    var steps: [Explanation.Step] = []
    var place = 0
    for ((format, count), name) in zip(operandFormats, names) {
      let data = codes[place..<place + count].map { format.decode($0) }
      steps.add(name, data.map(ExactText.short).joined(separator: ", "))
      place += count
    }
    steps.add("exactly", values(codes).map(ExactText.short).joined(separator: ", "))
    let (results, flags) = self(codes, words: words)
    steps.add(results, in: result, flags)
    return steps
  }

  private func explain(
    _ block: BlockTrace.Block, _ index: Int, skippingZeros: Bool, _ steps: inout [Explanation.Step]
  ) {
    steps.add(
      "block \(index)",
      Self.place("row", block.rows) + ", " + Self.place("column", block.columns) + ", amax = "
        + ExactText.short(block.amax))
    steps.add("rule", block.rule)
    for part in block.steps { steps.add(part.label, ExactText.short(part.value)) }
    for attempt in block.attempts {
      steps.add(
        "tried",
        Self.scale(attempt.scale, of: scale) + ": "
          + (attempt.error.map { "squared errors sum to \(ExactText.short($0))" }
            ?? "a value is no number"))
    }
    steps.add("scale", Self.scale(block.scale, of: scale))
    if let zero = block.zeroPoint { steps.add("zero point", "\(zero)") }
    for (offset, element) in block.elements.enumerated() {
      if skippingZeros, element.operand.isZero { continue }
      let row = block.rows.lowerBound + offset / block.columns.count
      let column = block.columns.lowerBound + offset % block.columns.count
      steps.add(
        rows == 1 ? "element \(column)" : "element \(row), \(column)",
        text(element))
    }
  }

  /// `9/8 -> 0x7F = 1`.
  private static func scale(_ scale: BlockTrace.Scale, of format: NumberFormat) -> String {
    let entered = "\(format.hexadecimal(scale.code)) = \(ExactText.short(scale.value))"
    return (scale.exact.map { "\(ExactText.short($0)) -> " } ?? "") + entered
      + (scale.overflowed ? ", beyond \(format.name)" : "")
  }

  private func text(_ element: BlockTrace.Element) -> String {
    var text =
      "\(ExactText.short(element.operand)) becomes \(ExactText.short(element.quotient))"
    if let place = element.place, place.low != place.high {
      let sign = place.negative ? "-" : ""
      text +=
        ", between \(sign)\(ExactText.short(place.low)) and \(sign)\(ExactText.short(place.high))"
    }
    text +=
      " -> \(self.element.hexadecimal(element.code)) = \(ExactText.short(element.value))"
      + (element.overflowed ? ", beyond \(self.element.name)" : "")
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
  private var names: [String] {
    ["elements"] + (format.hasZeroPoints ? ["zero points"] : []) + ["scales"]
      + (matrixScale == nil ? [] : ["the matrix scale"])
  }
}
