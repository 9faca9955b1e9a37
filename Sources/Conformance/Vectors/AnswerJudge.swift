import Descriptors
public import Devices
import Harness
import Reference
public import Results

/// Judges rows of answers as they come, in memory that does not grow with their number.
///
/// What is asked is known from the vectors, or the rows bring their own cases. A row that cannot be
/// taken is counted with its line, and the rest is judged.
public struct AnswerJudge: Sendable {
  /// The operation.
  public let task: VectorTask
  /// What the rows were so far.
  public private(set) var rows = AnswerRows()
  /// How often each class of operand and result was met.
  public private(set) var classes: [String: UInt64] = [:]
  /// What is wrong with the first row that cannot be read, with its number.
  public private(set) var firstFault: (row: UInt64, what: String)?
  private let vectors: CaseVectors?
  private let rule: AnswerRule
  private let flags: FlagRule?
  /// The place that a row without its case answers.
  private var next: UInt64 = 0
  private var isTagged: Bool?
  private var places: CasePlaces?
  private var answered: AnsweredPlaces
  private var undefinedPlaces: UInt64 = 0
  /// What wrong answers were, to tell a repetition from a contradiction.
  private var wrongAnswers: [UInt64: [UInt64]] = [:]
  /// The smallest case with a wrong answer.
  private(set) var smallest: (item: Case, got: [UInt64])?
  private(set) var wrongFlags: (item: Case, got: ExceptionFlags, due: ExceptionFlags)?
  /// Wrong answers that another policy would accept.
  private(set) var acceptable: PolicyTally

  /// The answers by class; for functions of a few numbers.
  private(set) var counting: AnswerCounting?
  /// Some of the answers.
  private(set) var sample: AnswerSample

  /// Creates a judge.
  ///
  /// - Parameters:
  ///   - vectors: what was asked; `nil` where every row brings its own case.
  ///   - flags: judges exception flags too.
  public init(
    _ task: VectorTask, asked vectors: CaseVectors?, policy: AnswerPolicy = .exact,
    flags: FlagRule? = nil
  ) {
    (self.task, self.vectors, self.flags) = (task, vectors, flags)
    rule = AnswerRule(task, policy)
    acceptable = PolicyTally(task, beside: policy)
    places = vectors.map { CasePlaces($0) }
    answered = AnsweredPlaces(count: vectors?.count ?? 0)
    rows.asked = vectors?.count ?? 0
    counting = task.scalar.map { AnswerCounting($0) }
    sample = AnswerSample(most: AnswerStudy.mostAnswers(of: task.operation))
  }

  /// The policy of acceptance.
  var policy: AnswerPolicy { rule.policy }

  /// Takes a row.
  ///
  /// - Parameters:
  ///   - number: which row of the input it is, from 1.
  ///   - reader: has the values of the row.
  public mutating func take(_ row: AnswerReader.Row, number: UInt64, from reader: AnswerReader) {
    switch row {
    case .remark: rows.remarks.note(number)
    case .address(let place): next = place
    case .malformed(let what): skip(number, what)
    case .answer(let tagged), .undefined(let tagged):
      guard isTagged ?? tagged == tagged else {
        let what =
          tagged ? "repeats its case, others do not" : "does not repeat its case, others do"
        return skip(number, what)
      }
      isTagged = tagged
      guard let found = place(tagged, number, reader) else { return }
      if case .undefined = row {
        rows.undefined.note(number)
        if let place = found.place, answered.insert(place) { undefinedPlaces += 1 }
        return
      }
      judge(found.item, found.place, reader, number)
    }
  }

  private mutating func skip(_ number: UInt64, _ what: String) {
    rows.malformed.note(number)
    firstFault = firstFault ?? (number, what)
    // It stands in the place of an answer.
    if isTagged != true { next += 1 }
  }

  /// The case that a row answers, and its place in the vectors.
  private mutating func place(
    _ tagged: Bool, _ number: UInt64, _ reader: AnswerReader
  ) -> (item: Case, place: UInt64?)? {
    guard let vectors else {
      if let refusal = task.evaluator.refusal(of: reader.codes) {
        skip(number, refusal)
        return nil
      }
      return (Case(codes: reader.codes, words: reader.words), nil)
    }
    guard tagged else {
      guard next < vectors.count else {
        rows.surplus.note(number)
        return nil
      }
      next += 1
      return (vectors[next - 1], next - 1)
    }
    let item = Case(codes: reader.codes, words: reader.words)
    guard let place = places?.place(of: item, hint: next) else {
      rows.unasked.note(number)
      return nil
    }
    next = place + 1
    return (item, place)
  }

  private mutating func judge(
    _ item: Case, _ place: UInt64?, _ reader: AnswerReader, _ number: UInt64
  ) {
    let got = reader.results
    let expected = vectors?.results(of: item) ?? task.results(of: item)
    let ruling = rule(got, expected: expected, to: item)
    let isWrong = ruling == .wrong
    if let place, !answered.insert(place) {
      let before = wrongAnswers[place]
      if before == nil ? isWrong : before != got {
        rows.contradictory.note(number)
      } else {
        rows.repeated.note(number)
      }
      if isWrong, before == nil { noteWrong(item, place, got, expected, number) }
      return
    }
    rows.judged += 1
    for name in task.classes(of: item, results: expected) { classes[name, default: 0] += 1 }
    counting?.take(item)
    sample.add(AnsweredCase(input: item, got: Answer(results: got)), isRight: !isWrong)
    if case .accepted(let reason) = ruling { rows.accepted[reason, default: 0] += 1 }
    if isWrong {
      noteWrong(item, place, got, expected, number)
    } else if let flags {
      judge(flags, item, reader, number)
    }
  }

  private mutating func judge(
    _ rule: FlagRule, _ item: Case, _ reader: AnswerReader, _ number: UInt64
  ) {
    let (due, decided) = rule(item.codes)
    let got = ExceptionFlags(rawValue: UInt8(truncatingIfNeeded: reader.flags))
    guard got.symmetricDifference(due).isDisjoint(with: decided), got.rawValue < 32 else {
      rows.wrongFlags.note(number)
      if wrongFlags.map({ item.precedes($0.item) }) ?? true { wrongFlags = (item, got, due) }
      return
    }
  }

  private mutating func noteWrong(
    _ item: Case, _ place: UInt64?, _ got: [UInt64], _ expected: [UInt64], _ number: UInt64
  ) {
    rows.wrong.note(number)
    if let place, wrongAnswers.count < 1 << 16 { wrongAnswers[place] = got }
    if smallest.map({ item.precedes($0.item) }) ?? true { smallest = (item, got) }
    acceptable.note(got, expected: expected, to: item)
  }

  /// Counts what is missing, when all rows have been taken.
  mutating func close() {
    guard let vectors else { return }
    rows.missing = vectors.count - rows.judged - undefinedPlaces
  }
}
