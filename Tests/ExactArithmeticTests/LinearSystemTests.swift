import ExactArithmetic
import Testing

@Suite("exact linear systems")
struct LinearSystemTests {
  /// 1 / (row + column + 1): the inverse is all integers, and floating point soon loses it.
  private func hilbert(_ size: Int) -> [[Rational]] {
    (0..<size).map { row in (0..<size).map { Rational(1, over: row + $0 + 1) } }
  }

  private func product(_ a: [[Rational]], _ b: [[Rational]]) -> [[Rational]] {
    a.map { row in
      b[0].indices.map { column in
        zip(row, b).reduce(Rational.zero) { $0 + $1.0 * $1.1[column] }
      }
    }
  }

  @Test("Hilbert matrices have integers in their inverse and the known determinant")
  func hilbertMatrices() throws {
    let three = LinearSystem(hilbert(3))
    #expect(three.inverse == [[9, -36, 30], [-36, 192, -180], [30, -180, 180]])
    #expect(three.determinant == Rational(1, over: 2160))
    let eight = hilbert(8)
    let inverse = try #require(LinearSystem(eight).inverse)
    #expect(inverse.allSatisfy { $0.allSatisfy(\.isInteger) })
    let identity = (0..<8).map { row in (0..<8).map { Rational($0 == row ? 1 : 0) } }
    #expect(product(eight, inverse) == identity)
    #expect(product(inverse, eight) == identity)
  }

  @Test("a solution is one, and missing where there is none or many")
  func solutions() {
    // The first pivot is zero: rows must trade places.
    let system = LinearSystem([[0, 2, 1], [1, 1, 0], [3, 0, -1]])
    #expect(system.solution(for: [5, 3, 2]) == [1, 2, 1])
    #expect(system.determinant == -1)
    let singular = LinearSystem([[1, 2], [2, 4]])
    #expect(singular.solution(for: [1, 2]) == nil)
    #expect(singular.inverse == nil)
    #expect(singular.determinant == 0)
    #expect(LinearSystem([[1, 2, 3]]).solution(for: [1]) == nil)
    #expect(LinearSystem([[1, 2, 3]]).determinant == nil)
    #expect(LinearSystem([]).determinant == 1)
  }

  @Test("ranks")
  func ranks() {
    #expect(LinearSystem([[1, 2], [2, 4]]).rank == 1)
    #expect(LinearSystem([[0, 0, 1], [0, 0, 2], [0, 3, 0]]).rank == 2)
    #expect(LinearSystem([[0, 0], [0, 0]]).rank == 0)
    #expect(LinearSystem(hilbert(6)).rank == 6)
    #expect(LinearSystem([[1], [2], [3]]).rank == 1)
    // 1/3 three times is one.
    #expect(
      LinearSystem([
        [Rational(1, over: 3), 1], [1, 3], [Rational(1, over: 7), Rational(3, over: 7)],
      ]).rank == 1)
  }
}
