public import Descriptors
public import Harness
public import Specs

/// A family of laws that are functions of choices: what they are about, and where they come from.
public struct LawFamily: Sendable {
  /// What stands first in their ids.
  public let name: String
  /// What each of them is about, in words that a count may stand before.
  public let subject: String
  /// Where they come from.
  let source: Source
  /// The work of a case, in evaluations of the reference: of a distribution or a matrix it is that of
  /// many codes.
  var perCase: UInt64 = 3
  /// The most cases of a stated domain that are finished at `standard`.
  var standardDomain: UInt64 = 1 << 16

  /// Where laws come from.
  enum Source: Sendable {
    /// Every format has them.
    case formats(@Sendable (FormatDescriptor) -> [Property])
    /// The entries of a catalogue have them, and so has what only a name describes.
    case entries(
      @Sendable (Catalog) -> [Property],
      named: @Sendable (String, Catalog) throws(SpecError) -> [Property])
  }

  /// The subject of laws that belong to no one rule.
  public static let general = "general"

  /// Whether the laws are about formats.
  public var isOfFormats: Bool { if case .formats = source { true } else { false } }

  /// The laws of a format; none where the family is about something else.
  public func laws(of format: FormatDescriptor) -> [Property] {
    if case .formats(let laws) = source { laws(format) } else { [] }
  }

  /// The laws of everything that a catalogue lists, each id once.
  public func laws(in catalog: Catalog) -> [Property] {
    let laws =
      switch source {
      case .formats(let laws): catalog.formats.flatMap(laws)
      case .entries(let laws, _): laws(catalog)
      }
    var seen: Set<String> = []
    return laws.filter { seen.insert($0.id).inserted }
  }

  /// The laws of one subject, listed or not.
  ///
  /// - Throws: `SpecError` for a name that is none.
  func laws(about subject: String, in catalog: Catalog) throws(SpecError) -> [Property] {
    guard case .entries(let listed, let named) = source else {
      return laws(of: try catalog.format(named: subject))
    }
    func isOwn(_ law: Property) -> Bool {
      guard case .law(_, subject, _) = CheckID(parsing: law.id) else { return false }
      return true
    }
    let own = listed(catalog).filter(isOwn)
    return own.isEmpty ? try named(subject, catalog) : own
  }

  /// How many cases a law tries: all where there are no more than the first number, and otherwise a
  /// sample of as many as the second.
  ///
  /// Cases of formats are single codes, which are cheap. Others are whole distributions or matrices, and
  /// a quantised distribution has as many parts as quanta: at `standard` the stated domains of masks are
  /// finished, those of estimators and sums as far as their share of the time goes; at `exhaustive` all.
  func bounds(
    of law: Property, at effort: CheckEffort
  ) -> (enumerated: UInt64, sampled: UInt64) {
    guard !isOfFormats else {
      let most: UInt64 =
        switch effort {
        case .quick: 4_000
        case .standard: 40_000
        case .exhaustive: 1 << 32
        }
      return (most, most)
    }
    var quanta: Int?
    if case .quantised(let bits) = BlockPruning(named: law.subject)?.draw { quanta = bits }
    let (enumerated, sampled): (UInt64, UInt64) =
      switch effort {
      case .quick: quanta == nil ? (1_300, 400) : (100, 100)
      case .standard: (quanta == 8 ? 1 << 11 : standardDomain, 2_000)
      case .exhaustive: (1 << 20, 50_000)
      }
    // Their matrices are too many for a sweep, which only running one would tell.
    return (law.id.hasSuffix("-sampled") ? 0 : enumerated, sampled)
  }
}

extension LawFamily {
  static let format = LawFamily(
    name: "format", subject: "listed format", source: .formats { FormatLaws.all(for: $0) })

  static let arithmetic = LawFamily(
    name: "arithmetic", subject: "listed format", source: .formats { ArithmeticLaws.all(for: $0) })

  static let selection = LawFamily(
    name: "selection", subject: "listed format", source: .formats { SelectionLaws.all(for: $0) })

  static let mask = LawFamily(
    name: "mask", subject: "judged mask",
    source: .entries { catalog in
      MaskLaws.general + catalog.masks.flatMap { CatalogLaws.all(for: $0) }
    } named: { name, _ in
      MaskRule(named: name).map { MaskLaws.all(for: $0) } ?? []
    }, perCase: 40)

  static let estimator = LawFamily(
    name: "estimator", subject: "judged estimator",
    source: .entries { catalog in
      catalog.estimators.flatMap { CatalogLaws.all(for: $0) }
    } named: { name, _ in
      BlockPruning(named: name).map { EstimatorLaws.all(for: $0) } ?? []
    }, perCase: 40, standardDomain: 1 << 14)

  static let accumulator = LawFamily(
    name: "accumulator", subject: "judged accumulator",
    source: .entries { catalog in
      catalog.accumulators.flatMap { AccumulatorLaws.all(for: $0.accumulator) }
    } named: { name, catalog throws(SpecError) in
      AccumulatorLaws.all(for: try catalog.accumulator(named: name))
    }, perCase: 20, standardDomain: 1 << 12)

  static let block = LawFamily(
    name: "block", subject: "judged block format",
    source: .entries { catalog in
      BlockFormatLaws.all(for: catalog.blocks.map(\.block))
    } named: { name, catalog throws(SpecError) in
      BlockFormatLaws.all(for: try catalog.block(named: name))
    }, perCase: 20)

  static let calibration = LawFamily(
    name: "calibration", subject: "judged system",
    source: .entries { _ in
      CalibrationLaws.all
    } named: { _, _ in
      []
    }, perCase: 40)
}
