import Descriptors
import Reference
import Specs

/// An operation in which faults are planted.
struct FaultProbe: Sendable {
  /// The narrow format that it is about.
  let format: String
  let operation: Operation

  /// The operations in which the mistakes of the catalogue show: conversions to and from every
  /// narrow format, and arithmetic within a few.
  static func all(_ catalog: Catalog, effort: CheckEffort) throws(SpecError) -> [FaultProbe] {
    let plan = VerificationPlan(catalog: catalog, effort: effort)
    let float32 = try catalog.format(named: "float32")
    let float64 = try catalog.format(named: "float64")
    let float16 = try catalog.format(named: "float16")
    var probes: [FaultProbe] = []
    for format in try plan.judgedFormats() where format.bits <= 16 {
      let standard = catalog.standard.dialect(for: format.name)
      func add(_ operation: Operation) {
        probes.append(FaultProbe(format: format.name, operation: operation))
      }
      func dialect(_ rounding: RoundingRule, _ overflow: OverflowRule = .satNone) -> Dialect {
        var dialect = standard
        (dialect.rounding, dialect.overflow) = (rounding, overflow)
        return dialect
      }
      for rules in [
        standard, dialect(.toNearestOrEven, .satFinite), dialect(.towardZero),
        dialect(.stochastic(bits: 8, variant: .c)),
      ] {
        add(.cast(from: float32, to: format, dialect: rules))
      }
      add(.cast(from: float64, to: format, dialect: standard))
      if format.name != float16.name {
        add(.cast(from: float16, to: format, dialect: standard))
      }
      add(.cast(from: format, to: float32))
      guard arithmetic.contains(format.name) else { continue }
      for kind in Operation.Kind.arithmetic where kind != .sub {
        let operands = Array(repeating: format, count: kind.operandCount)
        add(Operation(kind, operands: operands, result: format, dialect: standard))
      }
      guard selection.contains(format.name) else { continue }
      for operation in try plan.selections(in: format) where operation.kind?.family != .query {
        add(operation)
      }
    }
    return probes
  }

  /// The operations on many elements in which the mistakes of the catalogue show.
  static func elements(_ catalog: Catalog) throws(SpecError) -> [FaultProbe] {
    try OperationSelection(catalog: catalog).probes().filter { (try? Evaluator($0)) != nil }
      .map { FaultProbe(format: $0.format.name, operation: $0) }
  }

  /// The formats whose arithmetic is probed: one of each kind of special codes.
  private static let arithmetic: Set<String> = [
    "float16", "bfloat16", "float8_e5m2", "float8_e4m3fn", "float8_e4m3fnuz", "float4_e2m1fn",
    "Binary8p4se", "int8",
  ]

  /// The formats in which comparisons, extrema and the like are probed: with one NaN and no -0, and
  /// with several NaNs and -0.
  private static let selection: Set<String> = ["float8_e5m2", "Binary8p4se"]
}
