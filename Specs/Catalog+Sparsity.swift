public import Descriptors

extension Catalog {
  /// The mask rule of a name such as `2:4` or `transposable-4:8`, listed or not.
  ///
  /// - Throws: `SpecError` that names the nearest names, or says what is wrong with the pattern.
  public func maskRule(named name: String) throws(SpecError) -> MaskRule {
    if let rule = MaskRule(named: name) { return rule }
    if let error = Self.patternError(name) { throw error }
    if let entry = masks.first(where: { Self.same($0.name, name) }) {
      throw SpecError(
        what: "'\(name)' is a rule without its parameter", remedy: "write \(entry.rule.spelling)")
    }
    let known = masks.flatMap { [$0.name] + $0.judged.map(\.name) }
    throw unknownSparsity("mask", name, NearestNames.of(name, among: known))
  }

  /// The pruning of a name such as `mvue-2:4` or `successive-2:4`, listed or not.
  ///
  /// - Throws: `SpecError` that names the nearest names, or says what is wrong with the pattern.
  public func pruning(named name: String) throws(SpecError) -> BlockPruning {
    if let pruning = BlockPruning(named: name) { return pruning }
    if let error = Self.patternError(name) { throw error }
    if let entry = estimators.first(where: { Self.same($0.name, name) }) {
      throw SpecError(
        what: "'\(name)' is a design without its parameter",
        remedy: "write \(entry.design.spelling)")
    }
    let known = estimators.flatMap { [$0.name] + $0.judged.map(\.name) }
    throw unknownSparsity("estimator", name, NearestNames.of(name, among: known))
  }

  /// The listed mask rule that a mask follows.
  public func entry(of mask: MaskRule) -> MaskEntry? {
    masks.first { $0.rule == mask.kind && $0.judged.contains(mask) }
      ?? masks.first { $0.rule == mask.kind }
  }

  /// The listed estimator that a pruning is an instance of.
  public func entry(of pruning: BlockPruning) -> EstimatorEntry? {
    estimators.first { $0.judged.contains(pruning) }
      ?? estimators.first { $0.design == pruning.design.kind }
  }

  /// What is wrong with a pattern of two numbers; `nil` where the name has none.
  private static func patternError(_ name: String) -> SpecError? {
    guard let match = name.firstMatch(of: /(\d{1,9}):(\d{1,9})(\/|$)/),
      let keep = Int(match.1), let of = Int(match.2)
    else { return nil }
    let most = BlockPattern.largestBlock
    if keep < 1 || of < 1 {
      return SpecError(
        what: "the pattern \(keep):\(of) of '\(SpecNode.excerpt(name))' keeps nothing",
        remedy: "N:M keeps N of every M, with 1 <= N <= M")
    }
    if keep > of {
      return SpecError(
        what: "the pattern \(keep):\(of) of '\(SpecNode.excerpt(name))' keeps more than there are",
        remedy: "N:M keeps N of every M: write \(of):\(keep)?")
    }
    if of > most {
      return SpecError(
        what: "the block of '\(SpecNode.excerpt(name))' has \(of) elements",
        remedy: "blocks have at most \(most)")
    }
    let isTile = name.hasPrefix("transposable-") || name.contains("-greedy-")
    if isTile, of > MaskRule.largestTile {
      return SpecError(
        what: "the tile of '\(SpecNode.excerpt(name))' has \(of) rows",
        remedy: "tiles have at most \(MaskRule.largestTile)")
    }
    return nil
  }

  private func unknownSparsity(_ kind: String, _ name: String, _ near: [String]) -> SpecError {
    let what = "unknown \(kind) '\(SpecNode.excerpt(name))'"
    return SpecError(
      what: near.isEmpty ? what : "\(what); nearest: \(near.joined(separator: ", "))",
      remedy: "'assay list \(kind)s' shows all")
  }
}
