import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("counts of masks, and probabilities of blocks")
struct DiversityTests {
  @Test("the numbers of masks of a tile of 8 x 8 at one half")
  func table() throws {
    func tensor(_ part: Int, _ masks: Rational) throws -> String {
      try #require(
        MaskDiversity.tensor(elements: 64, partElements: part, masksPerPart: masks)
      ).description
    }
    let (fine, coarse) = (pattern(2, 4), pattern(4, 8))
    #expect("\(MaskDiversity.unstructured(elements: 64, kept: 32))" == "1832624140942590534")
    #expect(try tensor(8, MaskDiversity.block(coarse)) == "576480100000000")
    #expect(try tensor(4, MaskDiversity.block(fine)) == "2821109907456")
    #expect(try tensor(64, MaskDiversity.transposableTile(coarse)) == "116963796250")
    #expect(try tensor(16, MaskDiversity.transposableTile(fine)) == "65610000")
    #expect(try tensor(8, MaskDiversity.sequentialBlock(coarse)) == "390625")
    #expect(try tensor(4, MaskDiversity.sequentialBlock(fine)) == "43046721")
    #expect(try tensor(64, MaskDiversity.transposablePaperFormula(coarse)) == "17557585920000")
    #expect(try tensor(16, MaskDiversity.transposablePaperFormula(fine)) == "429981696")
    #expect(
      MaskDiversity.tensor(elements: 65, partElements: 64, masksPerPart: .one) == nil)
  }

  @Test("the count of a tile is that of all its masks, and symmetric in kept and pruned")
  func bruteForce() {
    for of in 1...5 {
      for keep in 1...of {
        let pattern = pattern(keep, of)
        let count = MaskDiversity.transposableTile(pattern)
        #expect(count == Rational(TransposableBruteForce.masks(pattern).count))
        #expect(MaskDiversity.transposablePaperFormula(pattern) >= count)
        if let complement = BlockPattern(keep: of - keep, of: of) {
          #expect(count == MaskDiversity.transposableTile(complement))
        }
      }
    }
    #expect(
      MaskDiversity.transposableTile(pattern(3, 8)) == MaskDiversity.transposableTile(pattern(5, 8))
    )
    #expect(MaskDiversity.transposableTile(pattern(1, 7)) == 5040)
    #expect(MaskDiversity.transposableTile(pattern(2, 6)) == 67950)
    #expect(MaskDiversity.transposableTile(pattern(3, 6)) == 297_200)
  }

  @Test("more masks than 2:4 only by the formula, not by the count")
  func reversed() throws {
    let transposable = MaskDiversity.transposableTile(pattern(4, 8))
    let printed = MaskDiversity.transposablePaperFormula(pattern(4, 8))
    let structured = try #require(
      MaskDiversity.tensor(
        elements: 64, partElements: 4, masksPerPart: MaskDiversity.block(pattern(2, 4))))
    #expect(transposable < structured && structured < printed)
  }

  @Test("the probability that a random block has enough zeros")
  func conversion() throws {
    func conversion(_ tenths: Int) throws -> UnstructuredConversion {
      try #require(
        UnstructuredConversion(zeroFraction: Rational(tenths, over: 10), blockLength: 4))
    }
    #expect(try conversion(5).probability(ofAtLeast: 2) == Rational(11, over: 16))
    #expect(try conversion(7).probability(ofAtLeast: 2) == Rational(9163, over: 10000))
    #expect(try conversion(8).probability(ofAtLeast: 2) == Rational(9728, over: 10000))
    #expect(try conversion(8).probability(ofAtLeast: 0) == 1)
    #expect(try conversion(8).probability(ofAtLeast: 5) == 0)
    let confidence = Rational(95, over: 100)
    #expect(
      try (5...9).map { try conversion($0).keptCount(confidence: confidence) } == [4, 3, 3, 2, 2])
    #expect(try conversion(10).keptCount(confidence: confidence) == 0)
    #expect(try conversion(0).keptCount(confidence: confidence) == 4)
    #expect(try conversion(5).keptCount(confidence: 1) == 4)
    #expect(UnstructuredConversion(zeroFraction: 2, blockLength: 4) == nil)
  }
}
