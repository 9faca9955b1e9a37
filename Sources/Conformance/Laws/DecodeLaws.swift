import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about what codes denote.
enum DecodeLaws {
  static func all(_ subject: FormatSubject) -> [Property] {
    [total(subject), injective(subject), formula(subject)]
      + (subject.descriptor.bits <= 16 ? [counts(subject)] : [])
  }

  /// Every code denotes something that the rest of the definition knows.
  ///
  /// A number stands on the ladder of its sign with that code, an infinity or NaN is listed among
  /// the specials.
  static func total(_ subject: FormatSubject) -> Property {
    subject.law("decode-total", .everyInput, classes: classes(subject.descriptor)) {
      bench, choices in
      let code = bench.drawCode(&choices)
      let datum = bench.codec.decode(code)
      let specials = bench.format.specials
      choices.describe(bench.text(code))
      choices.note(kind(of: datum))
      switch datum {
      case .nan:
        return .when(specials.nan != nil, expected: "a number", got: "a NaN")
      case .infinity(let negative):
        return bench.equal(expected: specials.infinity(negative: negative) ?? .max, got: code)
      case .negativeZero:
        return bench.mayRepeat
          ? .holds : bench.equal(expected: specials.negativeZero ?? .max, got: code)
      case .finite(let value):
        guard let side = bench.sides.first(where: { !$0.negative || value.signum < 0 }) else {
          return .fails(expected: "a side of zero", got: "\(value)")
        }
        let ladder = value.signum < 0 ? bench.format.negative ?? side : side
        guard let rung = rung(of: value.magnitude, on: ladder) else {
          return .fails(expected: "a value on a ladder", got: "\(value)")
        }
        if bench.mayRepeat { return .holds }
        return bench.equal(expected: ladder.code(rung), got: code)
      }
    }
  }

  /// Only NaNs have more than one code, and values of tables that say so.
  static func injective(_ subject: FormatSubject) -> Property {
    let isShort = subject.descriptor.bits <= 8
    return subject.law(
      "decode-injective", isShort ? .everyInput : .stated("pairs of codes")
    ) { bench, choices in
      let first = bench.drawCode(&choices)
      let second: UInt64
      if isShort {
        second = bench.drawCode(&choices)
      } else {
        // Codes that a slip would confuse differ in one bit, or are next to each other.
        let bit = choices.draw(below: bench.format.bits + 1)
        second =
          bit == bench.format.bits
          ? (first &+ 1) & bench.format.lastCode : first ^ (1 << UInt64(bit))
      }
      try choices.require(first != second)
      choices.describe("\(bench.text(first)) and \(bench.text(second))")
      let datum = bench.codec.decode(first)
      if datum.isNaN || bench.mayRepeat { return .holds }
      return .when(
        datum != bench.codec.decode(second), expected: "two data", got: "\(datum) twice")
    }
  }

  /// The codes denote what the format's document says, written out a second time.
  static func formula(_ subject: FormatSubject) -> Property {
    subject.law("decode-formula", .everyInput, classes: classes(subject.descriptor)) {
      bench, choices in
      let code = bench.drawCode(&choices)
      let got = bench.codec.decode(code)
      choices.describe(hexadecimal(code, bits: bench.format.bits))
      choices.note(kind(of: got))
      let expected = SecondDecoding.datum(code, bench.format.descriptor)
      // Payloads belong to the laws about NaNs.
      if expected.isNaN, got.isNaN { return .holds }
      return .equal(expected: expected, got: got)
    }
  }

  /// As many zeros, infinities and NaNs as the declaration implies.
  static func counts(_ subject: FormatSubject) -> Property {
    subject.law("special-counts", .everyInput) { bench, _ in
      var found: [String: Int] = [:]
      for code in 0...bench.format.lastCode {
        found[kind(of: bench.codec.decode(code)), default: 0] += 1
      }
      let expected = declared(bench.format.descriptor)
      return .equal(expected: expected, got: found) { counts in
        counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
      }
    }
  }

  // MARK: - What the laws are held against

  /// The number of codes of each kind, from the declaration alone.
  private static func declared(_ descriptor: FormatDescriptor) -> [String: Int] {
    let all = 1 << descriptor.bits
    var counts: [String: Int] = [:]
    switch descriptor.encoding {
    case .float(let layout):
      let signs = layout.signed ? 2 : 1
      counts["NaN"] =
        switch layout.nans {
        case .none: 0
        case .ieee: signs * ((1 << layout.trailingBits) - 1)
        case .allOnes: signs
        case .negativeZero: 1
        }
      counts["infinity"] = layout.infinities == .none ? 0 : signs
      counts["zero"] = layout.hasZero ? (layout.hasNegativeZero ? 2 : 1) : 0
    case .fixedPoint: counts["zero"] = 1
    case .posit: counts = ["zero": 1, "NaN": 1]
    case .hiFloat8: counts = ["zero": 1, "NaN": 1, "infinity": 2]
    case .table(let table):
      for entry in table.entries {
        switch entry {
        case .nan: counts["NaN", default: 0] += 1
        case .infinity: counts["infinity", default: 0] += 1
        case .negativeZero: counts["zero", default: 0] += 1
        case .finite(let literal):
          if literal.numerator == 0 { counts["zero", default: 0] += 1 }
        }
      }
    }
    counts["number"] = all - counts.values.reduce(0, +)
    return counts.filter { $0.value > 0 }
  }

  private static func kind(of datum: Datum) -> String {
    switch datum {
    case .nan: "NaN"
    case .infinity: "infinity"
    case .negativeZero: "zero"
    case .finite(let value): value.isZero ? "zero" : "number"
    }
  }

  private static func classes(_ descriptor: FormatDescriptor) -> [String] {
    guard descriptor.bits <= 16 else { return ["number"] }
    return declared(descriptor).keys.sorted()
  }

  /// The rung of a magnitude, by bisection.
  private static func rung(of magnitude: Rational, on ladder: Ladder) -> UInt64? {
    var (low, high) = (UInt64(0), ladder.count)
    while low < high {
      let middle = low + (high - low) / 2
      if ladder.magnitude(middle) < magnitude { low = middle + 1 } else { high = middle }
    }
    return low < ladder.count && ladder.magnitude(low) == magnitude ? low : nil
  }
}
