import Descriptors
import Production

/// A codec of blocks on batches, whose columns have the width of the widest run.
struct BlockCodecUnit: Unit {
  let prepared: PreparedBlockCodec

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = batch.count
    let operandRuns = prepared.operation.operandRuns
    let resultRuns = prepared.operation.resultRuns
    var codes: [UInt8] = []
    codes.reserveCapacity(count * prepared.operandBytes)
    var place = 0
    for _ in 0..<count {
      for run in operandRuns {
        for _ in 0..<run.count {
          let code = batch.operands[place]
          for byte in 0..<run.bytes {
            codes.append(UInt8(truncatingIfNeeded: code >> UInt64(8 * byte)))
          }
          place += 1
        }
      }
    }
    var results = [UInt8](repeating: 0, count: count * prepared.resultBytes)
    let words = batch.words
    words.withUnsafeBufferPointer { words in
      codes.withUnsafeBytes { source in
        results.withUnsafeMutableBytes { target in
          prepared.run(
            source, words: words.isEmpty ? .none : .given(words), results: target, cases: count)
        }
      }
    }
    var offset = 0
    place = 0
    for _ in 0..<count {
      for run in resultRuns {
        for _ in 0..<run.count {
          var code: UInt64 = 0
          for byte in 0..<run.bytes { code |= UInt64(results[offset + byte]) << UInt64(8 * byte) }
          batch.results[place] = code
          offset += run.bytes
          place += 1
        }
      }
    }
    return count
  }
}
