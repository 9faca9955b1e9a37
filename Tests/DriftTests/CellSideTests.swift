import Drift
import ExactArithmetic
import Testing

@Suite("Sums of a cell")
struct CellSideTests {
  @Test("Squares are summed past 128 bits, by input and by side")
  func squares() {
    var one = CellSide()
    for _ in 0..<5 { one.add(.max, reciprocal: 0) }
    let largest = Rational(unsigned: .max, exponent: 0)
    #expect(one.sumOfSquares == 5 * largest * largest)
    var both = one
    both.add(one)
    #expect(both.count == 10)
    #expect(both.sumOfSquares == 10 * largest * largest)
  }
}
