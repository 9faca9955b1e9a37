import Descriptors
import Devices
import Specs

extension VerificationPlan {
  /// The formats in which comparisons, extrema and the like are judged: the mandatory ones of IEEE
  /// P3109, and one of each other kind.
  static let selectionFormats = [
    "Binary8p4se", "Binary8p3se", "Binary4p2sf", "float8_e5m2", "float8_e4m3fn", "float8_e8m0fnu",
    "float4_e2m1fn", "float16", "hifloat8", "posit8", "int8",
  ]

  /// Comparisons, extrema, predicates, neighbours, queries and scaled operations by the production
  /// module, each under its usual rule, and the laws that they keep.
  mutating func addSelections(_ formats: [FormatDescriptor]) throws(SpecError) {
    for name in Self.selectionFormats {
      let format = try catalog.format(named: name)
      try add(LawFamily.selection.laws(of: format))
      for operation in try selections(in: format) {
        let check = DeviceCheck(
          operation, on: ProductionDevice(), effort: effort.atMostStandard)
        checks.append(PlannedCheck(check, group: .init("selection", format.name, "all")))
      }
    }
  }

  /// Every operation on a format that is neither a conversion nor arithmetic.
  func selections(in format: FormatDescriptor) throws(SpecError) -> [Operation] {
    let scale = try catalog.format(named: "Binary8p1uf")
    let dialect = catalog.standard.dialect(for: format.name)
    return Operation.Kind.allCases.compactMap { kind in
      switch kind.family {
      case .conversion, .arithmetic: return nil
      case .scaled:
        return Operation(
          kind, operands: [scale, format, scale, format], result: format, dialect: dialect)
      default:
        let operands = Array(repeating: format, count: kind.operandCount)
        return Operation(
          kind, operands: operands, result: kind.result(for: format) ?? format, dialect: dialect)
      }
    }
  }
}
