import Descriptors
import Reference
import Specs

extension OperationOptions {
  /// The mask that the options spell out.
  func mask() throws -> Operation.Function {
    guard let pattern else {
      throw CommandFailure.usage("mask lacks --pattern", "write for example --pattern 2:4")
    }
    guard let rule = MaskRule(named: pattern) else {
      throw CommandFailure.usage(
        "'\(pattern.excerpt)' is no mask rule",
        "write N:M with N at most M and M at most 64, or as in sequential-2:4, transposable-4:8 "
          + "(M at most 32), prune-greedy-4:8, keep-greedy-4:8, 2:4/columns, top-10, "
          + "threshold-0x3F")
    }
    let (rows, columns) = try matrix(.mask)
    return .mask(rule, rows: rows, columns: columns, ragged: ragged ? .atMost : .refuse)
  }

  /// The block pruning; `standard` is the design where none is named.
  func pruning(standard: BlockPruning.Design) throws -> BlockPruning {
    try refuseOthers(.mvue)
    guard let name = pattern else {
      throw CommandFailure.usage("mvue lacks --pattern", "write for example --pattern 2:4")
    }
    guard let pattern = BlockPattern(named: name) else {
      throw CommandFailure.usage(
        "'\(name.excerpt)' is no pattern N:M",
        "N elements are kept of every M, with N from 1 to M and M at most 64")
    }
    if quantised != nil && isInteger {
      throw CommandFailure.usage("--quantised and --integer are two draws", "choose one")
    }
    let draw: BlockPruning.Draw =
      isInteger ? .integer : quantised.map { .quantised(bits: $0) } ?? .fraction
    return BlockPruning(pattern, design: try chosenDesign() ?? standard, draw: draw)
  }

  private func chosenDesign() throws(CommandFailure) -> BlockPruning.Design? {
    guard let design else { return nil }
    guard let found = BlockPruning.Design.allCases.first(where: { $0.spelling == design }) else {
      throw .unknown("design", design, among: BlockPruning.Design.allCases.map(\.spelling))
    }
    return found
  }

  /// The pruning below a threshold that the options spell out.
  func pruneBelow(in format: FormatDescriptor) throws -> Operation.Function {
    guard let threshold, let value = try InputValue.list(threshold).first else {
      throw CommandFailure.usage(
        "prune-below lacks --threshold", "write a value or a code, as in --threshold 0.5")
    }
    return .pruneBelow(threshold: try value.code(in: NumberFormat(format)))
  }
}

extension BlockPruning.Design {
  /// The name on the command line.
  var spelling: String { self == .pairTable ? "pair-table" : rawValue }
}
