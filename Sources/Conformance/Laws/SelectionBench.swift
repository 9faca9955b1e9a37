import Descriptors
import ExactArithmetic
import Harness
import Reference

/// What the laws about comparisons, extrema, predicates and neighbours in one format work with.
struct SelectionBench: Sendable {
  let arithmetic: ArithmeticBench
  private let evaluate: ArithmeticLaws.Evaluate
  private let places: CodePlaces

  var format: NumberFormat { arithmetic.format }

  init(_ descriptor: FormatDescriptor, judging evaluate: ArithmeticLaws.Evaluate?) {
    arithmetic = ArithmeticBench(descriptor, judging: nil)
    let format = arithmetic.format
    places = CodePlaces(format)
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
          ScalarEvaluator(Operation(kind, operands: operands, result: result, dialect: Dialect()))
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

  /// The place of a code in the order of values; `nil` for NaNs.
  func rank(_ code: UInt64) -> Int? { places[code] }

  /// `holds` when two codes are equal bit by bit.
  func equal(expected: UInt64, got: UInt64, because reason: String = "") -> CaseOutcome {
    arithmetic.equal(expected: expected, got: got, because: reason)
  }

  /// `holds` when a truth is the wanted one.
  static func agree(_ what: String, expected: Bool, got: Bool) -> CaseOutcome {
    expected == got ? .holds : .fails(expected: "\(what): \(expected)", got: "\(got)")
  }
}
