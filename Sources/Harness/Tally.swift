/// What a search, or a part of one, has counted; counts stay at 2^64-1 once they reach it.
public struct Tally: Hashable, Codable, Sendable {
  /// The cases checked, each value of a run counted by itself.
  public var cases: UInt64 = 0
  /// The cases that lay outside the law's domain.
  public var discarded: UInt64 = 0
  /// The cases that drew more than `Choices.mostPerCase` choices; none of them was judged.
  public var oversized: UInt64 = 0
  /// The cases that could not be decided; they are among `cases`.
  public var undecided: UInt64 = 0
  /// Why the first of these could not be decided.
  public var firstUndecided: String?
  /// The most choices that a judged case drew.
  public var longest = 0
  /// How many cases fell into each class, in the order of the labels.
  public var classes: [ClassCount] = []
  /// Which cases were judged, as a digest that does not depend on their order.
  public var digest = ResultDigest.empty

  /// The cases run, judged or not.
  public var tried: UInt64 {
    saturatingSum(cases, saturatingSum(discarded, oversized))
  }

  /// A class of input and how many cases fell into it.
  public struct ClassCount: Hashable, Codable, Sendable {
    /// The name given to `Choices.note(_:)`.
    public var label: String
    /// How many cases.
    public var cases: UInt64

    /// Creates a count.
    public init(label: String, cases: UInt64) {
      self.label = label
      self.cases = cases
    }
  }

  /// Creates an empty tally with the given classes at zero.
  public init(classes: [String] = []) {
    for label in classes { add(0, to: label) }
  }

  /// Adds what a later part of the same search has counted.
  public mutating func add(_ later: Tally) {
    cases = saturatingSum(cases, later.cases)
    discarded = saturatingSum(discarded, later.discarded)
    oversized = saturatingSum(oversized, later.oversized)
    undecided = saturatingSum(undecided, later.undecided)
    if firstUndecided == nil { firstUndecided = later.firstUndecided }
    longest = max(longest, later.longest)
    digest.add(later.digest)
    for entry in later.classes { add(entry.cases, to: entry.label) }
  }

  /// Counts cases under a class.
  mutating func add(_ more: UInt64, to label: String) {
    let index = classes.firstIndex { $0.label >= label } ?? classes.count
    if index < classes.count, classes[index].label == label {
      classes[index].cases = saturatingSum(classes[index].cases, more)
    } else {
      classes.insert(ClassCount(label: label, cases: more), at: index)
    }
  }
}
