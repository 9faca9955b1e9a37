import Descriptors
import Devices

/// Where the codes of a case lie in a raw stream: each in the width of its own format, while a batch
/// holds all of them in the widest.
struct RunLayout {
  private let runs: [Operation.Run]

  /// The layout of runs that follow each other.
  init(_ runs: [Operation.Run]) { self.runs = runs.filter { $0.count > 0 } }

  /// Whether all codes have the same width.
  var isUniform: Bool { runs.allSatisfy { $0.bytes == runs[0].bytes } }

  /// Reads the codes of a case into a column from a place on.
  func read(_ bytes: UnsafeRawBufferPointer, into column: inout CodeColumn, from place: Int) {
    if isUniform {
      let width = runs.first?.bytes ?? 1
      column.withMutableBytes { to in
        UnsafeMutableRawBufferPointer(rebasing: to[place * width..<place * width + bytes.count])
          .copyMemory(from: bytes)
      }
      return
    }
    var (offset, place) = (0, place)
    for run in runs {
      for _ in 0..<run.count {
        var code: UInt64 = 0
        for byte in 0..<run.bytes { code |= UInt64(bytes[offset + byte]) << UInt64(8 * byte) }
        column[place] = code
        place += 1
        offset += run.bytes
      }
    }
  }

  /// Appends the codes of a case, which lie in a column from a place on.
  func write(_ column: CodeColumn, from place: Int, to bytes: inout [UInt8]) {
    var place = place
    for run in runs {
      for _ in 0..<run.count {
        let code = column[place]
        for byte in 0..<run.bytes {
          bytes.append(UInt8(truncatingIfNeeded: code >> UInt64(8 * byte)))
        }
        place += 1
      }
    }
  }
}
