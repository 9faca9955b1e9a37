import ExactArithmetic

/// A random outcome as a function of one number `u` in [0, 1): constant on half-open intervals laid
/// end to end.
///
/// An event of cumulative probability `p` has happened where `u < p`, so that a random word `w` of
/// `b` bits, standing for `w / 2^b`, falls on the last outcome whose interval begins at or below.
struct IntervalLaw: Sendable {
  /// An outcome and where its interval ends; the next begins there.
  struct Cell: Sendable {
    let end: Rational
    let outcome: [Rational]
  }

  /// In ascending order, none empty; the last ends at 1.
  let cells: [Cell]

  /// Lays intervals of these lengths end to end; those without length are left out.
  init(_ parts: some Sequence<(length: Rational, outcome: [Rational])>) {
    var end = Rational.zero
    var cells: [Cell] = []
    for part in parts where !part.length.isZero {
      end += part.length
      cells.append(Cell(end: end, outcome: part.outcome))
    }
    self.cells = cells
  }

  /// One outcome on all of [0, 1).
  init(certain outcome: [Rational]) {
    cells = [Cell(end: .one, outcome: outcome)]
  }

  /// The outcome at `u`; 1 and above is a programmer error.
  func outcome(at u: Rational) -> [Rational] {
    guard let cell = cells.first(where: { u < $0.end }) else {
      preconditionFailure("u is a number in [0, 1)")
    }
    return cell.outcome
  }

  /// The law of the outcome where `u` is uniform on [0, 1).
  var distribution: Distribution<[Rational]> {
    measured { $0 }
  }

  /// The law of the outcome where `u` is uniform on the multiples of `2^-bits` in [0, 1).
  func distribution(wordBits bits: Int) -> Distribution<[Rational]> {
    // Of the multiples, those below p are ceil(2^bits p) many.
    measured { $0.scaled(byPowerOfTwo: bits).ceiling.scaled(byPowerOfTwo: -bits) }
  }

  /// The law of the outcome where `u = x / total` and `x` is a uniform word of `bits` bits modulo
  /// `total`, an integer of at most so many bits.
  func distribution(moduloTotal total: Rational, bits: Int) -> Distribution<[Rational]> {
    let words = Rational.powerOfTwo(bits)
    let rounds = (words / total).floor
    let rest = words - rounds * total
    return measured { end in
      let count = (end * total).ceiling
      return (rounds * count + min(count, rest)) / words
    }
  }

  /// The words of `bits` bits, from 1 on, that have another outcome than the word before.
  func breakpoints(wordBits bits: Int) -> [UInt64] {
    var found: [UInt64] = []
    var previous = outcome(at: .zero)
    for cell in cells.dropLast() {
      guard let word = cell.end.scaled(byPowerOfTwo: bits).ceiling.asUInt64,
        word >> UInt64(bits) == 0, word != found.last
      else { continue }
      let next = outcome(at: Rational(unsigned: word, exponent: -bits))
      if next != previous { found.append(word) }
      previous = next
    }
    return found
  }

  /// The law whose cumulative probability at each end is what `measure` makes of it.
  private func measured(_ measure: (Rational) -> Rational) -> Distribution<[Rational]> {
    var before = Rational.zero
    let weighted = cells.map { cell in
      let end = measure(cell.end)
      defer { before = end }
      return (cell.outcome, end - before)
    }
    guard let law = try? Distribution(weighted) else {
      preconditionFailure("measures of intervals are not below 0 and sum to 1")
    }
    return law
  }
}
