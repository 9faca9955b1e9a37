import Descriptors
import Devices
import ExactArithmetic
import Reference
import Specs

/// Counts how answers compare with a dialect, and keeps the simplest case that differs.
struct PeerComparison {
  let evaluator: ScalarEvaluator
  private(set) var differing: UInt64 = 0
  private(set) var otherNaNs: UInt64 = 0
  private var simplest = SimplestCase()
  private var simplestNaN = SimplestCase()

  /// How an answer compares.
  enum Result: Hashable {
    case same
    case otherNaN
    case differs(expected: UInt64)
  }

  init(_ operation: Operation) { evaluator = ScalarEvaluator(operation) }

  /// Counts a case.
  @discardableResult
  mutating func add(_ item: inout PeerCase) -> Result {
    let expected = evaluator(item.codes)
    if case .code(let got) = item.answer {
      guard got != expected else { return .same }
      if Self.areNaNs(got, expected, in: evaluator.result) {
        otherNaNs += 1
        simplestNaN.add(&item)
        return .otherNaN
      }
    }
    differing += 1
    simplest.add(&item)
    return .differs(expected: expected)
  }

  static func areNaNs(_ one: UInt64, _ other: UInt64, in format: NumberFormat) -> Bool {
    one <= format.lastCode && format.decode(one).isNaN && format.decode(other).isNaN
  }

  var smallest: PeerDifference? { simplest.item?.difference(evaluator) }
  var smallestNaN: PeerDifference? { simplestNaN.item?.difference(evaluator) }
}

/// How a library that follows its own dialect parts from another one, and by which choice.
struct PeerParting {
  let preset: String
  private(set) var comparison: PeerComparison
  private var cases: [Key: SimplestCase] = [:]

  /// What is known of a case without looking at the dialect: which choice matters depends on it.
  private struct Key: Hashable {
    var operands: [PeerDatum]
    var expected: PeerDatum
    var got: PeerDatum
  }

  init(_ operation: Operation, preset: String) {
    self.preset = preset
    comparison = PeerComparison(operation)
  }

  /// Counts a case, and keeps it where the library does what its own dialect says.
  mutating func add(_ item: inout PeerCase, followsOwn: Bool) {
    guard case .differs(let expected) = comparison.add(&item), followsOwn,
      case .code(let got) = item.answer
    else { return }
    let evaluator = comparison.evaluator
    let key = Key(
      operands: zip(evaluator.operands, item.codes).map { PeerDatum($1, in: $0) },
      expected: PeerDatum(expected, in: evaluator.result),
      got: PeerDatum(got, in: evaluator.result))
    cases[key, default: SimplestCase()].add(&item)
  }

  /// The choices, each with its simplest case.
  ///
  /// - Parameter own: the dialect that the library follows.
  func choices(from own: Dialect) -> [PeerChoice] {
    let there = comparison.evaluator.operation
    var found: [PeerChoice] = []
    for simplest in cases.values {
      guard var item = simplest.item else { continue }
      let demanded = comparison.evaluator(item.codes)
      // One choice of the own dialect made as the other one makes it.
      let change = own.neighbours(for: there.result).lazy.compactMap { dialect in
        zip(zip(own.parameters, dialect.parameters), there.dialect.parameters)
          .first { $0.0.0 != $0.0.1 && $0.0.1 == $0.1 }.map { (here: $0.0.0, dialect: dialect) }
      }.first { change in
        var changed = there
        changed.dialect = change.dialect
        return ScalarEvaluator(changed)(item.codes) == demanded
      }
      let value = change.flatMap { change in
        there.dialect.parameters.first { $0.name == change.here.name }?.value
      }
      let choice = PeerChoice(
        name: change?.here.name, here: change?.here.value, there: value,
        smallest: item.difference(comparison.evaluator), rank: item.rank)
      if let place = found.firstIndex(where: { $0.name == choice.name }) {
        if choice.rank.lexicographicallyPrecedes(found[place].rank) { found[place] = choice }
      } else {
        found.append(choice)
      }
    }
    return found.sorted { ($0.name ?? "~") < ($1.name ?? "~") }
  }
}

/// What a code is, as coarsely as a choice of a dialect may look at it.
enum PeerDatum: String, Hashable {
  case nan = "NaN"
  case infinity = "infinity"
  case zero = "0"
  case negativeZero = "-0"
  case number = "a number"
  case negative = "a number below 0"

  init(_ code: UInt64, in format: NumberFormat) {
    guard code <= format.lastCode else {
      self = .number
      return
    }
    switch format.decode(code) {
    case .nan: self = .nan
    case .infinity: self = .infinity
    case .negativeZero: self = .negativeZero
    case .finite(let value): self = value.isZero ? .zero : value.signum < 0 ? .negative : .number
    }
  }
}
