import Descriptors
import Production
import Testing

/// Philox4x32-10 and the independence of results from how a stream is cut.
@Suite struct RandomWordsTests {
  /// The known answers that the authors publish with Random123.
  @Test func knownAnswers() {
    let zero = Philox.block(counter: (0, 0, 0, 0), key: (0, 0))
    #expect(zero == (0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    let ones = Philox.block(counter: (.max, .max, .max, .max), key: (.max, .max))
    #expect(ones == (0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    let pi = Philox.block(
      counter: (0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
      key: (0xA409_3822, 0x299F_31D0))
    #expect(pi == (0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  @Test(arguments: InstructionLevel.available)
  func wordsFollowTheirDefinition(_ level: InstructionLevel) {
    let seed: UInt64 = 0x1234_5678_9ABC_DEF0
    let stream: UInt64 = 0xFEDC_BA98_7654_3210
    for offset: UInt64 in [0, 1, 3, 4, 1 << 34 - 5, .max - 6, .max - 1000] {
      let words = Philox.words(seed: seed, offset: offset, stream: stream, count: 300, level: level)
      let wrong = words.indices.filter { index in
        let element = offset &+ UInt64(index)
        let counter = element / 4
        let block = Philox.block(
          counter: (
            UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32),
            UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)
          ),
          key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
        let lanes = [block.0, block.1, block.2, block.3]
        return words[index] != lanes[Int(element % 4)]
      }
      #expect(wrong.isEmpty, "offset \(offset)")
    }
  }

  static let casts: [(FormatDescriptor, FormatDescriptor)] = [
    (Sample.binary32, Sample.e4m3fn), (Sample.binary32, Sample.posit8),
    (Sample.binary64, Sample.e5m2), (Sample.binary16, Sample.e2m1),
  ]

  @Test(arguments: casts)
  func splitsAndTasksDoNotMatter(
    _ source: FormatDescriptor, _ target: FormatDescriptor
  ) async throws {
    let count = 5003
    let rule = RoundingRule.stochastic(bits: 8, variant: .c)
    let operation = Operation.cast(
      from: source, to: target, dialect: Dialect(rounding: rule, overflow: .satFinite))
    let prepared = try PreparedOperation(operation)
    let exact = try PreparedOperation(operation, exactOnly: true)
    let values = (0..<count).map { index -> UInt64 in
      let value = Double(index - 2500) * 0.0173
      return switch source.bits {
      case 64: value.bitPattern
      case 32: UInt64(Float(value).bitPattern)
      default: UInt64(index * 13) & 0xFFFF
      }
    }
    let words = RandomWords.philox(seed: 7, offset: 11, stream: 3)
    let whole = prepared.codes([values], words: words)
    #expect(whole == exact.codes([values], words: words))
    #expect(
      whole
        == prepared.codes(
          [values], words: .philox(seed: 7, offset: 11, stream: 3)))
    var parts: [UInt64] = []
    var start = 0
    for length in [1, 2, 63, 1024, 1025, 2000] + [count] where start < count {
      let end = min(start + length, count)
      parts += prepared.codes(
        [Array(values[start..<end])],
        words: .philox(seed: 7, offset: 11 + UInt64(start), stream: 3))
      start = end
    }
    #expect(whole == parts)
    for tasks in [1, 2, 3, 16] {
      #expect(await prepared.codes([values], words: words, tasks: tasks) == whole)
    }
    #expect(whole != prepared.codes([values], words: .philox(seed: 8, offset: 11, stream: 3)))
  }
}

/// Runs too long for the caches are cut into blocks.
@Suite struct LongRunTests {
  @Test(arguments: [
    (RoundingRule.toNearestOrEven, 0), (.toNearestOrEven, 63),
    (.stochastic(bits: 8, variant: .c), 1),
  ])
  func equalSmallPieces(_ rule: RoundingRule, _ skipped: Int) throws {
    let count = (1 << 18) + 777
    let prepared = try PreparedOperation(
      .cast(from: Sample.binary32, to: Sample.e5m2, dialect: Dialect(rounding: rule)))
    let input = (0..<UInt32(count)).map { $0 &* 0x9E37_79B9 }
    // The low bits of the words must not repeat with the blocks.
    let words = (0..<UInt32(count)).map { ($0 &* 0x85EB_CA6B) >> 16 }
    func run(_ elements: Range<Int>, _ target: UnsafeMutableRawBufferPointer) {
      input.withUnsafeBytes { codes in
        words.withUnsafeBufferPointer { words in
          let part = UnsafeRawBufferPointer(
            rebasing: codes[4 * elements.lowerBound..<4 * elements.upperBound])
          prepared.run(
            operands: [part], words: .given(UnsafeBufferPointer(rebasing: words[elements])),
            results: target, count: elements.count)
        }
      }
    }
    let guards = 128
    var whole = [UInt8](repeating: 0xA5, count: skipped + count + guards)
    whole.withUnsafeMutableBytes {
      run(0..<count, UnsafeMutableRawBufferPointer(rebasing: $0[skipped..<skipped + count]))
    }
    var parts = [UInt8](repeating: 0, count: count)
    parts.withUnsafeMutableBytes { bytes in
      for start in stride(from: 0, to: count, by: 99_991) {
        let elements = start..<min(start + 99_991, count)
        run(elements, UnsafeMutableRawBufferPointer(rebasing: bytes[elements]))
      }
    }
    #expect(whole[skipped..<skipped + count].elementsEqual(parts))
    #expect(whole[..<skipped].allSatisfy { $0 == 0xA5 })
    #expect(whole[(skipped + count)...].allSatisfy { $0 == 0xA5 })
  }
}

extension PreparedOperation {
  fileprivate func codes(
    _ columns: [[UInt64]], words: RandomWords, tasks: Int
  ) async -> [UInt64] {
    let count = columns[0].count
    let stream = Self.pack(columns[0], bytes: operation.operands[0].streamBytes)
    let input = UnsafeMutableRawBufferPointer.allocate(byteCount: stream.count, alignment: 64)
    input.copyBytes(from: stream)
    let bytes = operation.result.streamBytes
    let output = UnsafeMutableRawBufferPointer.allocate(byteCount: count * bytes, alignment: 64)
    defer {
      input.deallocate()
      output.deallocate()
    }
    await run(
      operands: [UnsafeRawBufferPointer(input)], words: words, results: output, count: count,
      tasks: tasks)
    return Self.unpack(Array(output), bytes: bytes)
  }
}
