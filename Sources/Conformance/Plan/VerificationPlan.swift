import Descriptors
import Devices
import Harness
public import Specs

/// The checks of a verification run, in the order in which they are run and reported.
public struct VerificationPlan: Sendable {
  /// The checks.
  public var checks: [PlannedCheck] = []
  /// The formats, rules and dialects to choose from.
  public let catalog: Catalog
  /// How much is tried.
  public let effort: CheckEffort

  /// Creates an empty plan.
  public init(catalog: Catalog, effort: CheckEffort) {
    self.catalog = catalog
    self.effort = effort
  }

  /// Everything that can be judged on this machine: the formats' own laws, the production module,
  /// this CPU's conversion instructions, masks and estimators.
  public static func everything(
    catalog: Catalog, effort: CheckEffort
  ) throws(SpecError) -> VerificationPlan {
    var plan = VerificationPlan(catalog: catalog, effort: effort)
    let formats = try plan.judgedFormats()
    for format in formats { try plan.addLaws(format) }
    try plan.addCasts(to: formats)
    plan.addArithmetic(formats)
    try plan.addSelections(formats)
    try plan.addDialects()
    try plan.addInstructions()
    try plan.addEntryLaws()
    try plan.addElements()
    try plan.addTargets()
    try plan.addCorpus()
    return plan
  }

  /// The checks that any of the patterns asks for; without patterns, all.
  public func selecting(_ patterns: [String]) -> VerificationPlan {
    guard !patterns.isEmpty else { return self }
    var selected = self
    selected.checks = checks.filter { check in patterns.contains { check.matches($0) } }
    return selected
  }

  /// The catalogue's formats and the P3109 formats of the standard's mandatory set (v4.0
  /// section 4.5), with their finite and unsigned relatives.
  func judgedFormats() throws(SpecError) -> [FormatDescriptor] {
    var formats = catalog.formats
    let p3109 = [
      "Binary8p4se", "Binary8p3se", "Binary4p2sf", "Binary8p1uf", "Binary8p4ue", "Binary6p3sf",
      "Binary16p11se", "m7e4b12",
    ]
    for name in p3109 { formats.append(try catalog.format(named: name)) }
    return formats
  }

  /// The laws that every format must satisfy, and its arithmetic.
  mutating func addLaws(_ format: FormatDescriptor) throws(SpecError) {
    try add(LawFamily.format.laws(of: format) + LawFamily.arithmetic.laws(of: format))
  }

  /// Laws that are functions of choices.
  mutating func add(_ laws: [Property]) throws(SpecError) {
    for law in laws { checks.append(try PlannedCheck(law, effort: effort)) }
  }

  /// Conversions by the production module, from the four wide formats to every narrow one under
  /// every rule, and back; every instruction-set level, too.
  mutating func addCasts(to formats: [FormatDescriptor]) throws(SpecError) {
    let best = ProductionDevice()
    var wide: [FormatDescriptor] = []
    for name in ["float32", "float64", "float16", "bfloat16"] {
      wide.append(try catalog.format(named: name))
    }
    for format in formats where format.bits <= 16 {
      for source in wide where source.name != format.name {
        for dialect in dialects(for: format) {
          let cast = Operation.cast(from: source, to: format, dialect: dialect)
          let others = source.name == "float32" ? source.name : "3 other sources"
          let usual = isUsual(cast)
          add(
            cast, on: best,
            .init("cast \(others)", format.name, usual ? "nearest-even" : "all others"),
            usual && effort == .standard ? .exhaustive : effort)
          // The levels share everything but their loops, which the boundaries try out.
          if source.name == "float32", dialect.overflow == .satNone {
            for level in ProductionDevice.all.dropFirst() {
              add(
                cast, on: level, .init("cast \(source.name)", "every format", level.name),
                effort == .quick ? .quick : .standard, sample: 2_000)
            }
          }
        }
        add(
          .cast(from: format, to: source), on: best,
          .init("cast to wider", format.name, "nearest-even"), effort)
      }
    }
  }

  /// Every rule and, for the deterministic ones, every overflow rule.
  private func dialects(for format: FormatDescriptor) -> [Dialect] {
    let standard = catalog.standard.dialect(for: format.name)
    var found: [Dialect] = []
    for rounding in RoundingRule.deterministic {
      for overflow in OverflowRule.allCases {
        var dialect = standard
        (dialect.rounding, dialect.overflow) = (rounding, overflow)
        found.append(dialect)
      }
    }
    for variant in StochasticVariant.allCases {
      for bits in [1, 8, 13, 32] {
        var dialect = standard
        dialect.rounding = .stochastic(bits: bits, variant: variant)
        found.append(dialect)
      }
    }
    return found
  }

  /// Whether all codes of binary32 are swept at `standard` too: under the rules that most people
  /// use, for the formats that have a kernel or a table.
  private func isUsual(_ cast: Operation) -> Bool {
    guard cast.operands[0].name == "float32", cast.dialect.rounding == .toNearestOrEven,
      cast.dialect.overflow == .satNone
    else { return false }
    if case .float = cast.result.encoding { return true }
    return cast.result.bits <= 8
  }

  /// Arithmetic by the production module within each narrow format, under every rule.
  mutating func addArithmetic(_ formats: [FormatDescriptor]) {
    for format in formats where format.bits <= 16 {
      let standard = catalog.standard.dialect(for: format.name)
      for kind in Operation.Kind.arithmetic {
        for rounding in RoundingRule.deterministic + [.stochastic(bits: 8, variant: .c)] {
          var dialect = standard
          dialect.rounding = rounding
          let operands = Array(repeating: format, count: kind.operandCount)
          let operation = Operation(kind, operands: operands, result: format, dialect: dialect)
          // All triples are for the exhaustive run, and for two formats.
          let triples = ["float8_e4m3fn", "float8_e5m2"].contains(format.name)
          let usual = rounding == .toNearestOrEven && kind == .fma && triples
          add(
            operation, on: ProductionDevice(), .init("arithmetic", format.name, "all"),
            kind.operandCount == 3 && !usual ? effort.atMostStandard : effort)
        }
      }
    }
  }

  /// What each dialect makes of binary32 in the formats that it speaks of.
  mutating func addDialects() throws(SpecError) {
    let source = try catalog.format(named: "float32")
    for preset in catalog.dialects where preset.name != catalog.standard.name {
      for format in catalog.formats where format.bits <= 16 {
        let cast = Operation.cast(
          from: source, to: format, dialect: preset.dialect(for: format.name))
        let check = DeviceCheck(
          cast, on: ProductionDevice(), preset: preset.name, effort: effort.atMostStandard)
        checks.append(
          PlannedCheck(check, group: .init("cast \(source.name)", "every format", preset.name)))
      }
    }
  }

  /// This CPU's conversion instructions against the dialects that describe them.
  mutating func addInstructions() throws(SpecError) {
    for device in InstructionDevice.all {
      let preset = try catalog.dialect(named: device.dialect)
      let source = try catalog.format(named: device.source)
      let target = try catalog.format(named: device.target)
      for rounding in device.roundings {
        var dialect = preset.dialect(for: target.name)
        dialect.rounding = rounding
        let check = DeviceCheck(
          .cast(from: source, to: target, dialect: dialect), on: device, preset: preset.name,
          effort: effort == .quick ? .quick : .exhaustive)
        checks.append(
          PlannedCheck(check, group: .init(device.name, target.name, rounding.name)))
      }
    }
  }

  private mutating func add(
    _ operation: Operation, on device: any Device, _ group: PlannedCheck.Row,
    _ effort: CheckEffort, sample: UInt64? = nil
  ) {
    let check = DeviceCheck(operation, on: device, effort: effort, sample: sample)
    checks.append(PlannedCheck(check, group: group))
  }
}
