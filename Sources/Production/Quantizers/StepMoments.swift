public import Descriptors

/// What the squared error of a step is made of: with levels l h the sum of (|x| - l h)^2 is
/// X - 2 h A + h^2 B, where X is the sum of squares, A that of |x| l and B that of l^2.
///
/// Any levels give at least the least error, and the nearest ones give it. So X - A^2 / B, the least of
/// the parabola, is never below the least error of all steps, and equals it for the levels of the best one.
public struct StepMoments: Hashable, Sendable {
  /// The sum of |x| l in units.
  public var products: UInt128
  /// The sum of l^2.
  public var squares: UInt128

  /// The step at which these levels do best, h = A / B, compared with another's; `nil` where both are equal.
  func isBetter(than other: StepMoments) -> Bool {
    // A^2 / B > A'^2 / B', and where equal the smaller A / B.
    let left = Wide(products, products) * other.squares
    let right = Wide(other.products, other.products) * squares
    if left != right { return right < left }
    return Wide(products, other.squares) < Wide(other.products, squares)
  }
}

/// A tensor made ready for errors of steps: its magnitudes in order on each side that has levels of its
/// own.
public struct PreparedSteps: Sendable {
  /// The exponent of the unit of `StepMoments.products`.
  public let unit: Int
  let sides: [Side]

  /// Magnitudes whose levels are the same.
  struct Side: Sendable {
    let magnitudes: SortedMagnitudes
    /// In half steps, rising.
    let levels: [Int]
    /// The sum of all magnitudes.
    let total: UInt128
  }

  /// Sorts a tensor.
  ///
  /// - Parameters:
  ///   - values: finite numbers.
  ///   - grid: one without a zero, with a level on each side of 0.
  ///   - bits: 1 to 16.
  /// - Returns: `nil` where the magnitudes lie so far apart that exact sums need more than 128 bits.
  public init?(_ values: [Double], _ grid: QuantizerGrid, bits: Int) {
    let (below, above) = grid.halfLevels(bits: bits)
    precondition(grid.zero == .none && !below.isEmpty && !above.isEmpty, "a grid about 0")
    var magnitudes = values
    for index in magnitudes.indices { magnitudes[index] = abs(magnitudes[index]) }
    unit = SortedMagnitudes.commonUnit(of: magnitudes)
    var parts: [([Double], [Int])] = []
    if below == above {
      parts = [(magnitudes, above)]
    } else {
      parts = [
        (values.filter { $0 >= 0 }.map { abs($0) }, above),
        (values.filter { $0 < 0 }.map { -$0 }, below),
      ]
    }
    let unit = unit
    let largest = magnitudes.max() ?? 0
    let width = largest == 0 ? 0 : Int(largest.exponent) + 1 - unit
    let top = max(below.last ?? 0, above.last ?? 0)
    let growth = (64 - values.count.leadingZeroBitCount) + (64 - top.leadingZeroBitCount)
    guard width + growth < 127 else { return nil }
    sides = parts.map { values, levels in
      let sorted = SortedMagnitudes(values, unit: unit)
      return Side(magnitudes: sorted, levels: levels, total: sorted.sum(ofFirst: values.count))
    }
  }

  /// How many values there are.
  public var count: Int { sides.reduce(0) { $0 + $1.magnitudes.values.count } }

  /// The largest magnitude; 0 without values.
  public var largest: Double { sides.compactMap(\.magnitudes.values.last).max() ?? 0 }

  /// Values whose level at a step that is known as well as a binary64 is uncertain.
  public struct Uncertain: Hashable, Sendable {
    /// The magnitude.
    public var magnitude: Double
    /// Its two levels in half steps, the lower one first.
    public var levels: (Int, Int)

    public static func == (a: Uncertain, b: Uncertain) -> Bool {
      a.magnitude == b.magnitude && a.levels == b.levels
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(magnitude)
      hasher.combine(levels.0)
    }
  }

  /// The moments at half a step, of every value that is certain to have its nearest level, and the others.
  ///
  /// In O(levels log values) steps.
  ///
  /// - Parameter half: half a step, off by at most one part in 2^52.
  public func moments(atHalf half: Double) -> (StepMoments, [Uncertain]) {
    var moments = StepMoments(products: 0, squares: 0)
    var uncertain: [Uncertain] = []
    for side in sides {
      let (values, levels) = (side.magnitudes, side.levels)
      var start = 0
      for place in levels.indices {
        let level = levels[place]
        var (end, next) = (values.values.count, values.values.count)
        if place + 1 < levels.count {
          let bound = Double(level + levels[place + 1]) * 0.5 * half
          end = max(start, values.count(upTo: bound * (1 - 0x1p-50)))
          next = max(end, values.count(upTo: bound * (1 + 0x1p-50)))
          for index in end..<next {
            uncertain.append(
              Uncertain(magnitude: values.values[index], levels: (level, levels[place + 1])))
          }
        }
        let sum = values.sum(ofFirst: end) - values.sum(ofFirst: start)
        moments.products += sum * UInt128(level)
        moments.squares += UInt128(end - start) * UInt128(level * level)
        start = next
      }
    }
    return (moments, uncertain)
  }
}
