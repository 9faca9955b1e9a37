public import Descriptors
public import ExactArithmetic
public import Harness
public import Reference

/// What is judged about masks in general: the reference's answers, or somebody else's.
public struct MaskDefinitions: Sendable {
  /// Whether a mask has as many kept elements in each row and column of each tile as a pattern says.
  public var isTransposable: @Sendable (Mask, BlockPattern) -> Bool
  /// The transposable masks of a tile.
  public var transposableCount: @Sendable (BlockPattern) -> Rational
  /// The elements that a block keeps when its elements are zero with a probability, at a confidence.
  public var keptCount:
    @Sendable (_ zeroFraction: Rational, _ blockLength: Int, _ confidence: Rational) -> Int

  /// Creates definitions.
  public init(
    isTransposable: @escaping @Sendable (Mask, BlockPattern) -> Bool,
    transposableCount: @escaping @Sendable (BlockPattern) -> Rational,
    keptCount: @escaping @Sendable (Rational, Int, Rational) -> Int
  ) {
    self.isTransposable = isTransposable
    self.transposableCount = transposableCount
    self.keptCount = keptCount
  }

  /// The reference's.
  public static let reference = MaskDefinitions(
    isTransposable: { mask, pattern in
      (try? PatternValidator.validateTransposable(mask, pattern)) != nil
    },
    transposableCount: { MaskDiversity.transposableTile($0) },
    keptCount: { fraction, length, confidence in
      UnstructuredConversion(zeroFraction: fraction, blockLength: length)?
        .keptCount(confidence: confidence) ?? length
    })
}

extension MaskLaws {
  /// The laws that belong to no one rule, about the given definitions.
  public static func general(judging definitions: MaskDefinitions) -> [Property] {
    let all90 = Lazily { pattern(2, 4).map { Set(TransposableBruteForce.masks($0)) } ?? [] }
    return [
      law("validator", .stated("all masks of 4 x 4")) { choices in
        let mask = drawMask(&choices, rows: 4, columns: 4)
        guard let pattern = pattern(2, 4) else { return .holds }
        return .equal(
          expected: all90.value.contains(mask), got: definitions.isTransposable(mask, pattern))
      },
      law("reshaped-tiles", .stated("4 equal rows of 16, all rows of 0 and 1")) { choices in
        let row = MatrixDrawing.small(&choices, rows: 1, columns: 16, upTo: 1)
        choices.describe(MatrixDrawing.text(row))
        guard let pattern = pattern(2, 4) else { return .holds }
        // What some public code does: 16 elements of one row are taken for a tile of 4 x 4.
        let reshaped = Matrix(rows: 4, columns: 4, row.elements)
        let kept = Transposable.optimal(reshaped, pattern).kept
        let mask = Mask(rows: 4, columns: 16, kept: (0..<4).flatMap { _ in kept })
        return CaseOutcome.valid("rows of 2:4") { () throws(PatternViolation) in
          try PatternValidator.validate(mask, pattern)
        }.and(
          .when(
            !definitions.isTransposable(mask, pattern), expected: "columns found broken",
            got: "accepted: \(mask)"))
      },
      law("counts", .stated("N:M for M up to 5, of all masks; N and M - N for M up to 8")) {
        choices in
        let of = choices.draw(in: 1...8)
        guard let pattern = pattern(choices.draw(in: 1...of), of) else { return .holds }
        choices.describe(pattern.name)
        let count = definitions.transposableCount(pattern)
        let printed = MaskDiversity.transposablePaperFormula(pattern)
        let isBelow = CaseOutcome.when(
          count <= printed, expected: "at most \(printed)", got: "\(count)")
        if of <= 5 {
          let masks = Rational(TransposableBruteForce.masks(pattern).count)
          return isBelow.and(.equal(expected: masks, got: count))
        }
        guard let complement = BlockPattern(keep: pattern.prune, of: of) else {
          return .equal(expected: .one, got: count)
        }
        return isBelow.and(
          .equal(expected: definitions.transposableCount(complement), got: count))
      },
      law("kept-count", .stated("blocks of 1 to 8, probabilities and confidences in twentieths")) {
        choices in
        let length = choices.draw(in: 1...8)
        let (p, confidence) = (choices.draw(in: 0...19), choices.draw(in: 0...19))
        choices.describe("\(length) elements, \(p)/20 zeros, confidence \(confidence)/20")
        func count(_ p: Int, _ confidence: Int) -> Int {
          definitions.keptCount(Rational(p, over: 20), length, Rational(confidence, over: 20))
        }
        let got = count(p, confidence)
        return CaseOutcome.when(
          count(p + 1, confidence) <= got, expected: "no more with more zeros",
          got: "\(count(p + 1, confidence)) after \(got)"
        ).and(
          .when(
            count(p, confidence + 1) >= got, expected: "no fewer with more confidence",
            got: "\(count(p, confidence + 1)) after \(got)")
        ).and(meansWhatItSays(got, p, length, confidence))
      },
    ]
  }

  /// Enumerates all blocks: with so many kept, the share that loses nothing is above the confidence;
  /// with one less it is not.
  private static func meansWhatItSays(
    _ kept: Int, _ p: Int, _ length: Int, _ confidence: Int
  ) -> CaseOutcome {
    let (zero, other) = (Rational(p, over: 20), Rational(20 - p, over: 20))
    func share(keeping kept: Int) -> Rational {
      (0..<1 << length).reduce(into: Rational.zero) { sum, block in
        let nonzeros = block.nonzeroBitCount
        guard nonzeros <= kept else { return }
        sum += (0..<length).reduce(.one) { $0 * (block >> $1 & 1 == 1 ? other : zero) }
      }
    }
    let bound = Rational(confidence, over: 20)
    let isEnough = share(keeping: kept) > bound
    let isLeast = kept == 0 || share(keeping: kept - 1) <= bound
    return .when(
      isEnough && isLeast, expected: "the least count with a share above \(bound)",
      got: "\(kept), with a share of \(share(keeping: kept))")
  }

  private static func law(
    _ name: String, _ domain: Property.Domain,
    check: @escaping @Sendable (inout Choices) throws -> CaseOutcome
  ) -> Property {
    Property(id: "mask/general/\(name)", subject: "masks", domain: domain, check: check)
  }

  private static func drawMask(_ choices: inout Choices, rows: Int, columns: Int) -> Mask {
    var kept: [Bool] = []
    for _ in 0..<rows * columns { kept.append(choices.drawFlag()) }
    let mask = Mask(rows: rows, columns: columns, kept: kept)
    choices.describe("\(mask)")
    return mask
  }
}

/// A pattern by its two numbers.
private func pattern(_ keep: Int, _ of: Int) -> BlockPattern? { BlockPattern(keep: keep, of: of) }
