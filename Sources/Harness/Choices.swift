/// The source of all choices of one case; every choice is a number in 0...bound.
///
/// A property draws its input from here and nowhere else, so a case *is* the list of numbers
/// drawn. One struct serves three drivers, which differ in the prefix they set:
///
/// - replay reads a given list, clamps a number above its bound, and goes on with zeros;
/// - exhaustive search sets the prefix to the successor of the sequence just drawn;
/// - sampling has no prefix and goes on with random numbers.
///
/// Number the choices so that 0 is the simplest: failures shrink towards short lists of small
/// numbers. The idea of an internal choice sequence is that of the Hypothesis library
/// (MacIver and Donaldson, "Test-case reduction via test-case generation", 2020).
public struct Choices: ~Copyable, Sendable {
  struct Slot: Sendable {
    var value: UInt64
    var bound: UInt64
  }

  enum Tail: Sendable {
    case zeros
    case random(SampleStream)
  }

  /// The most choices that one case may draw; later ones are all 0 and the case is dropped.
  public static let mostPerCase = 65_536

  /// The slots below `count` were drawn in this case; those up to `prefixCount` are still given.
  var slots: [Slot] = []
  var count = 0
  var prefixCount = 0
  var tail: Tail = .zeros

  /// Whether a run may be longer than one value.
  var sweeps = false
  /// The last value of the run drawn by this case and the length runs are aligned to.
  var runEnd: UInt64 = 0
  var runLength: UInt64 = 1
  var hasRun = false

  /// The first choice that replay had to lower to its bound.
  var clampedAt: Int?
  var isOversized = false

  var labels: [String]
  var noted: [Int] = []
  var texts: [String] = []

  /// Whether the case is being written down for people.
  ///
  /// Texts are asked for only then.
  public internal(set) var isNarrated = false

  init(labels: [String] = []) {
    self.labels = labels
  }

  /// Choices that repeat a list, each lowered to its bound, and go on with zeros.
  public init(replaying list: [UInt64]) {
    self.init()
    rewind(to: list)
  }

  /// The choices of one sampled case: the same that a search meets under this seed and index.
  public init(seed: UInt64, index: UInt64) {
    self.init()
    rewind(seed: seed, index: index)
  }

  /// The values drawn so far in this case.
  public var drawn: [UInt64] { slots[..<count].map(\.value) }

  /// The bounds of the choices drawn so far in this case.
  public var bounds: [UInt64] { slots[..<count].map(\.bound) }

  /// Draws the next choice, a number in 0...bound.
  public mutating func draw(upTo bound: UInt64) -> UInt64 {
    precondition(!hasRun, "a run must be the last choice of a case")
    let index = count
    var value: UInt64 = 0
    if index < prefixCount {
      value = slots[index].value
      if value > bound {
        value = bound
        if clampedAt == nil { clampedAt = index }
      }
    } else if index >= Self.mostPerCase {
      isOversized = true
      return 0
    } else if case .random(var stream) = tail {
      value = stream.draw(upTo: bound)
      tail = .random(stream)
    }
    if index < slots.count {
      slots[index] = Slot(value: value, bound: bound)
    } else {
      slots.append(Slot(value: value, bound: bound))
    }
    count = index + 1
    return value
  }

  /// Draws the last choice as a run of consecutive values, all of which the case must check.
  ///
  /// Exhaustive search hands out runs that end below a multiple of `length`, so that fast code can
  /// work on whole blocks; each value counts as a case. Replay, sampling and shrinking ask for one
  /// value at a time. A failing run is searched again value by value, so the check need not say
  /// which value failed.
  ///
  /// - Precondition: `length > 0`, and nothing is drawn after it.
  public mutating func draw(runUpTo bound: UInt64, length: UInt64) -> ClosedRange<UInt64> {
    precondition(length > 0, "a run has at least one value")
    let first = draw(upTo: bound)
    hasRun = true
    runLength = length
    let ahead = length - 1 - first % length
    runEnd = sweeps ? first + min(ahead, bound - first) : first
    return first...runEnd
  }

  /// Counts the case under a class of input, once however often it is called.
  public mutating func note(_ label: String) {
    var index = 0
    while index < labels.count {
      if labels[index] == label { break }
      index += 1
    }
    if index == labels.count { labels.append(label) }
    if !noted.contains(index) { noted.append(index) }
  }

  /// Gives up a case that lies outside the law's domain, unless the condition holds.
  public func require(_ condition: Bool) throws(Discard) {
    if !condition { throw Discard() }
  }

  /// Adds to the rendering of the case, for people; not evaluated while searching.
  public mutating func describe(_ text: @autoclosure () -> String) {
    if isNarrated { texts.append(text()) }
  }
}
