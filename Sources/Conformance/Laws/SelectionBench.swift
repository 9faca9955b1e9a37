import Descriptors
import ExactArithmetic
import Harness
import Reference

/// What the laws about comparisons, extrema, predicates and neighbours in one format work with.
struct SelectionBench: Sendable {
  let arithmetic: ArithmeticBench
  private let evaluate: ArithmeticLaws.Evaluate
  /// For formats whose codes are not in order, how many more codes are below each than below 0.
  private let ranks: [Int?]

  var format: NumberFormat { arithmetic.format }

  init(_ descriptor: FormatDescriptor, judging evaluate: ArithmeticLaws.Evaluate?) {
    arithmetic = ArithmeticBench(descriptor, judging: nil)
    let format = arithmetic.format
    switch descriptor.encoding {
    case .float, .fixedPoint, .posit: ranks = []
    case .hiFloat8, .table:
      let data = (0...format.lastCode).map { format.decode($0) }
      let below = data.count { !$0.isNaN && Self.isBelow($0, .finite(.zero)) }
      ranks = data.map { x in
        x.isNaN ? nil : data.count { !$0.isNaN && Self.isBelow($0, x) } - below
      }
    }
    if let evaluate {
      self.evaluate = evaluate
      return
    }
    let evaluators = Dictionary(
      uniqueKeysWithValues: Operation.Kind.allCases.map { kind in
        let operands = Array(repeating: descriptor, count: kind.operandCount)
        let result = kind.result(for: descriptor) ?? descriptor
        return (
          kind,
          Evaluator(Operation(kind, operands: operands, result: result, dialect: Dialect()))
        )
      })
    self.evaluate = { kind, codes, _, word in evaluators[kind]?(codes, word: word) ?? 0 }
  }

  /// The code of an answer, under the standard dialect.
  func run(_ kind: Operation.Kind, _ codes: UInt64...) -> UInt64 {
    evaluate(kind, codes, Dialect(), 0)
  }

  /// Whether a truth holds.
  func holds(_ kind: Operation.Kind, _ codes: UInt64...) -> Bool {
    evaluate(kind, codes, Dialect(), 0) == 1
  }

  /// What the answer to a question about the format denotes.
  func number(_ kind: Operation.Kind, _ code: UInt64) -> Datum {
    let answer = NumberFormat(kind.result(for: format.descriptor) ?? format.descriptor)
    return answer.decode(run(kind, code))
  }

  func drawCode(_ choices: inout Choices) -> UInt64 { arithmetic.drawCode(&choices) }

  func drawPair(_ choices: inout Choices) -> (UInt64, UInt64) {
    (drawCode(&choices), drawCode(&choices))
  }

  /// The code that a datum has in the format, under the standard dialect.
  func code(of datum: Datum) -> UInt64 { format.encode(datum) }

  /// The place of a code in the order of values, read off its bits wherever a format orders them;
  /// `nil` for NaNs.
  ///
  /// Both zeros have one place. Nothing is decoded but to tell a NaN.
  func rank(_ code: UInt64) -> Int? {
    if format.decode(code).isNaN { return nil }
    switch format.descriptor.encoding {
    case .float(let layout):
      let mask = layout.signed ? format.lastCode >> 1 : format.lastCode
      // Without zero the first magnitude is a value of its own on either side.
      let magnitude = Int(code & mask) + (layout.hasZero ? 0 : 1)
      return code > mask ? -magnitude : magnitude
    case .fixedPoint(let layout):
      return layout.signed ? signedInteger(code) : Int(code)
    case .posit: return signedInteger(code)
    case .hiFloat8, .table: return ranks[Int(code)]
    }
  }

  private func signedInteger(_ code: UInt64) -> Int {
    let shift = UInt64(64 - format.bits)
    return Int(Int64(bitPattern: code << shift) >> Int64(shift))
  }

  private static func isBelow(_ x: Datum, _ y: Datum) -> Bool {
    switch (x, y) {
    case (.infinity(let a), .infinity(let b)): a && !b
    case (.infinity(let negative), _): negative
    case (_, .infinity(let negative)): !negative
    default: (x.number ?? .zero) < (y.number ?? .zero)
    }
  }

  /// `holds` when two codes are equal bit by bit.
  func equal(expected: UInt64, got: UInt64, because reason: String = "") -> CaseOutcome {
    arithmetic.equal(expected: expected, got: got, because: reason)
  }

  /// `holds` when a truth is the wanted one.
  static func agree(_ what: String, expected: Bool, got: Bool) -> CaseOutcome {
    expected == got ? .holds : .fails(expected: "\(what): \(expected)", got: "\(got)")
  }
}
