/// Makes a failing case small.
///
/// The shrinker sees only the list of choices: it proposes lists that are smaller in shortlex order
/// (shorter first, then lexicographically smaller) and runs the property on them. What a proposal
/// stands for is what the property draws from it, so a shrunk case lies in the domain by
/// construction. The outcome depends on nothing but the property, the list and the limit.
public struct Shrinker: Sendable {
  /// The usual limit on cases run.
  public static let defaultLimit = 20_000

  /// The property that fails.
  public let property: Property
  /// How many cases may be run.
  public let limit: Int

  /// Creates a shrinker.
  public init(property: Property, limit: Int = Shrinker.defaultLimit) {
    self.property = property
    self.limit = limit
  }

  /// A failing case that was made small.
  public struct Shrunk: Hashable, Sendable {
    /// The case, rendered.
    public var counterexample: Counterexample
    /// How many cases were run to find it.
    public var runs: Int
  }

  /// Shrinks a failing case; `nil` when the case does not fail.
  public func shrink(_ choices: [UInt64]) -> Shrunk? {
    var effort = ShrinkEffort(property: property, limit: limit)
    guard effort.begin(choices) else { return nil }
    var size: [UInt64]
    repeat {
      size = effort.best
      effort.deleteRuns()
      effort.shortenLists()
      effort.lowerEach()
      effort.lowerPairs()
      effort.shiftPairs()
      effort.liftPairs()
      effort.swapPairs()
    } while effort.best != size && !effort.isSpent
    guard let found = property.replay(effort.best).counterexample(to: property) else { return nil }
    return Shrunk(counterexample: found, runs: effort.runs)
  }

  /// Whether `a` comes before `b`: shorter first, then lexicographically.
  public static func isSmaller(_ a: [UInt64], than b: [UInt64]) -> Bool {
    a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
  }
}

/// A shrink in progress: the smallest failing case so far and the ways to propose smaller ones.
struct ShrinkEffort: ~Copyable {
  private(set) var best: [UInt64] = []
  private(set) var runs = 0
  private let property: Property
  private let limit: Int
  private var choices = Choices()
  private var proposed: Set<[UInt64]> = []

  init(property: Property, limit: Int) {
    self.property = property
    self.limit = limit
  }

  /// Whether no more cases may be run.
  var isSpent: Bool { runs >= limit }

  /// Takes the first case; false when it does not fail.
  mutating func begin(_ given: [UInt64]) -> Bool {
    choices.rewind(to: given)
    guard case .fails = property.run(&choices) else { return false }
    best = choices.drawn
    return true
  }

  /// Runs a proposal and keeps it when it fails and is smaller, or even shorter where that is asked.
  mutating func propose(_ candidate: [UInt64], asShorter: Bool = false) -> Bool {
    guard !isSpent, candidate != best, proposed.insert(candidate).inserted else { return false }
    runs += 1
    choices.rewind(to: candidate)
    guard case .fails = property.run(&choices) else { return false }
    let drawn = choices.drawn
    guard Shrinker.isSmaller(drawn, than: best) else { return false }
    if asShorter, drawn.count == best.count {
      // Lowering numbers one by one is not what deletion is for: another pass may propose it again.
      proposed.remove(candidate)
      return false
    }
    best = drawn
    return true
  }
}
