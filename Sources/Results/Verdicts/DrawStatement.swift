/// What a statistical verdict about a device with randomness inside rests on: how unlikely a false
/// alarm was made, and what would have been seen.
///
/// Probabilities and sizes are exact texts, such as `1/1000000000`, or decimals rounded to the safe
/// side.
public struct DrawStatement: Codable, Hashable, Sendable {
  /// The probability that a healthy device is refuted, at most.
  public var falseAlarm: String
  /// How that is split.
  public var families: [Family]
  /// How often the counts are looked at in all, and how often they were.
  public var looks: Int
  public var looked: Int
  /// All draws that were answered.
  public var draws: UInt64
  /// The cases that were asked, those of them with more than one outcome, and the draws of each.
  public var cases: Int
  public var randomCases: Int
  public var drawsPerCase: Int
  /// The draws of cases, or of their elements, that fall either way, for tests of independence.
  public var fairDraws: Int
  /// Whether these fall either way with a probability of exactly 1/2; `nil` where there are none.
  public var coinsAreEven: Bool?
  /// With what probability the following would have been seen, at least.
  public var power: String
  /// The error in the probability of an outcome of any single case that would have been seen.
  public var deviation: String?
  /// The shift common to all cases, as a share of the gap between outcomes, that would have been
  /// seen.
  public var bias: String?
  /// How many draws would be needed to see shifts of given sizes.
  public var needed: [Need]

  /// Tests of one kind.
  public struct Family: Codable, Hashable, Sendable {
    /// What is tested.
    public var name: String
    /// The number of tests at each look.
    public var tests: Int
    /// The part of the false alarm that they may spend together.
    public var share: String

    /// Creates a family.
    public init(name: String, tests: Int, share: String) {
      (self.name, self.tests, self.share) = (name, tests, share)
    }
  }

  /// The draws that it takes to see a shift.
  public struct Need: Codable, Hashable, Sendable {
    /// The size of the shift.
    public var bias: String
    /// The draws, of all cases together.
    public var draws: UInt64

    /// Creates a need.
    public init(bias: String, draws: UInt64) { (self.bias, self.draws) = (bias, draws) }
  }

  /// Creates a statement about nothing yet.
  public init(
    falseAlarm: String, families: [Family], looks: Int, cases: Int, randomCases: Int,
    power: String
  ) {
    self.falseAlarm = falseAlarm
    self.families = families
    self.looks = looks
    looked = 0
    draws = 0
    self.cases = cases
    self.randomCases = randomCases
    drawsPerCase = 0
    fairDraws = 0
    self.power = power
    needed = []
  }

  /// The statement as lines of at most 80 columns.
  public var lines: [String] {
    var lines = ["false alarm at most \(falseAlarm) for the whole run, split over"]
    for family in families {
      lines.append(
        "  \(family.name): \(family.tests) tests a look, \(family.share) of it together")
    }
    lines.append(
      "looks at the counts: \(looked) of \(looks); cases: \(cases), of which \(randomCases) random")
    lines.append(
      "draws: \(HumanUnits.count(draws)), \(HumanUnits.count(UInt64(drawsPerCase))) of each case, "
        + "\(HumanUnits.count(UInt64(fairDraws))) "
        + (coinsAreEven ?? true ? "that fall either way evenly" : "that fall either of two ways"))
    if deviation != nil || bias != nil { lines.append("seen with a probability of \(power):") }
    if let deviation { lines.append("  one outcome's probability off by \(deviation)") }
    if let bias { lines.append("  a shift common to all cases by \(bias) of a gap") }
    if !needed.isEmpty {
      let needs = needed.map { "\($0.bias): \(HumanUnits.count($0.draws))" }
      lines.append("draws needed to see a common shift of " + needs.joined(separator: ", "))
    }
    return lines
  }
}
