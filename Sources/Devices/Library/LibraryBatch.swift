/// Cases as the columns that a library is given: the codes of each run, case after case.
protocol LibraryBatch: CaseBatch {
  /// Appends the codes of a run and then of the next; `places` are those of the run in a case.
  func append(_ places: Range<Int>, bytes: Int, _ cases: Range<Int>, to stream: inout [UInt8])
  /// Appends the random words of some cases.
  func appendWords(_ cases: Range<Int>, perCase: Int, to stream: inout [UInt8])
  /// Takes the results of a run for as many cases as there are.
  mutating func take(
    _ stream: ArraySlice<UInt8>, _ places: Range<Int>, bytes: Int, _ cases: Range<Int>)
}

extension LibraryBatch {
  func append(_ places: Range<Int>, bytes: Int, _ cases: Range<Int>, to stream: inout [UInt8]) {
    for index in cases {
      for place in places {
        let code = code(index, place)
        for byte in 0..<bytes { stream.append(UInt8(truncatingIfNeeded: code >> (8 * byte))) }
      }
    }
  }

  func appendWords(_ cases: Range<Int>, perCase: Int, to stream: inout [UInt8]) {
    for index in cases {
      for place in 0..<perCase {
        let word = word(index, place)
        for byte in 0..<4 { stream.append(UInt8(truncatingIfNeeded: word >> (8 * byte))) }
      }
    }
  }

  mutating func take(
    _ stream: ArraySlice<UInt8>, _ places: Range<Int>, bytes: Int, _ cases: Range<Int>
  ) {
    var at = stream.startIndex
    for index in cases {
      for place in places {
        var code: UInt64 = 0
        for byte in 0..<bytes { code |= UInt64(stream[at + byte]) << UInt64(8 * byte) }
        at += bytes
        setResult(index, place, code)
      }
    }
  }
}

extension Batch: LibraryBatch {}

extension Batch: LibraryBatch {
  // Columns already lie as the library wants them.
  func append(_ places: Range<Int>, bytes: Int, _ cases: Range<Int>, to stream: inout [UInt8]) {
    for place in places {
      operands[place].withBytes {
        stream.append(contentsOf: $0[cases.lowerBound * bytes..<cases.upperBound * bytes])
      }
    }
  }

  mutating func take(
    _ stream: ArraySlice<UInt8>, _ places: Range<Int>, bytes: Int, _ cases: Range<Int>
  ) {
    stream.withUnsafeBytes { stream in
      results.withMutableBytes { results in
        UnsafeMutableRawBufferPointer(
          rebasing: results[cases.lowerBound * bytes..<cases.upperBound * bytes]
        ).copyMemory(from: stream)
      }
    }
  }
}
