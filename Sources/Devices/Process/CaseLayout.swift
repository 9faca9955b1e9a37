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

    init(_ format: FormatDescriptor) { self.init(bits: format.bits, bytes: format.streamBytes) }
  }

  /// The operands.
  public var operands: [Field]
  /// Random words, 32 bits each, behind the operands.
  public var words: Int
  /// The results.
  public var results: [Field]

  /// The layout of an operation on numbers.
  public init(_ operation: Operation) {
    operands = operation.operands.map { Field($0) }
    words = operation.takesRandomWord ? 1 : 0
    results = [Field(operation.result)]
  }

  /// The layout of an operation on blocks.
  public init(_ operation: Operation) {
    func fields(_ runs: [Operation.Run]) -> [Field] {
      runs.flatMap { run in
        Array(
          repeating: run.format.map { Field($0) } ?? Field(bits: 1, bytes: 1), count: run.count)
      }
    }
    operands = fields(operation.operandRuns)
    results = fields(operation.resultRuns)
    words = operation.wordCount
  }

  /// The bytes of a case's answer in a raw stream.
  public var resultBytes: Int { results.reduce(0) { $0 + $1.bytes } }
}

/// Cases with their codes, whichever way a batch keeps them.
protocol CaseBatch {
  var count: Int { get }
  func code(_ index: Int, _ place: Int) -> UInt64
  func word(_ index: Int, _ place: Int) -> UInt32
  mutating func setResult(_ index: Int, _ place: Int, _ code: UInt64)
}

extension Batch: CaseBatch {
  func code(_ index: Int, _ place: Int) -> UInt64 { operands[place][index] }
  func word(_ index: Int, _ place: Int) -> UInt32 { words[index] }
  mutating func setResult(_ index: Int, _ place: Int, _ code: UInt64) { results[index] = code }
}

extension Batch: CaseBatch {
  func code(_ index: Int, _ place: Int) -> UInt64 { operands[index * shape.operands + place] }
  func word(_ index: Int, _ place: Int) -> UInt32 { words[index * shape.words + place] }
  mutating func setResult(_ index: Int, _ place: Int, _ code: UInt64) {
    results[index * shape.results + place] = code
  }
}

extension CaseLayout {
  /// Cases as raw streams: the codes of a case one behind the other, little-endian, words last.
  func frames(_ batch: some CaseBatch, _ cases: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      cases.count * (operands.reduce(0) { $0 + $1.bytes } + 4 * words))
    for index in cases {
      for (place, field) in operands.enumerated() {
        let code = batch.code(index, place)
        for byte in 0..<field.bytes { bytes.append(UInt8(truncatingIfNeeded: code >> (8 * byte))) }
      }
      for place in 0..<words {
        let word = batch.word(index, place)
        for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * byte))) }
      }
    }
    return bytes
  }

  /// Takes answers out of a raw stream; returns the place of one that is no code, if there is any.
  func read(
    frames answer: [UInt8], into batch: inout some CaseBatch, _ cases: Range<Int>
  ) -> (index: Int, code: UInt64)? {
    var at = 0
    for index in cases {
      for (place, field) in results.enumerated() {
        var code: UInt64 = 0
        for byte in 0..<field.bytes { code |= UInt64(answer[at + byte]) << UInt64(8 * byte) }
        at += field.bytes
        if field.bits < 64, code >> UInt64(field.bits) != 0 { return (index, code) }
        batch.setResult(index, place, code)
      }
    }
    return nil
  }

  /// Cases as lines: upper-case hex of fixed width, one space between, words last.
  func lines(_ batch: some CaseBatch, _ cases: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    let width = operands.reduce(0) { $0 + $1.digits + 1 } + 9 * words
    text.reserveCapacity(cases.count * width)
    for index in cases { append(batch, index, to: &text) }
    return text
  }

  /// One case as a line, with its line break.
  func append(_ batch: some CaseBatch, _ index: Int, to text: inout [UInt8]) {
    func put(_ code: UInt64, _ digits: Int) {
      for digit in stride(from: digits - 1, through: 0, by: -1) {
        let nibble = UInt8(truncatingIfNeeded: code >> UInt64(4 * digit)) & 15
        text.append(nibble < 10 ? 48 + nibble : 55 + nibble)
      }
      text.append(32)
    }
    for (place, field) in operands.enumerated() { put(batch.code(index, place), field.digits) }
    for place in 0..<words { put(UInt64(batch.word(index, place)), 8) }
    text[text.count - 1] = 10
  }
}
