/// Memory that workloads read and write, aligned to cache lines and touched once.
final class Buffer {
  let bytes: UnsafeMutableRawBufferPointer

  /// Memory that holds zeros.
  init(byteCount: Int) {
    bytes = .allocate(byteCount: byteCount, alignment: 64)
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
  }

  /// Elements from a function of pseudorandom words, the same in every run.
  convenience init<Element: BitwiseCopyable>(
    count: Int, of element: (inout WordSequence) -> Element
  ) {
    self.init(byteCount: count * MemoryLayout<Element>.stride)
    var words = WordSequence()
    let target = bytes.bindMemory(to: Element.self)
    for index in target.indices { target[index] = element(&words) }
  }

  deinit { bytes.deallocate() }

  var readOnly: UnsafeRawBufferPointer { UnsafeRawBufferPointer(bytes) }
}

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) from state 0.
struct WordSequence: RandomNumberGenerator {
  private var state: UInt64 = 0

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  /// A value close to the standard normal distribution: four uniform ones, centred and scaled.
  mutating func normal() -> Double {
    let word = next()
    var sum = -2.0
    for part in 0..<4 { sum += Double(word >> UInt64(16 * part) & 0xFFFF) / 65536 }
    return sum * 3.0.squareRoot()
  }
}
