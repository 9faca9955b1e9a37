import Descriptors
import Devices
import Harness

/// All codes of an operand's format, compared with the intervals of the reference, in blocks that
/// any number of workers take in any order.
struct Sweep: Sendable {
  let map: IntervalMap
  let unit: any Unit
  /// Which answers are taken although their bits differ.
  let accepts: DeviceCheck.Accepting

  /// The most cases of one block: few enough for its codes to stay in a core's cache.
  static let mostPerBlock: UInt64 = 1 << 15

  /// The first case in which the device's result differs in a range of codes;
  /// and how many cases it answered.
  ///
  /// - Parameter accepted: is told why an answer with other bits was taken.
  func mismatch(
    in codes: Range<UInt64>, using batch: inout Batch, accepted: (String) -> Void
  ) async throws(DeviceError) -> (answered: UInt64, failing: AnsweredCase?) {
    let count = Int(codes.upperBound - codes.lowerBound)
    batch.resize(to: count)
    batch.operands[0].fill(from: codes.lowerBound)
    let answered = UInt64(try await unit.run(&batch))
    let end = codes.lowerBound + answered
    var interval = map.index(of: codes.lowerBound)
    var begin = codes.lowerBound
    while begin < end {
      let next = interval + 1 < map.starts.count ? map.starts[interval + 1] : .max
      let stop = min(next, end)
      let offset = Int(begin - codes.lowerBound)
      let length = Int(stop - begin)
      if !batch.results[0].holds(map.results[interval], in: offset..<offset + length) {
        let expected = map.results[interval]
        for index in offset..<offset + length where batch.results[0][index] != expected {
          let item = Case(codes: [codes.lowerBound + UInt64(index)])
          let got = batch.answer(at: index)
          if let reason = accepts(item, got, Answer(results: [expected])) {
            accepted(reason)
            continue
          }
          return (answered, AnsweredCase(input: item, got: got))
        }
      }
      (begin, interval) = (stop, interval + 1)
    }
    return (answered, nil)
  }
}

extension CodeColumn {
  /// The digest of the first codes as results of a block.
  func digest(of block: UInt64, count: Int) -> ResultDigest {
    withBytes { bytes in
      BlockHash.digest(
        UnsafeRawBufferPointer(rebasing: bytes[..<(count * width)]), block: block,
        count: UInt64(count))
    }
  }

  /// Whether every code of a range is the given one.
  func holds(_ code: UInt64, in range: Range<Int>) -> Bool {
    withBytes { bytes in
      func compare<Code: FixedWidthInteger & UnsignedInteger>(_: Code.Type) -> Bool {
        let codes = bytes.assumingMemoryBound(to: Code.self)
        let wanted = Code(truncatingIfNeeded: code).littleEndian
        // No early exit, so that the loop is a plain reduction.
        var difference: Code = 0
        for index in range { difference |= codes[index] ^ wanted }
        return difference == 0
      }
      return switch width {
      case 1: compare(UInt8.self)
      case 2: compare(UInt16.self)
      case 4: compare(UInt32.self)
      default: compare(UInt64.self)
      }
    }
  }
}
