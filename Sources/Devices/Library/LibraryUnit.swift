import Synchronization

/// A library made ready for one operation; processes that are idle wait for the next batch.
final class LibraryUnit: Unit, Unit {
  private let device: LibraryDevice
  private let task: LibraryTask
  private let layout: CaseLayout
  private let idle = Mutex<[Idle]>([])

  init(_ device: LibraryDevice, _ task: LibraryTask, _ layout: CaseLayout) {
    self.device = device
    self.task = task
    self.layout = layout
  }

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int { try answer(&batch) }
  func run(_ batch: inout Batch) async throws(DeviceError) -> Int { try answer(&batch) }

  private func answer(_ batch: inout some LibraryBatch) throws(DeviceError) -> Int {
    guard batch.count > 0 else { return 0 }
    do {
      let process =
        try idle.withLock { $0.popLast()?.process } ?? LibraryProcess(device, task: task)
      let answered = try process.ask(task, &batch, 0..<batch.count)
      idle.withLock { $0.append(Idle(process: process)) }
      return answered
    } catch {
      switch error as? LibraryProcess.Failure {
      case .unsupported(let text): throw .unsupported(text)
      case .unusable(let text): throw .failed(text)
      case .failed(let text): throw .failed(located(text, &batch))
      case nil: throw .failed("\(error)")
      }
    }
  }

  /// The failure with the case at which it happens again.
  private func located(_ what: String, _ batch: inout some LibraryBatch) -> String {
    let culprit = CulpritSearch(count: batch.count, limit: device.timeout)(next: 0) { cases in
      do {
        _ = try LibraryProcess(device, task: task).ask(task, &batch, cases)
        return false
      } catch {
        return true
      }
    }
    guard let culprit else {
      return "\(what); no case was found at which it does so alone"
    }
    var line: [UInt8] = []
    layout.append(batch, culprit, to: &line)
    return "\(what); it does so whenever it is asked \(AnswerLines.text(line.dropLast()))"
  }
}

/// A process that nobody talks to at the moment.
private struct Idle: @unchecked Sendable {
  let process: LibraryProcess
}
