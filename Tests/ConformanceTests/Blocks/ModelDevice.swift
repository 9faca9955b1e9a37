import Conformance
import Descriptors
import Devices
import Reference

/// The reference itself as a device, with whatever a test makes of its answers.
struct ModelDevice: Device {
  let name = "model"
  let summary = "the reference, seen as a device"
  /// How many cases of a batch are answered.
  var answered: @Sendable (Int) -> Int = { $0 }
  /// What becomes of the results of a case.
  var change: @Sendable ([UInt64]) -> [UInt64] = { $0 }

  func support(for operation: Operation) -> DeviceSupport {
    do {
      _ = try Evaluator(operation)
      return .supported
    } catch {
      return .unsupported("\(error)")
    }
  }

  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    do {
      return ModelUnit(device: self, evaluator: try Evaluator(operation))
    } catch {
      throw .unsupported("\(error)")
    }
  }
}

private struct ModelUnit: Unit {
  let device: ModelDevice
  let evaluator: Evaluator

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    var flags: [AnswerFlags] = []
    for index in 0..<batch.count {
      let answer = evaluator(batch.codes(at: index), words: batch.words(at: index))
      batch.setResults(index, device.change(answer.results))
      flags.append(answer.flags)
    }
    batch.flags = flags
    return device.answered(batch.count)
  }
}
