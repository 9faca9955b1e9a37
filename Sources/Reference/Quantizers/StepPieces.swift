import ExactArithmetic

/// The error of a step as what it is: a polynomial in each piece between steps at which a code changes.
///
/// At half a step h a value x with the level l has the error |x - l h|. As h grows its level drops from l
/// to the next l' at h = 2 |x| / (l + l'), and its error changes sign at h = |x| / l. With codes held the
/// sum of |x - l h|^p is convex in h for p >= 1, and where a code changes the error is the lesser of two
/// such sums, so that least errors lie inside pieces.
struct StepPieces {
  /// A change of one value's term, at half a step.
  struct Event {
    var half: Rational
    var element: Int
    /// The place of the new level among those of the value's side.
    var place: Int
    /// Whether the level lies above the value from here on.
    var isBeyond: Bool
  }

  /// All changes, rising.
  let events: [Event]
  private let elements: [StepError.Element]

  /// Lists the pieces.
  ///
  /// - Parameter withSigns: whether pieces end where an error changes its sign, too.
  init(_ error: StepError, withSigns: Bool) {
    elements = error.elements
    var events: [Event] = []
    for (index, element) in elements.enumerated() where !element.magnitude.isZero {
      for place in element.levels.indices.reversed() {
        let level = element.levels[place]
        if withSigns, level > 0 {
          events.append(
            Event(
              half: element.magnitude / Rational(level), element: index, place: place,
              isBeyond: true))
        }
        if place > 0 {
          let both = level + element.levels[place - 1]
          events.append(
            Event(
              half: element.magnitude * Rational(2, over: both), element: index, place: place - 1,
              isBeyond: false))
        }
      }
    }
    self.events = events.sorted { $0.half < $1.half }
  }

  /// The polynomial of steps below every event, by rising powers of half a step.
  func first(norm: Int) -> [Rational] {
    var sum = [Rational](repeating: .zero, count: norm + 1)
    for element in elements {
      let isZero = element.magnitude.isZero
      add(
        &sum, element.magnitude,
        isZero ? element.levels[0] : element.levels[element.levels.count - 1],
        isBeyond: isZero, weight: 1)
    }
    return sum
  }

  /// Changes a polynomial by an event; `places` and `signs` hold every value's present term.
  func apply(_ event: Event, to sum: inout [Rational], _ state: inout State) {
    let element = elements[event.element]
    let old = state.terms[event.element]
    add(&sum, element.magnitude, element.levels[old.place], isBeyond: old.isBeyond, weight: -1)
    add(&sum, element.magnitude, element.levels[event.place], isBeyond: event.isBeyond, weight: 1)
    state.terms[event.element] = (event.place, event.isBeyond)
  }

  /// Which level every value has, and on which side of it.
  struct State {
    var terms: [(place: Int, isBeyond: Bool)]
  }

  /// The state below every event.
  var start: State {
    State(terms: elements.map { ($0.magnitude.isZero ? 0 : $0.levels.count - 1, false) })
  }

  /// Adds weight (|x| - l h)^p, or (l h - |x|)^p beyond, to a polynomial.
  private func add(
    _ sum: inout [Rational], _ magnitude: Rational, _ level: Int, isBeyond: Bool, weight: Int
  ) {
    let norm = sum.count - 1
    let isNegated = isBeyond && norm % 2 == 1
    var power = Rational(isNegated ? -weight : weight)
    // Terms from the constant one down to the last: C(p, k) |x|^(p-k) (-l)^k.
    var choose = Rational.one
    var powers = [Rational.one]
    for _ in 0..<norm { powers.append(powers[powers.count - 1] * magnitude) }
    for k in 0...norm {
      sum[k] += power * choose * powers[norm - k]
      power *= Rational(-level)
      choose = choose * Rational(norm - k) / Rational(k + 1)
    }
  }
}
