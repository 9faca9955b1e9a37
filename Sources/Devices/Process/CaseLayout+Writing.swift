extension CaseLayout {
  /// Appends a case as a line: upper-case hex of fixed width, one space between, words behind the
  /// operands, then the results where they are given; no line break.
  public func appendLine(
    _ codes: [UInt64], _ words: [UInt32], results given: [UInt64] = [], to text: inout [UInt8]
  ) {
    let begin = text.count
    for (code, field) in zip(codes, operands) { Self.put(code, field.digits, &text) }
    for word in words { Self.put(UInt64(word), 8, &text) }
    for (code, field) in zip(given, results) { Self.put(code, field.digits, &text) }
    if text.count > begin { text.removeLast() }
  }

  /// Appends results alone as a line, without a line break.
  public func appendResults(_ codes: [UInt64], to text: inout [UInt8]) {
    let begin = text.count
    for (code, field) in zip(codes, results) { Self.put(code, field.digits, &text) }
    if text.count > begin { text.removeLast() }
  }

  private static func put(_ code: UInt64, _ digits: Int, _ text: inout [UInt8]) {
    for digit in stride(from: digits - 1, through: 0, by: -1) {
      text.append(digitOf(UInt8(truncatingIfNeeded: code >> UInt64(4 * digit)) & 15))
    }
    text.append(32)
  }

  private static func digitOf(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 48 + nibble : 55 + nibble }

  /// Appends a case to a raw stream: codes little-endian in 1, 2, 4 or 8 bytes, words in 4.
  public func appendFrame(
    _ codes: [UInt64], _ words: [UInt32], results given: [UInt64] = [], to bytes: inout [UInt8]
  ) {
    for (code, field) in zip(codes, operands) { Self.put(code, bytes: field.bytes, &bytes) }
    for word in words { Self.put(UInt64(word), bytes: 4, &bytes) }
    for (code, field) in zip(given, results) { Self.put(code, bytes: field.bytes, &bytes) }
  }

  private static func put(_ code: UInt64, bytes: Int, _ stream: inout [UInt8]) {
    for byte in 0..<bytes { stream.append(UInt8(truncatingIfNeeded: code >> UInt64(8 * byte))) }
  }

  /// The bits of the results of a case as one word of a memory.
  public var memoryBitsOfResults: Int { results.reduce(0) { $0 + $1.bits } }

  /// Appends a case as one word of a memory, as `$readmemh` takes it: its fields side by side, the
  /// first in the highest bits, in as many digits as hold them; no line break.
  public func appendMemory(
    _ codes: [UInt64], _ words: [UInt32], results given: [UInt64] = [], to text: inout [UInt8]
  ) {
    var fields = zip(codes, operands).map { ($0, $1.bits) }
    fields += words.map { (UInt64($0), 32) }
    fields += zip(given, results).map { ($0, $1.bits) }
    Self.appendMemory(fields, to: &text)
  }

  /// Appends results alone as one word of a memory.
  public func appendMemoryResults(_ codes: [UInt64], to text: inout [UInt8]) {
    Self.appendMemory(zip(codes, results).map { ($0, $1.bits) }, to: &text)
  }

  private static func appendMemory(_ fields: [(UInt64, Int)], to text: inout [UInt8]) {
    // From the lowest bit up, a digit whenever four are there.
    var digits: [UInt8] = []
    var (held, count): (UInt64, Int) = (0, 0)
    for (code, bits) in fields.reversed() {
      var (rest, left) = (code, bits)
      while left > 0 {
        let taken = min(4 - count, left)
        held |= (rest & ((1 << UInt64(taken)) - 1)) << UInt64(count)
        (rest, left, count) = (rest >> UInt64(taken), left - taken, count + taken)
        if count == 4 {
          digits.append(digitOf(UInt8(held)))
          (held, count) = (0, 0)
        }
      }
    }
    if count > 0 { digits.append(digitOf(UInt8(held))) }
    text.append(contentsOf: digits.reversed())
  }
}
