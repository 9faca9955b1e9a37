import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("masks of blocks, of counts and of thresholds")
struct BlockMaskTests {
  @Test("N:M keeps the largest, of equals the first, exactly N, along rows and columns")
  func blocks() {
    let rows: Matrix<Magnitude> = Matrix([[1, 3, 2, 4, 5, 5, 5, 5], [0, 0, 0, 0, 0, 7, 0, 0]])
    #expect("\(MagnitudeMask.blocks(of: rows, pattern(2, 4)))" == "01011100/11001100")
    let columns = MagnitudeMask.blocks(of: rows.transposed, pattern(2, 4), along: .columns)
    #expect("\(columns.transposed)" == "01011100/11001100")
  }

  @Test("NaN ranks above infinity, infinity above numbers, the sign of zero counts nothing")
  func specials() {
    let data: [Datum] = [
      .finite(7), .infinity(negative: true), .nan, .infinity(negative: false), .negativeZero,
      .finite(0),
    ]
    let row = Matrix(rows: 1, columns: 6, data.map { Magnitude($0) })
    #expect("\(MagnitudeMask.top(1, of: row))" == "001000")
    #expect("\(MagnitudeMask.top(2, of: row))" == "011000")
    #expect("\(MagnitudeMask.top(4, of: row))" == "111100")
    #expect("\(MagnitudeMask.top(5, of: row))" == "111110")
    #expect("\(MagnitudeMask.threshold(.infinity, of: row))" == "011100")
    #expect("\(MagnitudeMask.threshold(7, of: row))" == "111100")
    #expect(MagnitudeMask.threshold(0, of: row).keptCount == 6)
  }

  @Test("blocks that the edge cuts off keep N, or all they have")
  func ragged() {
    let row: Matrix<Magnitude> = Matrix([[1, 2, 3, 4, 1, 2, 3]])
    #expect("\(MagnitudeMask.blocks(of: row, pattern(2, 4)))" == "0011011")
    #expect("\(SequentialMask.blocks(of: row, pattern(2, 4)))" == "0011011")
    #expect("\(MagnitudeMask.blocks(of: row, pattern(3, 4)))" == "0111111")
    #expect("\(MagnitudeMask.blocks(of: row, pattern(5, 64)))" == "0111011")
    #expect("\(SequentialMask.blocks(of: row, pattern(9, 64)))" == "1111111")
  }

  @Test("sequential masks prune neighbours, and of equal sums the last ones")
  func sequential() {
    let rows: Matrix<Magnitude> = Matrix([
      [9, 1, 8, 1], [1, 1, 1, 1], [5, 0, 0, 5], [3, 9, 2, 1],
    ])
    #expect(
      "\(SequentialMask.blocks(of: rows, pattern(2, 4)))" == "1100/1100/1001/1100")
    // An infinity outweighs any numbers, a NaN any infinities.
    let specials: Matrix<Magnitude> = Matrix([
      [.infinity, .finite(5), .finite(100), .finite(100)],
      [.infinity, .infinity, .finite(0), .nan],
    ])
    #expect("\(SequentialMask.blocks(of: specials, pattern(2, 4)))" == "1001/1001")
    #expect("\(SequentialMask.blocks(of: specials, pattern(1, 4)))" == "1000/0001")
  }

  @Test("sequential masks are the greatest among all of largest sum")
  func sequentialBruteForce() {
    var numbers = Numbers(seed: 11)
    for (keep, of) in [(2, 4), (1, 4), (3, 4), (4, 8), (2, 5), (5, 5)] {
      for _ in 0..<30 {
        let block = numbers.matrixWithSpecials(rows: 1, columns: of, below: 4)
        let candidates = (0...keep).map { start in
          Mask(rows: 1, columns: of, kept: (0..<of).map { $0 < start || $0 >= start + of - keep })
        }
        let most = candidates.map { $0.keptSum(of: block) }.max()
        let best = candidates.filter { $0.keptSum(of: block) == most }.max()
        #expect(SequentialMask.blocks(of: block, pattern(keep, of)) == best)
      }
    }
  }

  @Test("masks are read and written, compared and transposed")
  func masks() {
    let mask = Mask("100/011")
    #expect(mask?.transposed.description == "10/01/01")
    #expect(mask?.keptCount == 3)
    for text in ["", "10/1", "12", "10/", "/"] { #expect(Mask(text) == nil, "\(text)") }
    if let a = Mask("1001/0110"), let b = Mask("1010/0000") { #expect(a < b && !(b < a)) }
  }
}
