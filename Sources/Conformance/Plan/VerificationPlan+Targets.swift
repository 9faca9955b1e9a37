import Descriptors
import Devices
import Reference
import Specs

extension VerificationPlan {
  /// Formats of every kind, narrow ones, two of a kind where kinds have widths.
  static let targetFormats = [
    "float16", "float8_e4m3fn", "float8_e5m2", "float4_e2m1fn", "Binary8p4se", "Binary4p2sf",
    "Binary6p3ue", "posit8", "posit16", "int8", "int4", "uint4", "m3e3b4", "nf4",
  ]

  /// Every operation whose results may have another format than its operands, from each kind of format
  /// into each other one, by the production module: a few cases each, since the pairs are many and
  /// what goes wrong goes wrong in most cases.
  mutating func addTargets() throws(SpecError) {
    let device = ProductionDevice()
    for source in Self.targetFormats {
      let operand = try catalog.format(named: source)
      for target in Self.targetFormats where target != source {
        let result = try catalog.format(named: target)
        let dialect = catalog.standard.dialect(for: result.name)
        for kind in [Operation.Kind.cast, .mul] {
          // Conversions from float16 have checks of their own.
          if kind == .cast, source == "float16" { continue }
          let operation = Operation(
            kind, operands: Array(repeating: operand, count: kind.operandCount), result: result,
            dialect: dialect)
          let check = DeviceCheck(
            operation, on: device, effort: effort.atMostStandard, sample: targetSample)
          checks.append(
            PlannedCheck(check, group: .init("\(kind.rawValue) to others", "every format", "all")))
        }
        for operation in try pruned(operand, result, dialect) {
          // What the module refuses is no finding here: a sheet of formats is not a list of promises.
          guard case .supported = device.support(for: operation),
            let evaluator = try? Evaluator(operation)
          else { continue }
          let check = DeviceCheck(
            evaluator, on: device, effort: effort.atMostStandard, sample: targetSample)
          checks.append(
            PlannedCheck(check, group: PlannedCheck.group(operation, "other targets")))
        }
      }
    }
  }

  private var targetSample: UInt64 { effort == .quick ? 40 : 150 }

  /// Prunings of blocks and of single elements, and a sum, with a target of their own.
  private func pruned(
    _ operand: FormatDescriptor, _ result: FormatDescriptor, _ dialect: Dialect
  ) throws(SpecError) -> [Operation] {
    let exact = try catalog.accumulator(named: "exact")
    var functions: [Operation.Function] = [
      .pruneBelow(threshold: 3), .dot(exact, length: 2),
    ]
    for name in ["mvue-2:4", "mvue-2:4/quantised-8"] {
      if let pruning = BlockPruning(named: name) { functions.append(.prune(pruning)) }
    }
    return functions.map {
      Operation($0, format: operand, result: result, dialect: dialect)
    }
  }
}
