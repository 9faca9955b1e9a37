import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("transposable masks of largest sum")
struct TransposableTests {
  private static let all90 = TransposableBruteForce.masks(pattern(2, 4))

  @Test("a tile worked out by hand")
  func golden() {
    let tile: Matrix<Magnitude> = Matrix([
      [7, 1, 5, 3], [2, 8, 6, 4], [9, 3, 1, 5], [4, 6, 2, 7],
    ])
    let best = Transposable.optimum(ofTile: tile, pattern(2, 4))
    #expect("\(best.mask)" == "1010/0110/1001/0101")
    #expect("\(best.sum)" == "53")
    #expect(best.certificate.flaw == nil)
  }

  @Test("of equal elements the lexicographically greatest mask")
  func ties() {
    let ones = Matrix<Magnitude>(rows: 4, columns: 4, Array(repeating: 1, count: 16))
    #expect("\(Transposable.optimal(ones, pattern(2, 4)))" == "1100/1100/0011/0011")
    let zeros = Matrix<Magnitude>(rows: 4, columns: 4, Array(repeating: 0, count: 16))
    #expect("\(Transposable.optimal(zeros, pattern(1, 4)))" == "1000/0100/0010/0001")
    #expect(Transposable.optimal(ones, pattern(4, 4)).keptCount == 16)
    #expect("\(Transposable.optimal(ones, pattern(3, 4)))" == "1110/1101/1011/0111")
  }

  @Test("is the first of all 90 masks with the largest sum, ties and specials included")
  func bruteForce() {
    var numbers = Numbers(seed: 1)
    for bound in [2, 2, 3, 4, 100] {
      for _ in 0..<60 {
        let tile = numbers.matrix(rows: 4, columns: 4, below: bound)
        check(tile, pattern(2, 4), Self.all90)
        check(
          numbers.matrixWithSpecials(rows: 4, columns: 4, below: bound), pattern(2, 4), Self.all90)
      }
    }
  }

  @Test("is the first of all masks of tiles of 2, 3 and 5 rows")
  func otherSizes() {
    var numbers = Numbers(seed: 2)
    for (keep, of) in [(1, 2), (1, 3), (2, 3), (2, 5), (1, 5), (4, 5), (1, 4), (3, 4)] {
      let pattern = pattern(keep, of)
      let masks = TransposableBruteForce.masks(pattern)
      for bound in [2, 3, 50] {
        for _ in 0..<(of == 5 ? 4 : 20) {
          check(numbers.matrix(rows: of, columns: of, below: bound), pattern, masks)
        }
      }
    }
  }

  @Test("tiles that the edge cuts off keep at most N per line, and as much as that allows")
  func ragged() {
    var numbers = Numbers(seed: 3)
    for (rows, columns) in [(1, 4), (2, 4), (3, 4), (4, 3), (3, 3), (1, 1), (2, 3), (4, 1)] {
      for keep in 1...3 {
        let pattern = pattern(keep, 4)
        let masks = TransposableBruteForce.masks(
          rows: rows, columns: columns, pattern, exactly: false)
        for bound in [2, 3, 50] {
          for _ in 0..<4 {
            check(numbers.matrix(rows: rows, columns: columns, below: bound), pattern, masks)
            check(
              numbers.matrixWithSpecials(rows: rows, columns: columns, below: bound), pattern, masks
            )
          }
        }
      }
    }
    // A best mask of 5 elements where masks of 6 exist: the corner is worth more.
    let tile: Matrix<Magnitude> = Matrix([[1, 1, 0], [1, 1, 0], [0, 0, 1]])
    #expect("\(Transposable.optimal(tile, pattern(2, 4)))" == "110/110/001")
  }

  @Test("perturbed weights have that mask as their only optimum")
  func perturbed() {
    var numbers = Numbers(seed: 4)
    for (keep, of) in [(4, 8), (2, 8), (3, 6), (5, 9), (2, 4)] {
      let pattern = pattern(keep, of)
      for bound in [2, 4, 1000] {
        let tile = numbers.matrixWithSpecials(rows: of, columns: of, below: bound)
        let best = Transposable.optimum(ofTile: tile, pattern)
        #expect(best.certificate.flaw == nil)
        let perturbed = Transposable.perturbed(Transposable.problem(ofTile: tile, pattern))
        let matching = try? BMatching(maximizing: perturbed)
        #expect(matching?.flaw == nil)
        #expect(matching?.chosen == best.mask.kept)
      }
    }
  }

  @Test("the transposed matrix keeps the same sum, and a largest tile is solved")
  func transposed() {
    var numbers = Numbers(seed: 5)
    let tile = numbers.matrix(rows: 32, columns: 32, below: 1 << 20)
    let best = Transposable.optimum(ofTile: tile, pattern(16, 32))
    #expect(best.certificate.flaw == nil)
    #expect(Transposable.optimum(ofTile: tile.transposed, pattern(16, 32)).sum == best.sum)
  }

  private func check(
    _ tile: Matrix<Magnitude>, _ pattern: BlockPattern, _ masks: [Mask]
  ) {
    let expected = TransposableBruteForce.best(of: masks, on: tile)
    let got = Transposable.optimum(ofTile: tile, pattern)
    #expect(got.mask == expected.mask, "\(tile.elements), \(pattern)")
    #expect(got.sum == expected.sum)
    #expect(got.certificate.flaw == nil)
  }
}
