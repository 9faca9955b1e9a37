extension BlockPruning {
  /// Reads a name, as `name` writes it; `nil` for anything else.
  public init?(named name: String) {
    var parts = name.split(separator: "/", omittingEmptySubsequences: false)[...]
    guard let head = parts.popFirst() else { return nil }
    let prefixes: [(String, Design)] = [
      ("mvue-", .systematic), ("successive-", .successive), ("uniform-", .uniform),
      ("greedy-", .greedy),
    ]
    guard let found = prefixes.first(where: { head.hasPrefix($0.0) }),
      let pattern = BlockPattern(named: head.dropFirst(found.0.count))
    else { return nil }
    var design = found.1
    if design == .systematic, parts.first == "pair-table" {
      design = .pairTable
      parts.removeFirst()
    }
    var draw = Draw.fraction
    if let part = parts.popFirst() {
      let quantised = "quantised-"
      if part == "integer" {
        draw = .integer
      } else if part.hasPrefix(quantised), let bits = Int(part.dropFirst(quantised.count)) {
        draw = .quantised(bits: bits)
      } else {
        return nil
      }
    }
    guard parts.isEmpty else { return nil }
    self.init(pattern, design: design, draw: draw)
    // A name has one spelling: no sign, no leading zero.
    guard self.name == name else { return nil }
  }
}
