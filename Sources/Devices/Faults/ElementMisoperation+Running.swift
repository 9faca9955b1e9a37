public import Descriptors

extension ElementMisoperation: Mistake {
  public func support(for operation: Operation, on healthy: any Device) -> DeviceSupport {
    if values != nil, operation.operandRuns.count > 1 || operation.resultRuns.count > 1 {
      return .unsupported("it is a mistake with elements of one format")
    }
    if let second {
      let support = healthy.support(for: second.step.operation)
      if support != .supported { return support }
    }
    return healthy.support(for: step.operation)
  }

  public func prepare(
    _ operation: Operation, on healthy: any Device
  ) throws(DeviceError) -> any Unit {
    let unit = try healthy.prepare(step.operation)
    var conversions: Conversions?
    if values != nil { conversions = try Conversions(operation, step.operation, healthy) }
    var other: (any Unit)?
    if let second { other = try healthy.prepare(second.step.operation) }
    return FaultyElementUnit(wrong: self, unit: unit, second: other, conversions: conversions)
  }
}

/// The conversions between codes and binary64 that a mistake's own arithmetic needs.
private struct Conversions: Sendable {
  let operand: any Unit
  let operandCast: Operation
  /// From the step's results; `nil` for masks.
  let result: (any Unit)?
  let resultCast: Operation
  /// Into the results' format; `nil` for masks.
  let answer: (any Unit)?
  let answerCast: Operation

  init(
    _ operation: Operation, _ step: Operation, _ healthy: any Device
  ) throws(DeviceError) {
    let isMask = operation.maskRule != nil
    operandCast = .cast(from: operation.format, to: .binary64)
    operand = try healthy.prepare(operandCast)
    resultCast = .cast(from: step.result, to: .binary64)
    result = isMask ? nil : try healthy.prepare(resultCast)
    answerCast = .cast(from: .binary64, to: operation.result, dialect: operation.dialect)
    answer = isMask ? nil : try healthy.prepare(answerCast)
  }

  static func run(
    _ unit: any Unit, _ cast: Operation, _ codes: CodeColumn, words: [UInt32] = []
  ) async throws(DeviceError) -> CodeColumn {
    var batch = Batch(cast, count: codes.count)
    batch.operands[0] = codes
    if cast.takesRandomWord { batch.words = words }
    _ = try await unit.run(&batch)
    return batch.results[0]
  }
}

private struct FaultyElementUnit: Unit {
  let wrong: ElementMisoperation
  let unit: any Unit
  let second: (any Unit)?
  let conversions: Conversions?

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = batch.count
    let given = batch
    var (own, answers) = try await run(wrong.step, on: unit, given)
    if let second, let rest = wrong.second {
      let (_, others) = try await run(rest.step, on: second, given)
      for index in 0..<count { answers[index] = rest.join(answers[index], others[index]) }
    }
    if let conversions, let values = wrong.values {
      try await replace(&answers, own, given, conversions, values)
    }
    if let answer = wrong.answer {
      for index in 0..<count { answers[index] = answer(given.codes(at: index), answers[index]) }
    }
    let width = batch.shape.results.reduce(0) { $0 + $1.count }
    let zeros = Array(repeating: 0 as UInt64, count: width)
    for index in 0..<count {
      let place = wrong.place?(index, count) ?? index
      batch.setResults(index, place < 0 ? zeros : answers[place])
    }
    batch.flags = own.flags.map { flags in wrong.flags.map(flags.map) ?? flags }
    return count
  }

  /// A step on the changed operands of all cases, and its results in their places.
  private func run(
    _ step: ElementMisoperation.Step, on unit: any Unit, _ given: Batch
  ) async throws(DeviceError) -> (batch: Batch, answers: [[UInt64]]) {
    let count = given.count
    var own = Batch(step.operation, count: count)
    for index in 0..<count {
      var codes = given.codes(at: index)
      if let operand = wrong.operand { codes = codes.map(operand) }
      if let operands = wrong.operands { codes = operands(codes) }
      if let sources = step.sources { codes = sources.map { $0 < 0 ? 0 : codes[$0] } }
      own.set(index, codes: codes, words: words(index, given, own.shape.words))
    }
    let answered = try await unit.run(&own)
    guard answered == count else {
      throw .failed("the device under the fault answered \(answered) of \(count) cases")
    }
    let answers = (0..<count).map { index in
      let results = own.results(at: index)
      return step.targets.map { $0.map { results[$0] } } ?? results
    }
    return (own, answers)
  }

  /// The words of a case, with more of them made from the first where the step takes more.
  private func words(_ index: Int, _ batch: Batch, _ count: Int) -> [UInt32] {
    var words = batch.words(at: wrong.wordPlace?(index) ?? index)
    if let change = wrong.words { words = change(words) }
    while words.count < count {
      words.append((words.last ?? 0) &* 0x9E37_79B1 &+ 0x85EB_CA6B)
    }
    return Array(words.prefix(count))
  }

  /// Replaces answers by the values that the mistake works out.
  private func replace(
    _ answers: inout [[UInt64]], _ own: Batch, _ given: Batch,
    _ conversions: Conversions, _ values: ElementMisoperation.Values
  ) async throws(DeviceError) {
    let operands = try await Conversions.run(
      conversions.operand, conversions.operandCast, given.operands[0])
    var results: CodeColumn?
    if let unit = conversions.result {
      results = try await Conversions.run(unit, conversions.resultCast, own.results[0])
    }
    var replaced: [(index: Int, values: [Double])] = []
    let count = given.shape.operands[0].count
    for index in answers.indices {
      let inputs = (0..<count).map { Double(bitPattern: operands[index * count + $0]) }
      let healthy = answers[index].indices.map { place in
        results.map { Double(bitPattern: $0[index * own.shape.results[0].count + place]) }
          ?? Double(answers[index][place])
      }
      if let values = values(inputs, given.words(at: index), healthy) {
        replaced.append((index, values))
      }
    }
    guard !replaced.isEmpty else { return }
    guard let unit = conversions.answer else {
      for (index, values) in replaced { answers[index] = values.map { $0 == 0 ? 0 : 1 } }
      return
    }
    let width = given.shape.results[0].count
    var column = CodeColumn(bytes: 8, count: replaced.count * width)
    var words: [UInt32] = []
    for (row, (index, values)) in replaced.enumerated() {
      for (place, value) in values.enumerated() { column[row * width + place] = value.bitPattern }
      words += Array(repeating: given.words(at: index).last ?? 0, count: width)
    }
    let codes = try await Conversions.run(unit, conversions.answerCast, column, words: words)
    for (row, item) in replaced.enumerated() {
      for place in 0..<width {
        // A zero has no sign, whatever the arithmetic left there.
        let isZero = item.values[place] == 0
        answers[item.index][place] = isZero ? 0 : codes[row * width + place]
      }
    }
  }
}
