import Descriptors
import ExactArithmetic
import Reference

/// Cases aimed at the classes of an operation whose cases are too many to be counted.
///
/// Tried are all pairs of operand classes; and for first operands of every class, the last operand
/// for which the exact result is a value of the result's format, or half way to the next one, at
/// the ends of its range and around one, with the codes beside it. For a multiply-add the product is
/// also cut off behind the result's last place before the addend is solved for, so that the rest
/// alone decides. Kept is what falls into a class that nothing before it did.
struct CellSearch: Sendable {
  private let model: CoverageModel
  private let words = IndexedWords(seed: 0xA1_3E)

  init(_ model: CoverageModel) { self.model = model }

  /// What came of a search.
  struct Found: Sendable {
    /// The cases that were kept.
    var witnesses: [Case] = []
    /// The cells that are empty, since all cases that could fall into them were tried.
    var empty: Set<Int> = []
  }

  /// The cases that were kept; none for functions that do not compute a number.
  func callAsFunction() -> Found {
    var seen = Set<Int>()
    var kept = witnesses(&seen)
    let closure = RowClosure(model, &seen)
    kept += closure.witnesses
    return Found(witnesses: kept, empty: closure.empty)
  }

  /// The cases that were kept, without those for rows that are tried as a whole.
  func witnesses() -> [Case] {
    var seen = Set<Int>()
    return witnesses(&seen)
  }

  private func witnesses(_ seen: inout Set<Int>) -> [Case] {
    guard [.arithmetic, .conversion].contains(model.evaluator.kind.family) else { return [] }
    var kept: [Case] = []
    var candidates = candidates()
    if let pairs = AimedPairs(model) { candidates += pairs.pairs(examples(of: 0)) }
    if let fused = FusedPairs(model) { candidates += fused.triples(examples(of: 0)) }
    for (place, codes) in candidates.enumerated() {
      if let new = model.unseen(codes, word: word(place), &seen) { kept.append(new) }
    }
    // What meets something new may do so with other signs and in another order.
    for item in kept {
      for codes in relatives(of: item.codes) {
        if let new = model.unseen(codes, word: item.words.first ?? 0, &seen) { kept.append(new) }
      }
    }
    return kept
  }

  /// The same operands with other signs, and with the first two exchanged.
  private func relatives(of codes: [UInt64]) -> [[UInt64]] {
    let formats = model.evaluator.operands
    guard codes.count > 1 else { return [] }
    var orders = [codes]
    if formats[0].descriptor == formats[1].descriptor {
      orders.append([codes[1], codes[0]] + codes.dropFirst(2))
    }
    return orders.flatMap { codes in
      (0..<1 << codes.count).map { signs in
        codes.enumerated().map { place, code in
          guard signs >> place & 1 == 1,
            case .float(let layout) = formats[place].descriptor.encoding,
            layout.signed
          else { return code }
          return code ^ 1 << UInt64(formats[place].bits - 1)
        }
      }
    }
  }

  private func word(_ place: Int) -> UInt32 {
    let bits = model.evaluator.operation.dialect.rounding.wordBits
    guard bits > 0 else { return 0 }
    let mask = UInt32.max >> UInt32(32 - bits)
    return [0, mask, UInt32(truncatingIfNeeded: words[UInt64(place)]) & mask][place % 3]
  }

  private func candidates() -> [[UInt64]] {
    let evaluator = model.evaluator
    let classes: [[UInt64]] = evaluator.operands.indices.map { examples(of: $0) }
    let last = evaluator.operands.count - 1
    var found: [[UInt64]] = []
    // Operands that are solved for follow from those before them.
    var given: [[UInt64]] = last > 0 ? classes[0].map { [$0] } : [[]]
    for operand in 1..<max(1, last) {
      let codes = classes[operand]
      let branches = operand == 1 ? 6 : 1
      given = given.enumerated().flatMap { place, first -> [[UInt64]] in
        (0..<branches).map { branch in first + [codes[(place * 7 + branch * 5) % codes.count]] }
      }
    }
    for (place, codes) in given.enumerated() {
      for (offset, code) in classes[last].enumerated() where last < 2 || offset % 6 == place % 6 {
        found.append(codes + [code])
      }
      let data = codes.enumerated().map { index, code in
        evaluator.operands[index].decode(code).number
      }
      let known = data.compactMap(\.self)
      guard known.count == data.count else { continue }
      for (number, target) in targets.enumerated() where last < 2 || number % 8 == place % 8 {
        for value in solutions(target, known) {
          let code = evaluator.operands[last].encode(
            .finite(value), dialect: Dialect(overflow: .satFinite))
          for step in [0, 1, UInt64.max] {
            found.append(codes + [(code &+ step) & evaluator.operands[last].lastCode])
          }
        }
      }
    }
    return found
  }

  /// Codes of every class of an operand: its ends, and some from within.
  private func examples(of operand: Int) -> [UInt64] {
    let format = model.evaluator.operands[operand]
    let starts = model.operands[operand].starts
    return starts.enumerated().flatMap { place, start -> [UInt64] in
      let next = place + 1 < starts.count ? starts[place + 1] : format.lastCode
      let width = max(1, next - start)
      guard width > 1 else { return [start] }
      return [start, next - 1]
        + (0..<4).map { start + words[UInt64(place * 8 + operand * 1_024 + $0)] % width }
    }
  }

  /// Values of the result's format, and the middles between them.
  private var targets: [Rational] {
    let result = model.evaluator.result
    return [result.positive, result.negative].compactMap(\.self).flatMap { ladder -> [Rational] in
      var rungs: Set<UInt64> = [0, 1, 2, ladder.count - 1]
      if ladder.count > 3 { rungs.formUnion([3, ladder.count - 2, ladder.count - 3]) }
      for value in [result.smallestNormalValue, .one].compactMap(\.self) {
        guard value <= ladder.largest, let rung = ladder.rung(atOrBelow: value) else { continue }
        rungs.formUnion([rung, rung + 1, rung + 2, rung > 0 ? rung - 1 : 0])
      }
      for draw in 0..<6 as Range<UInt64> {
        rungs.insert(words[draw + 99_000] % ladder.count)
      }
      return rungs.filter { $0 < ladder.count }.sorted().flatMap { rung in
        let (low, high) = (ladder.magnitude(rung), ladder.magnitude(rung + 1))
        let quarter = (high - low).scaled(byPowerOfTwo: -2)
        return [low, low + quarter, low + quarter + quarter, high - quarter].map {
          ladder.negative ? -$0 : $0
        }
      }
    }
  }

  /// Values of the last operand for which the exact result is the target.
  private func solutions(_ target: Rational, _ given: [Rational]) -> [Rational] {
    func quotient(_ x: Rational, _ y: Rational) -> [Rational] { y.isZero ? [] : [x / y] }
    switch model.evaluator.kind {
    case .cast: return [target]
    case .add: return [target - given[0]]
    case .sub: return [given[0] - target]
    case .faa: return [target - given[0] - given[1]]
    case .mul: return quotient(target, given[0])
    case .div: return quotient(given[0], target)
    case .sqrt: return target.signum < 0 ? [] : [target * target]
    case .recip: return quotient(.one, target)
    case .rsqrt: return target.signum > 0 ? quotient(.one, target * target) : []
    case .fma:
      let product = given[0] * given[1]
      guard !product.isZero else { return [target] }
      let cut = product.roundedDown(
        toMultipleOfPowerOfTwo: product.magnitude.floorLog2
          - model.evaluator.result.precision + 1)
      return [target - product, target - cut]
    default: return []
    }
  }
}

extension CoverageModel {
  /// A case, where it falls into a cell that none before it did.
  ///
  /// - Parameter seen: the cells that were met; those that are met now are added.
  func unseen(_ codes: [UInt64], word: UInt32 = 0, _ seen: inout Set<Int>) -> Case? {
    var isNew = false
    _ = classify(codes, word: word) { cell in
      if seen.insert(cell).inserted { isNew = true }
    }
    let words = evaluator.operation.takesRandomWord ? [word] : []
    return isNew ? Case(codes: codes, words: words) : nil
  }
}
