import Descriptors
import Specs

/// The operations on many elements that are worth judging.
struct OperationSelection: Sendable {
  let catalog: Catalog

  /// One format of each kind: wide and narrow floats, with and without infinities, integers.
  static let formats = [
    "float32", "bfloat16", "float16", "float8_e4m3fn", "int8", "float4_e2m1fn",
  ]

  /// An operation with what it is called in a shorter table.
  struct Item: Sendable {
    var operation: Operation
    var group: String
    /// Whether the production module has loops of its own for it at each instruction-set level.
    var hasLevels = true
  }

  /// What every family has to be judged.
  func all() throws(SpecError) -> [Item] {
    var items: [Item] = []
    for family in OperationFamily.all { items += try family.judged(self) }
    return items
  }

  /// The operations in which faults are planted.
  func probes() throws(SpecError) -> [Operation] {
    var found: [Operation] = []
    for family in OperationFamily.all { found += try family.probes(self) }
    return found
  }

  /// Masks and estimators in every format.
  func choices() throws(SpecError) -> [Item] {
    var items: [Item] = []
    for name in Self.formats {
      let format = try catalog.format(named: name)
      items += masks(format)
      items += try estimators(format)
    }
    return items
  }

  /// One or two shapes of each rule, in formats that differ in what they can go wrong with.
  func choiceProbes() throws(SpecError) -> [Operation] {
    var found: [Operation] = []
    for name in ["float32", "bfloat16", "float8_e4m3fn", "int8", "float4_e2m1fn"] {
      let format = try catalog.format(named: name)
      found += masks(format).map(\.operation).filter(Self.isProbe)
      found += try estimators(format).map(\.operation).filter(Self.isProbe)
    }
    return found
  }

  private static func isProbe(_ operation: Operation) -> Bool {
    guard case .mask(let rule, let rows, let columns, let ragged) = operation.function,
      let pattern = rule.pattern
    else { return true }
    // Single blocks and tiles are for proofs.
    guard [2, 4].contains(pattern.of), rows * columns > pattern.of * pattern.of else {
      return false
    }
    return pattern.keep != 3 || ragged == .refuse
  }

  // MARK: - Masks

  private static let patterns = ["1:2", "1:4", "2:4", "3:4", "4:8", "8:16"]

  private func masks(_ format: FormatDescriptor) -> [Item] {
    var found: [Item] = []
    func add(
      _ rule: MaskRule, _ rows: Int, _ columns: Int, _ ragged: MaskRule.RaggedRule, _ group: String
    ) {
      found.append(
        Item(
          operation: Operation(
            .mask(rule, rows: rows, columns: columns, ragged: ragged), format: format),
          group: group))
    }
    for name in Self.patterns {
      guard let pattern = BlockPattern(named: name) else { continue }
      let of = pattern.of
      let rows = MaskRule.magnitude(pattern, .rows)
      add(rows, 1, of, .refuse, "N:M")
      add(rows, 3, 4 * of, .refuse, "N:M")
      add(rows, 2, 3 * of - 1, .atMost, "N:M")
      guard ["2:4", "4:8"].contains(name) else { continue }
      let columns = MaskRule.magnitude(pattern, .columns)
      add(columns, 2 * of, 2 * of + 3, .refuse, "N:M down columns")
      add(columns, 2 * of + 1, 5, .atMost, "N:M down columns")
      add(.sequential(pattern, .rows), 2, 3 * of, .refuse, "sequential")
      add(.sequential(pattern, .rows), 2, 2 * of - 1, .atMost, "sequential")
      add(.sequential(pattern, .columns), 2 * of, 5, .refuse, "sequential")
    }
    for name in ["1:2", "2:4", "3:4", "4:8"] {
      guard let pattern = BlockPattern(named: name) else { continue }
      let of = pattern.of
      for method in MaskRule.TransposableMethod.allCases {
        let rule = MaskRule.transposable(pattern, method)
        add(rule, of, of, .refuse, "transposable")
        add(rule, 2 * of, 3 * of, .refuse, "transposable")
        add(rule, 2 * of - 1, of + 1, .atMost, "transposable")
      }
    }
    add(.top(10), 3, 7, .refuse, "unstructured")
    if let one = format.codeOfOne {
      add(.threshold(code: one), 3, 7, .refuse, "unstructured")
    }
    return found
  }

  // MARK: - Estimators

  // Pair tables, successive and uniform draws are defined by the reference only.

  private func estimators(_ format: FormatDescriptor) throws(SpecError) -> [Item] {
    let float32 = try catalog.format(named: "float32")
    let standard = catalog.standard.dialect(for: format.name)
    var found: [Item] = []
    func add(
      _ name: String, result: FormatDescriptor? = nil, rounding: RoundingRule = .toNearestOrEven,
      overflow: OverflowRule = .satNone, _ group: String
    ) {
      guard let pruning = BlockPruning(named: name) else { return }
      var dialect = result.map { catalog.standard.dialect(for: $0.name) } ?? standard
      (dialect.rounding, dialect.overflow) = (rounding, overflow)
      found.append(
        Item(
          operation: Operation(
            .prune(pruning), format: format, result: result, dialect: dialect), group: group))
    }
    for pattern in Self.patterns { add("mvue-\(pattern)", "mvue") }
    add("mvue-2:4", overflow: .satFinite, "mvue")
    add("mvue-2:4", rounding: .stochastic(bits: 8, variant: .c), "mvue")
    if format.bits < 32 { add("mvue-2:4", result: float32, "mvue") }
    for bits in [4, 8, 16, 32] { add("mvue-2:4/quantised-\(bits)", "quantised") }
    add("mvue-4:8/quantised-4", "quantised")
    if ["float16", "float8_e4m3fn", "int8", "float4_e2m1fn"].contains(format.name) {
      for pattern in ["1:2", "1:4", "2:4", "4:8"] { add("mvue-\(pattern)/integer", "integer") }
      for pattern in ["1:2", "1:4", "2:4"] {
        add("mvue-\(pattern)/integer", result: float32, "integer")
      }
    }
    for pattern in ["2:4", "4:8"] { add("greedy-\(pattern)", "others") }
    if let one = format.codeOfOne {
      found.append(
        Item(
          operation: Operation(.pruneBelow(threshold: one), format: format, dialect: standard),
          group: "others"))
    }
    return found
  }
}

extension FormatDescriptor {
  /// The code of 1 in floats and integers; for int8 and the like a few units more, so that something
  /// is below it.
  fileprivate var codeOfOne: UInt64? {
    switch encoding {
    case .float(let layout):
      // Where the exponent field of 1 lies outside the format, it has no 1.
      (0..<1 << layout.exponentBits).contains(layout.bias)
        ? UInt64(layout.bias) << UInt64(layout.trailingBits) : nil
    case .fixedPoint: bits > 4 ? 20 : 3
    case .posit, .hiFloat8, .table: nil
    }
  }
}
