public import Descriptors

/// A healthy device with a fault planted in it.
public struct FaultyDevice: Device {
  /// The fault.
  public let fault: Fault
  /// The device that does the arithmetic.
  public let healthy: any Device

  /// Plants a fault.
  public init(_ fault: Fault, in healthy: any Device = ProductionDevice()) {
    self.fault = fault
    self.healthy = healthy
  }

  /// `fault:` and the fault's name.
  public var name: String { "fault:\(fault.id)" }

  /// What goes wrong.
  public var summary: String { fault.title }

  /// Whether the mistake can be made in an operation.
  public func applies(to operation: Operation) -> Bool {
    support(for: operation) == .supported
  }

  public func support(for operation: Operation) -> DeviceSupport {
    guard operation.kind != nil, let wrong = fault.mistake(operation) else {
      return .unsupported("\(name) has no bearing on this operation")
    }
    for step in wrong.steps {
      let support = healthy.support(for: step.operation)
      if support != .supported { return support }
    }
    return .supported
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    guard operation.kind != nil, let wrong = fault.mistake(operation) else {
      throw .unsupported("\(name) has no bearing on this operation")
    }
    var units: [any Unit] = []
    for step in wrong.steps { units.append(try healthy.prepare(step.operation)) }
    return FaultyUnit(wrong: wrong, units: units)
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
