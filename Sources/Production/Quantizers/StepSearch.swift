/// The step of least squared error on a tensor, over all steps above 0.
///
/// With gain G(h) = X - E(h) = max over levels of 2 h A - h^2 B, X the sum of squares, the best step has
/// the greatest gain. On an interval [h, h'] the levels at h bound it: a value changes its level from l to
/// the next lower l' where its magnitude is (l + l') / 2 times half a step, and by h' has gained at most
/// (l^2 - l'^2) h' (h' - h). So
///
///     G <= max over [h, h'] of (2 t A - t^2 B) + sum over changes of (l^2 - l'^2) h' (h' - h)
///
/// with A and B at h. An interval whose bound is below a gain that was found holds no best step; one with
/// few changes is gone through change by change, with sums that are exact, and any other one is halved. The
/// bound's excess is quadratic in the length, so that about as many intervals are looked at as the
/// logarithm of the precision times a constant.
public struct StepSearch: Hashable, Sendable {
  /// The levels of the best step: half of it is A / B units.
  public let moments: StepMoments
  /// How many intervals were bounded.
  public let intervals: Int
  /// How many changes of a level were gone through.
  public let changes: Int

  /// Finds the best step; of equally good ones the smallest.
  ///
  /// - Returns: `nil` where no step has a gain: all values are 0 or have the level 0 alone.
  public init?(_ steps: PreparedSteps) {
    var search = Search(steps)
    guard search.run() else { return nil }
    moments = search.best
    intervals = search.intervals
    changes = search.changes
  }
}

/// The search's state.
private struct Search {
  let steps: PreparedSteps
  var best = StepMoments(products: 0, squares: 1)
  /// A lower bound of the best gain, in squares of a unit.
  var gain = 0.0
  var intervals = 0
  var changes = 0

  /// Intervals with at most this many changes are gone through.
  private let few = 512

  init(_ steps: PreparedSteps) { self.steps = steps }

  mutating func run() -> Bool {
    let wide = steps.sides.filter { ($0.levels.last ?? 0) > 0 }
    let top = Double(wide.compactMap(\.levels.last).max() ?? 0)
    let scale = units(wide.compactMap(\.magnitudes.values.last).max() ?? 0)
    guard top > 0, scale > 0 else { return false }
    // From here on every value has the lowest level of its side.
    let end = scale * 2
    consider(levels(at: end, outward: true).moments)
    // A start at which the largest value has the highest level.
    consider(levels(at: scale / top, outward: true).moments)
    let total = steps.sides.reduce(0.0) { $0 + Double($1.total) * Double($1.levels.last ?? 0) }
    // Before it even the highest levels everywhere gain less: G <= 2 h A.
    var start = scale / top
    while 2 * start * total * (1 + 0x1p-40) >= gain { start *= 0.5 }
    var low = start
    while low < end {
      let high = min(end, low * 1.0625)
      explore(low, high)
      low = high
    }
    return gain > 0
  }

  /// A number of units; above 2^1000 no sum is.
  private func units(_ value: Double) -> Double {
    Double(SortedMagnitudes.units(value, steps.unit))
  }

  /// The levels at half a step in units, rounded towards higher levels (`outward`) or lower ones.
  private struct Levels {
    /// For each side how many values lie at or below each boundary between its levels.
    var counts: [[Int]]
    var moments: StepMoments
  }

  private func levels(at half: Double, outward: Bool) -> Levels {
    var moments = StepMoments(products: 0, squares: 0)
    let unit = Double(sign: .plus, exponent: steps.unit, significand: 1)
    let width = half * unit * (outward ? 1 - 0x1p-50 : 1 + 0x1p-50)
    let counts = steps.sides.map { side in
      let (values, levels) = (side.magnitudes, side.levels)
      var counts: [Int] = []
      counts.reserveCapacity(levels.count)
      // Level by level upwards: what lies above a boundary has the difference of both levels more.
      let lowest = UInt128(levels[0])
      moments.products += side.total * lowest
      moments.squares += UInt128(values.values.count) * lowest * lowest
      for place in 1..<max(1, levels.count) {
        let (lower, upper) = (levels[place - 1], levels[place])
        let count = values.count(upTo: Double(lower + upper) * 0.5 * width)
        counts.append(count)
        if count == values.values.count {
          counts.append(contentsOf: repeatElement(count, count: levels.count - 1 - place))
          break
        }
        moments.products += (side.total - values.sum(ofFirst: count)) * UInt128(upper - lower)
        moments.squares +=
          UInt128(values.values.count - count) * UInt128(upper * upper - lower * lower)
      }
      return counts
    }
    return Levels(counts: counts, moments: moments)
  }

  /// Keeps moments that are better than the best so far.
  private mutating func consider(_ moments: StepMoments) {
    guard moments.squares > 0, moments.products > 0 else { return }
    let (products, squares) = (Double(moments.products), Double(moments.squares))
    let value = products * (products / squares)
    guard value * (1 + 0x1p-48) >= gain, best.products == 0 || moments.isBetter(than: best) else {
      return
    }
    best = moments
    gain = max(gain, value * (1 - 0x1p-48))
  }

  /// Looks for better moments between two halves of steps.
  private mutating func explore(_ low: Double, _ high: Double) {
    intervals += 1
    let (first, last) = (levels(at: low, outward: true), levels(at: high, outward: false))
    consider(first.moments)
    var (changing, excess) = (0, 0.0)
    let reach = high * (high - low * (1 - 0x1p-49))
    for (side, counts) in zip(steps.sides, zip(first.counts, last.counts)) {
      for place in counts.0.indices {
        let number = counts.1[place] - counts.0[place]
        guard number > 0 else { continue }
        changing += number
        let (lower, upper) = (side.levels[place], side.levels[place + 1])
        excess += Double(number) * Double(upper * upper - lower * lower) * reach
      }
    }
    let (products, squares) = (Double(first.moments.products), Double(first.moments.squares))
    // The parabola's greatest value on the interval.
    let vertex = squares > 0 ? min(max(products / squares, low), high) : high
    let bound = (2 * vertex * products - vertex * vertex * squares) + excess
    guard bound + (2 * vertex * products) * 0x1p-45 >= gain else { return }
    if changing <= few || high - low <= low * 0x1p-40 {
      goThrough(first, last)
    } else {
      let middle = (low * high).squareRoot()
      explore(low, middle)
      explore(middle, high)
    }
  }

  /// Goes through all changes between two settings of levels, in the order in which they happen.
  ///
  private mutating func goThrough(_ first: Levels, _ last: Levels) {
    var list: [Change] = []
    for (side, counts) in zip(steps.sides, zip(first.counts, last.counts)) {
      for place in counts.0.indices {
        let (lower, upper) = (side.levels[place], side.levels[place + 1])
        for index in counts.0[place]..<max(counts.0[place], counts.1[place]) {
          let magnitude = side.magnitudes.values[index]
          list.append(
            Change(
              half: magnitude * 2 / Double(lower + upper),
              units: SortedMagnitudes.units(magnitude, steps.unit), lower: lower, upper: upper))
        }
      }
    }
    list.sort()
    var moments = first.moments
    changes += list.count
    for change in list {
      let step = UInt128(change.upper - change.lower)
      moments.products -= change.units * step
      moments.squares -=
        UInt128(change.upper * change.upper) - UInt128(change.lower * change.lower)
      consider(moments)
    }
  }
}

/// A value that takes the next lower level.
private struct Change: Comparable {
  /// Half of the step at which it does, rounded.
  var half: Double
  var units: UInt128
  /// Its new level and its old one, in half steps.
  var lower: Int
  var upper: Int

  static func < (a: Change, b: Change) -> Bool {
    if abs(a.half - b.half) > a.half * 0x1p-50 { return a.half < b.half }
    return a.units * UInt128(b.lower + b.upper) < b.units * UInt128(a.lower + a.upper)
  }

  static func == (a: Change, b: Change) -> Bool { !(a < b) && !(b < a) }
}
