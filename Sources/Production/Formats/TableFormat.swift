import Descriptors

/// A format whose values are listed code by code.
struct TableFormat {
  /// One finite value other than 0, without its sign.
  struct Entry {
    var value: Datum.Finite
    var code: UInt64
  }

  /// What each code denotes.
  let data: [Datum]
  /// The values above 0, increasing; of equal values the lowest code.
  let positive: [Entry]
  /// The values below 0 by increasing magnitude; of equal values the lowest code.
  let negative: [Entry]
  let zeroCode: UInt64?
  let negativeZeroCode: UInt64?
  /// The codes of positive and negative infinity, where they exist.
  let infinityCodes: [UInt64?]
  let nanCode: UInt64?

  init(_ table: ValueTable, bits: Int, name: String) throws(ProductionError) {
    guard bits <= 16, table.entries.count == 1 << bits else {
      throw .unsupported(
        "\(name): a table lists each of its 1 << bits codes once, at most 16 bits")
    }
    var data: [Datum] = []
    var sides: [[Entry]] = [[], []]
    var zero: UInt64?
    var negativeZero: UInt64?
    var infinities: [UInt64?] = [nil, nil]
    var nan: UInt64?
    for (index, entry) in table.entries.enumerated() {
      let code = UInt64(index)
      switch entry {
      case .finite(let literal) where literal.numerator == 0:
        data.append(.zero(negative: false))
        zero = zero ?? code
      case .finite(let literal):
        guard literal.denominator > 0, literal.denominator & 1 == 1,
          literal.numerator != .min, abs(literal.exponent) <= 1 << 20
        else {
          throw .unsupported("\(name): code \(index) is not a canonical value")
        }
        let value = Datum.Finite(
          negative: literal.numerator < 0, significand: literal.numerator.magnitude,
          denominator: UInt64(literal.denominator), exponent: literal.exponent)
        data.append(.finite(value))
        sides[value.negative ? 1 : 0].append(Entry(value: value, code: code))
      case .negativeZero:
        data.append(.zero(negative: true))
        negativeZero = negativeZero ?? code
      case .infinity(let isNegative):
        data.append(.infinity(negative: isNegative))
        infinities[isNegative ? 1 : 0] = infinities[isNegative ? 1 : 0] ?? code
      case .nan:
        data.append(.nan(negative: false, payload: 0))
        nan = nan ?? code
      }
    }
    guard !sides[0].isEmpty || !sides[1].isEmpty else {
      throw .unsupported("\(name): no finite value other than 0")
    }
    self.data = data
    positive = Self.sorted(sides[0])
    negative = Self.sorted(sides[1])
    // A table may list -0 as its only zero.
    zeroCode = zero ?? negativeZero
    negativeZeroCode = negativeZero
    infinityCodes = infinities
    nanCode = nan
  }

  private static func sorted(_ entries: [Entry]) -> [Entry] {
    let ordered = entries.sorted {
      let order = ExactRatio.compare($0.value, $1.value)
      return order < 0 || order == 0 && $0.code < $1.code
    }
    var kept: [Entry] = []
    for entry in ordered {
      if let last = kept.last, ExactRatio.compare(last.value, entry.value) == 0 { continue }
      kept.append(entry)
    }
    return kept
  }

  /// The largest finite value, or the smallest (most negative) one.
  func boundCode(negative wanted: Bool) -> UInt64 {
    let near = wanted ? negative : positive
    let far = wanted ? positive : negative
    if let last = near.last { return last.code }
    let zero = wanted && infinityCodes[1] != nil ? negativeZeroCode ?? zeroCode : zeroCode
    return zero ?? far.first?.code ?? 0
  }

  /// The code of zero at the foot of one side.
  func zeroCode(negative wanted: Bool) -> UInt64? {
    wanted ? negativeZeroCode ?? zeroCode : zeroCode
  }

  /// Whether every value is an integer times a power of two.
  var isDyadic: Bool {
    (positive + negative).allSatisfy { $0.value.denominator == 1 }
  }

  /// The values of one sign as a ladder.
  ///
  /// - Precondition: `isDyadic`.
  func ladder(negative wanted: Bool) -> Ladder {
    Ladder(
      rungs: (wanted ? negative : positive).map {
        Ladder.Rung(
          significand: $0.value.significand, exponent: $0.value.exponent, code: $0.code)
      }, zeroCode: zeroCode(negative: wanted))
  }
}
