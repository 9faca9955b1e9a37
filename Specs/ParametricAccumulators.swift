internal import Descriptors

/// Accumulators whose name says everything, so that no list has to hold them.
///
/// | pattern | accumulators |
/// |---|---|
/// | `fmaq-mMeE-P-A[-no-underflow][-ROUNDING]` | those of LBA, product bias P, sum bias A, chunk 16 |
/// | `FORMAT[-unfused][-ORDER]` | one format; ORDER is `lanes-N`, `pairwise`, `kahan` or `permuted-SEED` |
/// | `intN-wrap`, `intN-saturate`, also `uintN` | integers, with an ORDER too |
/// | `NAME-chunk-N` | another accumulator in chunks of N, whose sums meet through its sum stage |
struct ParametricAccumulators {
  let catalog: Catalog

  /// The accumulator of a name in any case; `nil` for names of no pattern.
  ///
  /// - Throws: `SpecError` for a name that follows a pattern with parameters outside its range.
  func accumulator(named name: String) throws(SpecError) -> Accumulator? {
    let text = name.lowercased()
    if let match = text.wholeMatch(of: /(.+)-chunk-(\d{1,9})/) {
      guard let length = Int(match.2), SumLimits.chunk.contains(length), match.2.first != "0" else {
        throw SpecError(
          what: "'\(SpecNode.excerpt(name))' has chunks of \(match.2) products",
          remedy: "take 1 to \(SumLimits.chunk.upperBound)")
      }
      var accumulator = try catalog.accumulator(named: String(match.1))
      guard accumulator.chunk == nil || !match.1.contains("-chunk-") else {
        throw SpecError(
          what: "'\(SpecNode.excerpt(name))' has two chunks", remedy: "write '-chunk-N' once")
      }
      accumulator.chunk = Accumulator.Chunk(
        length: length, outer: accumulator.chunk?.outer ?? accumulator.sum)
      accumulator.name += "-chunk-\(length)"
      return accumulator
    }
    if text.hasPrefix("fmaq") { return try fmaq(name, text) }
    return try plain(name, text)
  }

  private func fmaq(_ name: String, _ text: String) throws(SpecError) -> Accumulator? {
    let shape = /fmaq-m(\d{1,6})e(\d{1,6})-(-?\d{1,6})-(-?\d{1,6})(-no-underflow)?(-[a-z0-9-]+)?/
    guard let match = text.wholeMatch(of: shape), let significand = Int(match.1),
      let exponent = Int(match.2), let product = Int(match.3), let sum = Int(match.4)
    else {
      throw SpecError(
        what: "'\(SpecNode.excerpt(name))' is no name of an FMAq",
        remedy: "write fmaq-mMeE-P-A with the biases of products and sums, as fmaq-m7e4-12-10")
    }
    guard SumLimits.significand.contains(significand), SumLimits.exponent.contains(exponent),
      SumLimits.bias.contains(product), SumLimits.bias.contains(sum)
    else {
      throw SpecError(
        what: "'\(SpecNode.excerpt(name))' is outside the range of such names",
        remedy: "take 0 to 52 significand bits, 1 to 11 exponent bits and biases up to 4096")
    }
    var rounding = RoundingRule.towardZero
    if let written = match.6 {
      guard let rule = RoundingRule(name: String(written.dropFirst())), !rule.takesRandomWord else {
        throw SpecError(
          what: "'\(SpecNode.excerpt(name))' ends in no rounding rule without random word",
          remedy: "use one of \(StageReader.roundings)")
      }
      rounding = rule
    }
    let flushes = match.5 == nil
    func stage(_ bias: Int) -> AccumulatorStage {
      .grid(
        FloatGrid(
          significandBits: significand, exponentBits: exponent, bias: bias, rounding: rounding,
          flushes: flushes))
    }
    let suffix = rounding == .towardZero ? "" : "-\(rounding.name)"
    return Accumulator(
      name: "fmaq-m\(significand)e\(exponent)-\(product)-\(sum)"
        + (flushes ? "" : "-no-underflow") + suffix,
      product: stage(product), sum: stage(sum),
      chunk: Accumulator.Chunk(length: 16, outer: stage(sum)),
      result: try catalog.format(named: "float32"))
  }

  private func plain(_ name: String, _ text: String) throws(SpecError) -> Accumulator? {
    var rest = text
    var suffix = ""
    var adder = Accumulator.Adder.serial
    var order = Accumulator.Order.sequential
    if let match = rest.wholeMatch(of: /(.+)-(lanes|permuted)-(\d{1,20})/) {
      guard match.3.count == 1 || match.3.first != "0", let number = UInt64(match.3) else {
        return nil
      }
      rest = String(match.1)
      suffix = "-\(match.2)-\(number)"
      order = .permuted(seed: number)
      if match.2 == "lanes" {
        guard let lanes = Int(exactly: number), SumLimits.lanes.contains(lanes),
          lanes & (lanes - 1) == 0
        else {
          throw SpecError(
            what: "'\(SpecNode.excerpt(name))' has \(number) lanes",
            remedy: "take a power of two up to \(SumLimits.lanes.upperBound)")
        }
        order = .lanes(lanes, .halves)
      }
    } else if rest.hasSuffix("-pairwise") {
      (rest, suffix, order) = (String(rest.dropLast(9)), "-pairwise", .pairwise)
    } else if rest.hasSuffix("-kahan") {
      (rest, suffix, adder) = (String(rest.dropLast(6)), "-kahan", .compensated)
    }
    guard let stages = try stages(name, rest) else { return nil }
    return Accumulator(
      name: stages.name + suffix, product: stages.product, sum: stages.sum, adder: adder,
      order: order, result: stages.result)
  }

  private typealias Stages = (
    name: String, product: AccumulatorStage, sum: AccumulatorStage, result: FormatDescriptor
  )

  /// `FORMAT`, `FORMAT-unfused`, `intN-wrap`, `intN-saturate`.
  private func stages(_ name: String, _ text: String) throws(SpecError) -> Stages? {
    var rest = text
    var ending = ""
    for known in ["-unfused", "-wrap", "-saturate"] where rest.hasSuffix(known) {
      rest = String(rest.dropLast(known.count))
      ending = known
      break
    }
    let format: FormatDescriptor
    do { format = try catalog.format(named: rest) } catch {
      // A name of a rule with parameters out of range says so; any other is simply unknown.
      return nil
    }
    var dialect = catalog.standard.dialect(for: format.name)
    let isInteger = if case .fixedPoint = format.encoding { true } else { false }
    switch ending {
    case "-wrap" where isInteger: dialect.wraps = true
    case "-saturate" where isInteger: dialect.overflow = .satFinite
    case "-wrap", "-saturate":
      throw SpecError(
        what: "'\(SpecNode.excerpt(name))': \(format.name) is no format of integers",
        remedy: "write '\(format.name)' without '\(ending)'")
    case _ where isInteger:
      throw SpecError(
        what: "'\(SpecNode.excerpt(name))' does not say what happens beyond \(format.name)",
        remedy: "write '\(format.name)-wrap' or '\(format.name)-saturate'")
    default: break
    }
    let stage = AccumulatorStage.format(format, dialect)
    return (format.name + ending, ending == "-unfused" ? stage : .exact, stage, format)
  }
}
