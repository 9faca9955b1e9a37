import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Cases aimed at the classes of blocks, asked at every effort whatever the size of the sample.
///
/// | operation | cases |
/// |---|---|
/// | encoding | zeros of either sign, numbers of one sign and of both; the largest magnitude in every place, alone and twice; NaN and infinities first, inside, last; the largest magnitude at the steps of the scale and beside them, at both ends of the operand's range, and with elements half way between their values |
/// | decoding | every class of scale with every class of element; every class of the scale of the matrix |
///
/// All blocks of a case are alike, so that the blocks that an edge cuts off see the same; where a
/// scale of the matrix stands above them, the cases are asked again with a large block in front.
struct BlockAims: Sendable {
  private let evaluator: Evaluator
  private let block: BlockFormat
  private let rows, columns: Int
  private let operand, element: NumberFormat

  /// `nil` for other operations.
  init?(_ evaluator: Evaluator) {
    switch evaluator.operation.function {
    case .encodeBlock(let block, let rows, let columns, _),
      .decodeBlock(let block, let rows, let columns, _):
      (self.block, self.rows, self.columns) = (block, rows, columns)
    default: return nil
    }
    self.evaluator = evaluator
    operand = evaluator.format
    element = NumberFormat(block.element)
  }

  /// Several levels and devices are asked the same, one after the other.
  private static let known = SharedValues<Operation, [Case]>(capacity: 12)

  /// The cases of an operation, made once for all devices that are asked it; none for operations
  /// that are not aimed at.
  static func cases(of evaluator: Evaluator) -> [Case] {
    known(evaluator.operation) { _ in BlockAims(evaluator)?.cases() ?? [] }
  }

  /// The cases.
  private func cases() -> [Case] {
    let isEncoding = if case .encodeBlock = evaluator.operation.function { true } else { false }
    let words = [UInt32](repeating: 0, count: evaluator.operation.wordCount)
    var seen: Set<[UInt64]> = []
    return (isEncoding ? encodings() : decodings()).filter { seen.insert($0).inserted }
      .map { Case(codes: $0, words: words) }
  }

  // MARK: - Encoding

  /// What a block of so many elements holds.
  private typealias Recipe = (_ count: Int) -> [UInt64]

  private var one: UInt64 { code(.one) }

  private func code(_ value: Rational) -> UInt64 {
    operand.encode(.finite(value), dialect: Dialect(overflow: .satFinite))
  }

  private func encodings() -> [[UInt64]] {
    let recipes = zeros + signs + places + ends + others + steps + ties
    var found = recipes.map { matrix($0) }
    if case .twoLevel = block.scheme, block.blockCount(rows: rows, columns: columns) > 1 {
      let large = operand.positive.code(operand.positive.count - 1)
      found += recipes.map { matrix($0, first: { Array(repeating: large, count: $0) }) }
      found += recipes.map { recipe in
        matrix(recipe, first: { count in (0..<count).map { $0 == 0 ? one : 0 } })
      }
      found += exactTies()
    }
    return found
  }

  /// A matrix whose blocks follow a recipe, but for the first where it has one of its own.
  private func matrix(_ recipe: @escaping Recipe, first: Recipe? = nil) -> [UInt64] {
    var codes = [UInt64](repeating: 0, count: rows * columns)
    let shape = block.shape
    for top in stride(from: 0, to: rows, by: shape.rows) {
      for left in stride(from: 0, to: columns, by: shape.columns) {
        let (bottom, right) = (min(top + shape.rows, rows), min(left + shape.columns, columns))
        let count = (bottom - top) * (right - left)
        let isFirst = top == 0 && left == 0
        let own = (isFirst ? first ?? recipe : recipe)(count)
        for (offset, code) in own.prefix(count).enumerated() {
          let row = top + offset / (right - left)
          codes[row * columns + left + offset % (right - left)] = code
        }
      }
    }
    return codes
  }

  private var zeros: [Recipe] {
    let minus = operand.specials.negativeZero ?? 0
    return [
      { Array(repeating: 0, count: $0) }, { Array(repeating: minus, count: $0) },
      { (0..<$0).map { $0 % 2 == 0 ? 0 : minus } },
      { count in (0..<count).map { $0 == count - 1 ? one : minus } },
      { count in (0..<count).map { $0 == 0 ? code(-.one) : minus } },
    ]
  }

  private var signs: [Recipe] {
    let values = [Rational(1), Rational(3), Rational(5, over: 2), Rational(1, over: 8)]
    func codes(_ sign: @escaping (Int) -> Int) -> Recipe {
      { count in
        (0..<count).map { code(values[$0 % values.count] * Rational(sign($0))) }
      }
    }
    return [codes { _ in 1 }, codes { _ in -1 }, codes { $0 % 2 == 0 ? 1 : -1 }]
      + [Rational(1), Rational(-1), Rational(7)].map { value -> Recipe in
        { Array(repeating: code(value), count: $0) }
      }
  }

  /// One number, in every place of note, among zeros and among smaller ones.
  private var places: [Recipe] {
    [Rational.zero, Rational(1, over: 4)].flatMap { rest -> [Recipe] in
      let other = code(rest)
      return [
        { count in (0..<count).map { $0 == 0 ? one : other } },
        { count in (0..<count).map { $0 == count / 2 ? code(-.one) : other } },
        { count in (0..<count).map { $0 == count - 1 ? one : other } },
        { count in (0..<count).map { $0 == 0 ? one : $0 == count - 1 ? code(-.one) : other } },
      ]
    }
  }

  /// The ends of the operand's range.
  private var ends: [Recipe] {
    let last = operand.positive.count - 1
    // A format may have one value on this side only.
    return [1, 2, last - min(1, last), last].filter { $0 <= last }.flatMap { rung -> [Recipe] in
      let end = operand.positive.code(rung)
      let side = operand.negative.map { $0.code(min(rung, $0.count - 1)) } ?? end
      return [
        { count in (0..<count).map { $0 == 0 ? end : 0 } },
        { count in (0..<count).map { $0 % 2 == 0 ? end : side } },
      ]
    }
  }

  /// What is not finite, in every place of note.
  private var others: [Recipe] {
    let codes = operand.nonFiniteCodes()
    let infinities = codes.filter { !operand.decode($0).isNaN }
    let nans = codes.filter { operand.decode($0).isNaN }
    let chosen = [infinities.first, infinities.last, nans.first, nans.last].compactMap(\.self)
    var found = chosen.flatMap { other -> [Recipe] in
      [
        { count in (0..<count).map { $0 == 0 ? other : one } },
        { count in (0..<count).map { $0 == count / 2 ? other : code(-.one) } },
        { count in (0..<count).map { $0 == count - 1 ? other : $0 % 2 == 0 ? one : 0 } },
        { count in (0..<count).map { $0 == count - 1 ? other : 0 } },
        { Array(repeating: other, count: $0) },
      ]
    }
    if let nan = nans.first, let infinity = infinities.first {
      found.append { count in (0..<count).map { [nan, infinity, one][$0 % 3] } }
    }
    return found
  }

  /// The largest magnitude on either side of steps of the scale, all over the operand's range.
  private var steps: [Recipe] {
    let blocks = block.blockCount(rows: rows, columns: columns)
    guard let probe = BlockScaleProbe(block, operand.descriptor, blocks: blocks) else { return [] }
    let last = operand.positive.count - 1
    let top = operand.positive.code(last)
    var rungs: Set<UInt64> = []
    // All over the range, and ever closer to its end.
    let anchors =
      (0..<8 as Range<UInt64>).map { last / 8 * $0 }
      + (4...14 as ClosedRange<UInt64>).map { last - (last >> $0) }
    for anchor in anchors {
      guard let step = probe.step(above: anchor, matrix: top) else { continue }
      rungs.formUnion([step - 1, step])
      // The next one too: of two steps one may be that of an odd scale.
      if let next = probe.step(above: step, matrix: top) { rungs.formUnion([next - 1, next]) }
    }
    return rungs.sorted().map { rung in
      let amax = operand.positive.code(rung)
      let below = operand.positive.code(rung - min(rung, 1))
      return { count in
        (0..<count).map { $0 == count / 3 ? amax : $0 % 3 == 0 ? below : $0 % 3 == 1 ? 0 : amax }
      }
    }
  }

  /// Elements half way between two values of their format, and beside that.
  private var ties: [Recipe] {
    let ladder = element.positive
    let stride = max(1, ladder.count / 20)
    var halves: [Rational] = []
    for rung in Swift.stride(from: 0, to: ladder.count, by: Int(stride)) {
      for rung in [UInt64(rung), UInt64(rung) + 1] where rung < ladder.count {
        let (low, high) = (ladder.magnitude(rung), ladder.magnitude(rung + 1))
        halves.append((low + high).scaled(byPowerOfTwo: -1))
      }
    }
    let largest = ladder.largest
    // A power of two, the largest element itself, and as much as saturates under some rules.
    let tops = [Rational(1), largest, largest.scaled(byPowerOfTwo: 3), Rational(127, over: 128)]
    return tops.flatMap { top -> [Recipe] in
      var amax = top
      if case .twoLevel(let two) = block.scheme { amax = Rational(two.blockMax) * largest }
      let factor = factor(amax)
      return (0..<max(1, (halves.count + 13) / 14)).map { part -> Recipe in
        { count in
          (0..<count).map { place in
            if place == 0 { return code(amax) }
            let half = halves[(part * 14 + place - 1) % halves.count]
            let value = half * factor
            guard value <= amax else { return code(amax) }
            let sign = operand.negative != nil && place % 3 == 2 ? -1 : 1
            let near = code(value * Rational(sign))
            // In a second round the codes beside it.
            let beside = near &+ UInt64(place / 14 % 3) &* 2 &- (place / 14 % 3 == 0 ? 0 : 3)
            return operand.decode(beside & operand.lastCode).number == nil
              ? near : beside & operand.lastCode
          }
        }
      }
    }
  }

  /// Ties under a scale that is a power of two, so that no rounding on the way hides them: the first
  /// block makes the scale of the matrix 1.
  private func exactTies() -> [[UInt64]] {
    guard case .twoLevel(let two) = block.scheme else { return [] }
    let largest = element.positive.largest
    let top = code(Rational(two.blockMax) * largest)
    let factor = Rational.powerOfTwo(Rational(two.blockMax).floorLog2)
    let halves = (0..<min(max(1, element.positive.count - 1), 40)).map { rung in
      (element.positive.magnitude(rung) + element.positive.magnitude(rung + 1))
        .scaled(byPowerOfTwo: -1) * factor
    }
    return [1, -1].map { sign in
      matrix(
        { count in
          (0..<count).map { place in
            code(place == 0 ? largest * factor : halves[place % halves.count] * Rational(sign))
          }
        }, first: { count in (0..<count).map { $0 == 0 ? top : 0 } })
    }
  }

  /// What an element of 1 stands for in a matrix with a largest magnitude.
  private func factor(_ amax: Rational) -> Rational {
    let codes = matrix { count in (0..<count).map { $0 == 0 ? code(amax) : 0 } }
    let results = evaluator(codes).results
    let blocks = block.blockCount(rows: rows, columns: columns)
    let first = rows * columns + (block.hasZeroPoints ? blocks : 0)
    var factor = NumberFormat(block.scale).decode(results[first]).number ?? .one
    if let matrix = block.matrixScale {
      factor = factor * (NumberFormat(matrix).decode(results[first + blocks]).number ?? .one)
    }
    return factor.isZero ? .one : factor
  }

  // MARK: - Decoding

  private func decodings() -> [[UInt64]] {
    let elements = examples(element)
    let scales = examples(NumberFormat(block.scale))
    let matrices = block.matrixScale.map { examples(NumberFormat($0)) } ?? []
    let plain = matrices.isEmpty ? [] : [NumberFormat(block.matrixScale ?? block.scale).codeOfOne]
    let (count, blocks) = (rows * columns, block.blockCount(rows: rows, columns: columns))
    func item(_ start: Int, _ scale: UInt64, _ matrix: [UInt64]) -> [UInt64] {
      let zeros =
        block.hasZeroPoints ? (0..<blocks).map { elements[($0 + start) % elements.count] } : []
      return (0..<count).map { elements[($0 + start) % elements.count] } + zeros
        + Array(repeating: scale, count: blocks) + matrix
    }
    var found: [[UInt64]] = []
    for scale in scales {
      for start in stride(from: 0, to: elements.count, by: max(1, min(count, elements.count))) {
        found.append(item(start, scale, plain))
      }
    }
    for matrix in matrices {
      found.append(item(0, NumberFormat(block.scale).codeOfOne, [matrix]))
      found.append(item(3, NumberFormat(block.scale).codeOfOne, [matrix]))
    }
    // A largest magnitude in every place, alone and twice, and none.
    let zero = element.positive.code(0)
    let large = element.positive.code(element.positive.count - 1)
    let recipes: [Recipe] = [
      { Array(repeating: zero, count: $0) }, { Array(repeating: large, count: $0) },
      { count in (0..<count).map { $0 == 0 ? large : zero } },
      { count in (0..<count).map { $0 == count / 2 ? large : zero } },
      { count in (0..<count).map { $0 == count - 1 ? large : zero } },
    ]
    let rest = item(0, NumberFormat(block.scale).codeOfOne, plain).dropFirst(count)
    for recipe in recipes { found.append(matrix(recipe) + rest) }
    return found
  }

  /// A code of every class of a format, and the last of each.
  private func examples(_ format: NumberFormat) -> [UInt64] {
    let starts = CodeClasses.of(format).starts
    var codes: [UInt64] = []
    for (place, start) in starts.enumerated() {
      let next = place + 1 < starts.count ? starts[place + 1] : format.lastCode
      codes += [start, next > start ? next - 1 : start]
    }
    var seen: Set<UInt64> = []
    return codes.filter { seen.insert($0).inserted }
  }
}

extension NumberFormat {
  /// The code of 1, or of the value nearest to it.
  fileprivate var codeOfOne: UInt64 {
    encode(.finite(.one), dialect: Dialect(overflow: .satFinite))
  }
}
