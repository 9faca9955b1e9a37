public import Descriptors

extension Catalog {
  /// The accumulator of a name such as `float32-lanes-8` or `fmaq-m7e4-12-10-chunk-64`, listed or
  /// not; upper and lower case do not matter.
  ///
  /// - Throws: `SpecError` that names the nearest names, or says what is wrong with a parameter.
  public func accumulator(named name: String) throws(SpecError) -> Accumulator {
    if let entry = accumulators.first(where: { Self.same($0.name, name) }) {
      return entry.accumulator
    }
    if let rule = try ParametricAccumulators(catalog: self).accumulator(named: name) { return rule }
    let near = NearestNames.of(name, among: accumulators.map(\.name))
    throw unknown("accumulator", name, near: near)
  }

  /// The block format of a name such as `mxfp4_e2m1-ceil` or `nvfp4-16x16`, listed or not; upper and
  /// lower case do not matter.
  ///
  /// - Throws: `SpecError` that names the nearest names, or says what is wrong with a parameter.
  public func block(named name: String) throws(SpecError) -> BlockFormat {
    if let entry = blocks.first(where: { Self.same($0.name, name) }) { return entry.block }
    if let rule = try ParametricBlocks(catalog: self).block(named: name) { return rule }
    let near = NearestNames.of(name, among: blocks.map(\.name))
    throw unknown("block", name, near: near)
  }

  /// The entry of an accumulator; `nil` for one that only has a name by rule.
  public func entry(of accumulator: Accumulator) -> AccumulatorEntry? {
    accumulators.first { Self.same($0.name, accumulator.name) }
  }

  /// The entry of a block format; `nil` for one that only has a name by rule.
  public func entry(of block: BlockFormat) -> BlockEntry? {
    blocks.first { Self.same($0.name, block.name) }
  }
}
