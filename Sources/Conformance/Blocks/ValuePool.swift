import Descriptors
import ExactArithmetic
import Reference

/// Matrices that find mistakes in encoding blocks: largest magnitudes at the places where scales
/// change, elements at those where they round, blocks of zeros, of one sign, with something not
/// finite, and neighbours that must not look at each other.
struct ValuePool: Sendable {
  private let block: BlockFormat
  private let format: NumberFormat
  private let rows: Int
  private let columns: Int
  private let pool: ElementPool
  /// Significands in [1, 2) of largest magnitudes at which some rule turns.
  private let turns: [Rational]
  /// The finite magnitudes of the element format and the middles between them; few of many.
  private let places: [Rational]

  init(_ block: BlockFormat, _ format: NumberFormat, rows: Int, columns: Int) {
    self.block = block
    self.format = format
    self.rows = rows
    self.columns = columns
    pool = ElementPool(format, of: 2 * block.shape.rows * block.shape.columns)
    let element = NumberFormat(block.element)
    let ladder = element.positive
    let largest = ladder.magnitude(ladder.count - 1)
    let top = largest.scaled(byPowerOfTwo: -largest.floorLog2)
    var turns: [Rational] = [.one, top, Rational(3, over: 2), Rational(7, over: 4)]
    for bits in 0...6 { turns.append(Rational(2) - .powerOfTwo(-(bits + 1))) }
    self.turns = turns
    var places: [Rational] = []
    let step = max(1, ladder.count / 64)
    for rung in stride(from: 0, to: ladder.count, by: Int(step)) {
      let low = ladder.magnitude(UInt64(rung))
      let high = ladder.magnitude(min(UInt64(rung) + 1, ladder.count - 1))
      places += [low, (low + high).scaled(byPowerOfTwo: -1)]
    }
    self.places = places
  }

  /// The values of one matrix.
  func codes(_ stream: inout CaseStream) -> [UInt64] {
    var codes = Array(repeating: UInt64(0), count: rows * columns)
    let (height, width) = (block.shape.rows, block.shape.columns)
    for top in stride(from: 0, to: rows, by: height) {
      for left in stride(from: 0, to: columns, by: width) {
        let own = part(height * width, &stream)
        for row in top..<min(top + height, rows) {
          for column in left..<min(left + width, columns) {
            codes[row * columns + column] = own[(row - top) * width + column - left]
          }
        }
      }
    }
    return codes
  }

  /// The values of one block.
  private func part(_ count: Int, _ stream: inout CaseStream) -> [UInt64] {
    switch stream.below(6) {
    case 0: return Array(repeating: 0, count: count)
    case 1, 2: return pool.codes(count, &stream)
    default: break
    }
    // A largest magnitude where a rule turns, and elements where some scale makes them round.
    let reach = stream.oneIn(8) ? 140 : 12
    let exponent = stream.below(2 * reach + 1) - reach
    let turn = turns[stream.below(turns.count)].scaled(byPowerOfTwo: exponent)
    var own = (0..<count).map { _ in
      let place = places[stream.below(places.count)]
      let value = place.scaled(byPowerOfTwo: exponent - 1 - stream.below(8))
      return beside(value < turn ? value : turn, &stream)
    }
    own[stream.below(count)] = beside(turn, &stream)
    return own
  }

  /// The code of a value or of a neighbour, with either sign.
  private func beside(_ value: Rational, _ stream: inout CaseStream) -> UInt64 {
    let negative = format.negative != nil && stream.oneIn(2)
    let dialect = Dialect(rounding: .toNearestOrEven, overflow: .satFinite)
    let code = format.encode(.finite(negative ? -value : value), dialect: dialect)
    let other = code &+ UInt64(stream.below(3)) &- 1
    return other <= format.lastCode && format.decode(other).number != nil ? other : code
  }
}
