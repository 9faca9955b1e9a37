import Descriptors
import Production

/// A codec of blocks on batches: the module takes all codes of a case, of whatever width, one behind the
/// other.
struct BlockCodecUnit: Unit {
  let prepared: PreparedBlockCodec

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = batch.count
    var codes: [UInt8] = []
    codes.reserveCapacity(count * prepared.operandBytes)
    for index in 0..<count {
      for (column, run) in zip(batch.operands, batch.shape.operands) {
        let size = run.bytes * run.count
        codes += column.storage[index * size..<(index + 1) * size]
      }
    }
    var results = [UInt8](repeating: 0, count: count * prepared.resultBytes)
    batch.words.withUnsafeBufferPointer { words in
      codes.withUnsafeBytes { source in
        results.withUnsafeMutableBytes { target in
          prepared.run(
            source, words: words.isEmpty ? .none : .given(words), results: target, cases: count)
        }
      }
    }
    var offset = 0
    for index in 0..<count {
      for (column, run) in batch.shape.results.enumerated() {
        let size = run.bytes * run.count
        batch.results[column].withMutableBytes { bytes in
          for place in 0..<size { bytes[index * size + place] = results[offset + place] }
        }
        offset += size
      }
    }
    return count
  }
}
