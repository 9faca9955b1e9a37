import Descriptors
import Devices
import ExactArithmetic
import Reference

/// What a library's answers to blocks are beside the reference's, and the smallest block of each kind.
struct PeerBlockStudy: Sendable {
  let evaluator: Evaluator
  let unit: any PeerBlocks
  private let format: BlockFormat?
  private let encodes: Bool

  /// One way in which answers differ.
  struct Kind: Hashable, Sendable {
    /// What is in the block.
    var operand: String
    /// What became of it.
    var outcome: String
  }

  /// How an answer compares.
  enum Verdict: Hashable, Sendable {
    case same
    /// NaNs of other codes, where NaNs are due.
    case otherNaNs
    case differs(Kind)
  }

  init(_ evaluator: Evaluator, unit: any PeerBlocks) {
    self.evaluator = evaluator
    self.unit = unit
    switch evaluator.operation.function {
    case .encodeBlock(let block, _, _, _): (format, encodes) = (block, true)
    case .decodeBlock(let block, _, _, _): (format, encodes) = (block, false)
    case .mask, .prune, .pruneBelow, .dot: (format, encodes) = (nil, false)
    }
  }

  /// What the library makes of some blocks.
  func answers(_ items: [Case]) async throws(DeviceError) -> [PeerUnit.Answer] {
    var batch = Batch(evaluator.operation, count: items.count)
    for (index, item) in items.enumerated() { batch.set(index, item) }
    return try await unit.answers(batch)
  }

  /// How an answer to a block compares with the reference's.
  func verdict(_ item: Case, _ answer: PeerUnit.Answer) -> Verdict {
    let expected = evaluator.answer(item).results
    guard case .codes(let got) = answer else {
      guard case .refused(let what) = answer else { return .same }
      return .differs(Kind(operand: operand(item), outcome: what))
    }
    guard got != expected else { return .same }
    let differing = evaluator.results.flatMap { run in
      run.places.filter { place in
        got[place] != expected[place]
          && !PeerComparison.areNaNs(got[place], expected[place], in: run.format)
      }
    }
    if differing.isEmpty { return .otherNaNs }
    return .differs(
      Kind(operand: operand(item), outcome: outcome(expected, got, Set(differing))))
  }

  private func operand(_ item: Case) -> String {
    var data: [Datum] = []
    for run in evaluator.operands {
      data += run.places.map { run.format.decode(item.codes[$0]) }
    }
    // The last operand of a decoding is the scale.
    if !encodes, let scale = data.last, scale.isNaN { return "a scale that is NaN" }
    if data.contains(where: \.isNaN) { return "a NaN in the block" }
    if data.contains(where: { $0.number == nil }) { return "an infinity in the block" }
    return data.allSatisfy(\.isZero) ? "zeros only" : "numbers only"
  }

  private func outcome(_ expected: [UInt64], _ got: [UInt64], _ differing: Set<Int>) -> String {
    guard encodes, let scale = evaluator.results.last else { return "other values" }
    guard let place = differing.first(where: scale.places.contains) else { return "other elements" }
    func name(_ code: UInt64) -> String {
      let datum = scale.format.decode(code)
      guard datum.number != nil else { return "NaN" }
      let ladder = scale.format.positive
      return code == ladder.code(ladder.count - 1)
        ? "the largest" : code == ladder.code(0) ? "the smallest" : "a number"
    }
    let (wanted, came) = (expected[place], got[place])
    if ValueSteps(scale.format).steps(wanted, came) == 1 { return "the neighbour as the scale" }
    return "\(name(came)) for \(name(wanted)) as the scale"
  }

  /// The smallest block of a kind that is found from one, with the library's answer.
  func smallest(
    _ item: Case, of kind: Kind
  ) async throws(DeviceError) -> (Case, PeerUnit.Answer) {
    let runner = BlockRunner(evaluator: evaluator, unit: Suspect(study: self, kind: kind))
    let failing = AnsweredCase(input: item, got: Answer(results: [], flags: nil))
    let small = await BlockShrinker(runner)(failing).input
    // What is left may stand anywhere; in front it is easier to see.
    for item in [inFront(small), small, item] {
      if let answer = try await answers([item]).first, verdict(item, answer) == .differs(kind) {
        return (item, answer)
      }
    }
    throw .failed("it gave this once, and not again")
  }

  /// The block with those of its elements that are not 0 in front.
  private func inFront(_ item: Case) -> Case {
    guard let run = evaluator.operands.first else { return item }
    let codes = item.codes[run.places]
    let isZero = { (code: UInt64) in run.format.decode(code).isZero }
    var moved = item
    moved.codes.replaceSubrange(
      run.places, with: codes.filter { !isZero($0) } + codes.filter(isZero))
    return moved
  }

  /// A device that is wrong exactly where the library differs in one way, so that shrinking keeps to
  /// that way.
  private struct Suspect: Unit {
    let study: PeerBlockStudy
    let kind: Kind

    func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
      let items = (0..<batch.count).map { Case(codes: batch.codes(at: $0), words: []) }
      let answers = try await study.answers(items)
      for (index, answer) in answers.enumerated() {
        var codes = study.evaluator.answer(items[index]).results
        if study.verdict(items[index], answer) == .differs(kind) { codes[0] ^= 1 }
        batch.setResults(index, codes)
      }
      return answers.count
    }
  }

  /// How simple a block is: few numbers that are not 0, and few of them special.
  func rank(_ item: Case) -> [Int] {
    var (specials, numbers) = (0, 0)
    for run in evaluator.operands {
      for place in run.places {
        let datum = run.format.decode(item.codes[place])
        if datum.number == nil { specials += 1 } else if !datum.isZero { numbers += 1 }
      }
    }
    return [specials, numbers] + item.codes.map { Int(truncatingIfNeeded: $0 >> 1) }
  }

  // MARK: - Text

  /// A block in words, beside what the reference demands.
  func difference(_ item: Case, _ answer: PeerUnit.Answer) -> PeerDifference {
    let got =
      switch answer {
      case .refused(let what): what
      case .codes(let codes): text(codes, evaluator.results)
      }
    return PeerDifference(
      operands: text(item.codes, evaluator.operands),
      expected: text(evaluator.answer(item).results, evaluator.results), got: got)
  }

  /// Codes with their values, equal ones together; runs of different formats apart.
  private func text(_ codes: [UInt64], _ runs: [Evaluator.CodeRun]) -> String {
    runs.map { run in
      var parts: [(code: UInt64, count: Int)] = []
      for code in codes[run.places] {
        if let last = parts.last, last.code == code {
          parts[parts.count - 1].count += 1
        } else {
          parts.append((code, 1))
        }
      }
      return parts.map { part in
        (part.count == 1 ? "" : "\(part.count) times ") + PeerCase.text(part.code, in: run.format)
      }.joined(separator: ", ")
    }.joined(separator: "; ")
  }
}

/// Something that answers blocks, or says why not.
protocol PeerBlocks: Sendable {
  func answers(_ batch: Batch) async throws(DeviceError) -> [PeerUnit.Answer]
}

extension PeerUnit: PeerBlocks {}
