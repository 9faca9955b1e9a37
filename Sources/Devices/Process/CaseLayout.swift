public import Descriptors

/// What a case of an operation looks like to a process: the widths of its codes.
public struct CaseLayout: Sendable {
  /// One code.
  public struct Field: Hashable, Sendable {
    /// Its bits.
    public var bits: Int
    /// Its bytes in a raw stream.
    public var bytes: Int
    /// Its digits in a line.
    public var digits: Int { (bits + 3) / 4 }

    init(bits: Int, bytes: Int) {
      self.bits = bits
      self.bytes = bytes
    }
  }

  /// The operands.
  public var operands: [Field]
  /// Random words, 32 bits each, behind the operands.
  public var words: Int
  /// The results.
  public var results: [Field]

  /// The layout of an operation.
  public init(_ operation: Operation) {
    func fields(_ runs: [Operation.Run]) -> [Field] {
      runs.flatMap { run in
        Array(repeating: Field(bits: run.bits, bytes: run.bytes), count: run.count)
      }
    }
    operands = fields(operation.operandRuns)
    results = fields(operation.resultRuns)
    words = operation.wordCount
  }

  /// The bytes that a line of an answer has at most, with room for `0x`, leading zeros and spaces.
  var longestLine: Int { 1024 + 64 * (operands.count + words + results.count) }

  /// The bytes of a case's answer in a raw stream.
  public var resultBytes: Int { results.reduce(0) { $0 + $1.bytes } }
}

extension CaseLayout {
  /// Cases as raw streams: the codes of a case one behind the other, little-endian, words last.
  func frames(_ batch: Batch, _ cases: Range<Int>) -> [UInt8] {
    let columns = batch.operands
    if columns.count == 1, words == 0 {
      let size = columns[0].width * batch.shape.operands[0].count
      return Array(columns[0].storage[cases.lowerBound * size..<cases.upperBound * size])
    }
    let sizes = batch.shape.operands.map { $0.bytes * $0.count }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(cases.count * (sizes.reduce(0, +) + 4 * words))
    for index in cases {
      for (column, size) in zip(columns, sizes) {
        bytes += column.storage[index * size..<(index + 1) * size]
      }
      for place in index * words..<(index + 1) * words {
        let word = batch.words[place]
        for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * byte))) }
      }
    }
    return bytes
  }

  /// Takes answers out of a raw stream; returns the place of one that is no code, if there is any.
  func read(
    frames answer: [UInt8], into batch: inout Batch, _ cases: Range<Int>
  ) -> (index: Int, code: UInt64)? {
    var at = 0
    for index in cases {
      var field = 0
      for (column, run) in batch.shape.results.enumerated() {
        for place in index * run.count..<(index + 1) * run.count {
          var code: UInt64 = 0
          for byte in 0..<run.bytes { code |= UInt64(answer[at + byte]) << UInt64(8 * byte) }
          let bits = results[field].bits
          if bits < 64, code >> UInt64(bits) != 0 { return (index, code) }
          batch.results[column][place] = code
          at += run.bytes
          field += 1
        }
      }
    }
    return nil
  }

  /// Cases as lines: upper-case hex of fixed width, one space between, words last.
  func lines(_ batch: Batch, _ cases: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    let width = operands.reduce(0) { $0 + $1.digits + 1 } + 9 * words
    text.reserveCapacity(cases.count * width)
    for index in cases { append(batch, index, to: &text) }
    return text
  }

  /// One case as a line, with its line break.
  func append(_ batch: Batch, _ index: Int, to text: inout [UInt8]) {
    func put(_ code: UInt64, _ digits: Int) {
      for digit in stride(from: digits - 1, through: 0, by: -1) {
        let nibble = UInt8(truncatingIfNeeded: code >> UInt64(4 * digit)) & 15
        text.append(nibble < 10 ? 48 + nibble : 55 + nibble)
      }
      text.append(32)
    }
    var field = 0
    for (column, run) in zip(batch.operands, batch.shape.operands) {
      for place in index * run.count..<(index + 1) * run.count {
        put(column[place], operands[field].digits)
        field += 1
      }
    }
    for place in index * words..<(index + 1) * words { put(UInt64(batch.words[place]), 8) }
    text[text.count - 1] = 10
  }
}
