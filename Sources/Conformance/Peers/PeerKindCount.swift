import Descriptors
import Devices
import ExactArithmetic
import Reference
import Specs

/// Counts the ways in which answers differ from the dialect that was asked for.
///
/// A way is told from the case alone: what the operand is to the result format, and what came in place
/// of what. What explains it is found by trying: a format that would come between, rounded to
/// nearest even, and every dialect that differs in one choice.
struct PeerKindCount {
  private let evaluator: ScalarEvaluator
  private let steps: ValueSteps
  private var found: [Key: Entry] = [:]
  private let trials: Trials

  private struct Key: Hashable {
    var operand: String
    var outcome: String
  }

  private struct Entry {
    var count: UInt64 = 0
    var simplest = SimplestCase()
    /// The trials that gave every answer so far.
    var alive: [Int]
  }

  /// - Parameter formats: what may come between the operand's format and the result's.
  init(_ operation: Operation, through formats: [FormatDescriptor]) {
    evaluator = ScalarEvaluator(operation)
    steps = ValueSteps(evaluator.result)
    trials = Trials(operation, through: formats)
  }

  /// Counts a case that differs.
  mutating func add(_ item: inout PeerCase, expected: UInt64) {
    let key = Key(operand: operand(item.codes), outcome: outcome(expected, item.answer))
    var entry = found[key] ?? Entry(alive: Array(trials.all.indices))
    entry.count += 1
    entry.simplest.add(&item)
    if case .code(let got) = item.answer {
      entry.alive.removeAll { !trials.give(got, for: item.codes, $0) }
    } else {
      entry.alive = []
    }
    found[key] = entry
  }

  /// The ways, the most frequent first.
  var kinds: [PeerKind] {
    found.sorted {
      ($1.value.count, $0.key.operand, $0.key.outcome)
        < ($0.value.count, $1.key.operand, $1.key.outcome)
    }.compactMap { key, entry in
      guard var item = entry.simplest.item else { return nil }
      return PeerKind(
        operand: key.operand, outcome: key.outcome, asIf: entry.alive.map { trials.all[$0].text },
        cases: entry.count, smallest: item.difference(evaluator), rank: item.rank)
    }
  }

  // MARK: - What a case is

  private func operand(_ codes: [UInt64]) -> String {
    let data = evaluator.data(codes)
    let result = evaluator.result
    if data.contains(where: \.isNaN) { return "NaN" }
    if data.contains(where: { $0.number == nil }) { return "infinity" }
    if data.count == 1, evaluator.operation.kind == .cast, let value = data[0].number {
      if value.isZero { return "0" }
      if value.signum < 0, result.negative == nil { return "below 0, to an unsigned format" }
    }
    let projection = evaluator.project(codes)
    guard let place = projection.place else {
      switch projection.reason {
      case .nan: return "an invalid operation"
      case .overflow: return "beyond the largest value"
      case .belowSmallest: return "nearer to 0 than every value"
      default: return "a value of the format"
      }
    }
    if place.low.isZero { return "between 0 and the smallest value" }
    switch evaluator.exact(codes) {
    case .datum(let datum) where datum.number?.magnitude == place.tie: return "a tie"
    case .datum, .root: break
    }
    return projection.reason == .overflow ? "beyond the largest value" : "between two values"
  }

  private func outcome(_ expected: UInt64, _ answer: PeerUnit.Answer) -> String {
    let result = evaluator.result
    guard case .code(let got) = answer else {
      if case .refused(let what) = answer { return what }
      return ""
    }
    guard got <= result.lastCode else { return "a code wider than the format" }
    let (wanted, came) = (result.decode(expected), result.decode(got))
    if let a = wanted.number, let b = came.number, a.magnitude == b.magnitude {
      return a.isZero ? "the other zero" : "the other sign"
    }
    if steps.steps(expected, got) == 1 { return "the neighbour" }
    return "\(name(came, got)) for \(name(wanted, expected))"
  }

  private func name(_ datum: Datum, _ code: UInt64) -> String {
    guard let value = datum.number, !value.isZero else {
      return datum.isNaN ? "NaN" : datum.number == nil ? "infinity" : "0"
    }
    if code == bound(value) { return "the largest value" }
    let ladder = (value.signum < 0 ? evaluator.result.negative : nil) ?? evaluator.result.positive
    if !ladder.beginsAtZero, code == ladder.code(0) { return "the smallest value" }
    return "a number"
  }

  private func bound(_ value: Rational) -> UInt64 {
    let ladder = (value.signum < 0 ? evaluator.result.negative : nil) ?? evaluator.result.positive
    return ladder.code(ladder.count - 1)
  }
}

/// What may explain a library's answers.
private final class Trials {
  struct Trial {
    var text: String
    /// Operations one after the other, the first on the operands.
    var chain: [Operation]
  }

  let all: [Trial]
  private var evaluators: [Int: [ScalarEvaluator]] = [:]

  init(_ operation: Operation, through formats: [FormatDescriptor]) {
    var found: [Trial] = []
    if operation.kind == .cast, let source = operation.operands.first {
      for format in formats
      where format.bits < source.bits && format.bits >= operation.result.bits
        && format.name != operation.result.name
      {
        var last = operation
        last.operands = [format]
        found.append(
          Trial(
            text: "rounded to \(format.name) first",
            chain: [.cast(from: source, to: format, dialect: Dialect()), last]))
      }
    }
    for dialect in operation.dialect.neighbours(for: operation.result) {
      let changed = zip(operation.dialect.parameters, dialect.parameters).first { $0 != $1 }
      guard let choice = changed?.1 else { continue }
      var other = operation
      other.dialect = dialect
      found.append(Trial(text: "\(choice.name): \(choice.value)", chain: [other]))
    }
    all = found
  }

  /// Whether a trial gives a code for a case, any NaN being as good as another.
  func give(_ got: UInt64, for codes: [UInt64], _ index: Int) -> Bool {
    let chain = evaluators[index] ?? all[index].chain.map { ScalarEvaluator($0) }
    evaluators[index] = chain
    guard let last = chain.last else { return false }
    let code = chain.reduce(codes) { [$1($0)] }.first ?? 0
    return code == got || PeerComparison.areNaNs(got, code, in: last.result)
  }
}
