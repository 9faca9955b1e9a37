public import Descriptors

extension Misoperation: Mistake {
  public func support(for operation: Operation, on healthy: any Device) -> DeviceSupport {
    for step in steps {
      let support = healthy.support(for: step.operation)
      if support != .supported { return support }
    }
    return .supported
  }

  public func prepare(
    _ operation: Operation, on healthy: any Device
  ) throws(DeviceError) -> any Unit {
    var units: [any Unit] = []
    for step in steps { units.append(try healthy.prepare(step.operation)) }
    return FaultyUnit(wrong: self, units: units)
  }
}

private struct FaultyUnit: Unit {
  let wrong: Misoperation
  let units: [any Unit]

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = batch.count
    let operands = operands(batch)
    let words = words(batch)
    var results: [CodeColumn] = []
    for (step, unit) in zip(wrong.steps, units) {
      var own = Batch(step.operation, count: count)
      for (index, input) in step.inputs.enumerated() {
        switch input {
        case .operand(let operand): own.operands[index] = operands[operand]
        case .result(let result): own.operands[index] = results[result]
        case .constant(let code): for row in 0..<count { own.operands[index][row] = code }
        }
      }
      if step.operation.takesRandomWord { own.words = words }
      let answered = try await unit.run(&own)
      guard answered == count else {
        throw .failed("the device under the fault answered \(answered) of \(count) cases")
      }
      results.append(own.results[0])
    }
    var answers = results[results.count - 1]
    if let answer = wrong.answer {
      // Written in place, row by row: an array each would cost more than the arithmetic.
      var codes = operands.map { _ in 0 as UInt64 }
      var outcomes = results.map { _ in 0 as UInt64 }
      for row in 0..<count {
        for index in codes.indices { codes[index] = operands[index][row] }
        for index in outcomes.indices { outcomes[index] = results[index][row] }
        answers[row] = answer(codes, outcomes)
      }
    }
    if let place = wrong.place {
      for row in 0..<count { batch.results[0][row] = answers[place(row, count)] }
    } else {
      batch.results[0] = answers
    }
    return count
  }

  private func operands(_ batch: Batch) -> [CodeColumn] {
    guard let map = wrong.operand else { return batch.operands }
    var operands = batch.operands
    for index in operands.indices {
      for row in 0..<batch.count { operands[index][row] = map(operands[index][row]) }
    }
    return operands
  }

  private func words(_ batch: Batch) -> [UInt32] {
    var words = batch.words
    if let place = wrong.wordPlace { words = words.indices.map { words[place($0)] } }
    return wrong.word.map { words.map($0) } ?? words
  }
}
