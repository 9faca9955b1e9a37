import Conformance
import Descriptors
import Devices
import Tensors

/// Vectors on their way into files or a stream, in one of the encodings.
struct VectorExport {
  let vectors: CaseVectors
  let encoding: VectorEncoding
  let withExpected: Bool
  /// Lines at the top of a text that its readers take for comments.
  let remarks: [String]

  private var layout: Devices.CaseLayout { vectors.task.layout }

  /// The files that are written.
  struct Files {
    /// The cases: one file, or for arrays one for each run of operands and one for the words.
    var cases: [VectorSink]
    /// What is expected, where it has files of its own.
    var expected: [VectorSink] = []

    var all: [VectorSink] { cases + expected }
  }

  /// How often each class was met, and every how many cases it was looked at.
  struct Histogram {
    var classes: [String: UInt64] = [:]
    var every: UInt64 = 1
  }

  /// The most cases whose classes are looked at one by one.
  private static let mostClassified: UInt64 = 1 << 18

  /// Writes into a folder; without one only the digests are taken.
  func write(in folder: String?) throws -> (Files, Histogram) {
    var files = Files(cases: [])
    if encoding == .npy {
      for index in vectors.task.operands.indices {
        files.cases.append(try VectorSink("operand-\(index + 1).npy", in: folder))
      }
      if vectors.task.words > 0 { files.cases.append(try VectorSink("words.npy", in: folder)) }
      for index in vectors.task.results.indices where withExpected {
        files.expected.append(try VectorSink("expected-\(index + 1).npy", in: folder))
      }
    } else {
      files.cases = [try VectorSink("cases.\(encoding.ending)", in: folder)]
      if withExpected, encoding != .testfloat {
        files.expected = [try VectorSink("expected.\(encoding.ending)", in: folder)]
      }
    }
    let histogram = try write(to: files)
    return (files, histogram)
  }

  /// Writes everything to standard output, what is expected behind each case.
  func print() throws {
    _ = try write(to: Files(cases: [VectorSink(output: "cases")]))
  }

  private func write(to files: Files) throws -> Histogram {
    let every = (vectors.count + Self.mostClassified - 1) / Self.mostClassified
    var histogram = Histogram(every: max(1, every))
    begin(files)
    let flags = encoding == .testfloat ? vectors.task.flagRule(.after) : nil
    for index in 0..<vectors.count {
      let item = vectors[index]
      let isClassified = !files.isStream && index % histogram.every == 0
      let results =
        withExpected || encoding == .testfloat || isClassified ? vectors.results(of: item) : []
      put(item, results, flags, to: files)
      if isClassified {
        for name in vectors.task.classes(of: item, results: results) {
          histogram.classes[name, default: 0] += 1
        }
      }
      if index % 256 == 255 { for file in files.all { try file.flush() } }
    }
    for file in files.all { try file.flush(force: true) }
    return histogram
  }

  /// What comes before the first case.
  private func begin(_ files: Files) {
    switch encoding {
    case .hex, .raw, .testfloat: break
    case .readmemh:
      for file in files.all {
        for remark in remarks { file.pending += Array("// \(remark)\n".utf8) }
      }
    case .npy:
      for (file, array) in zip(files.all, arrays) {
        file.pending += NpyWriter.header(array.element, shape: array.shape) ?? []
      }
    }
  }

  /// The arrays of npy files, in the order of the files.
  var arrays: [(element: ElementType, shape: [Int])] {
    let isMatrix = vectors.task.isOnBlocks
    let count = Int(vectors.count)
    func array(_ bytes: Int, _ width: Int) -> (element: ElementType, shape: [Int]) {
      let element: ElementType =
        switch bytes {
        case 1: .uint8
        case 2: .uint16
        case 4: .uint32
        default: .uint64
        }
      return (element, isMatrix ? [count, width] : [count])
    }
    return vectors.task.operands.map { array($0.bytes, $0.count) }
      + (vectors.task.words > 0 ? [array(4, vectors.task.words)] : [])
      + (withExpected ? vectors.task.results.map { array($0.bytes, $0.count) } : [])
  }

  private func put(
    _ item: Case, _ results: [UInt64], _ flags: FlagRule?, to files: Files
  ) {
    let beside = withExpected && files.expected.isEmpty ? results : []
    let cases = files.cases[0]
    switch encoding {
    case .hex:
      layout.appendLine(item.codes, item.words, results: beside, to: &cases.pending)
      cases.pending.append(10)
      guard let file = files.expected.first else { return }
      layout.appendResults(results, to: &file.pending)
      file.pending.append(10)
    case .readmemh:
      layout.appendMemory(item.codes, item.words, results: beside, to: &cases.pending)
      cases.pending.append(10)
      guard let file = files.expected.first else { return }
      layout.appendMemoryResults(results, to: &file.pending)
      file.pending.append(10)
    case .raw:
      layout.appendFrame(item.codes, item.words, results: beside, to: &cases.pending)
      guard let file = files.expected.first else { return }
      layout.appendFrame([], [], results: results, to: &file.pending)
    case .testfloat:
      layout.appendLine(item.codes, item.words, results: results, to: &cases.pending)
      let raised = flags.map { $0(item.codes).flags.rawValue } ?? 0
      cases.pending += Array((raised < 16 ? " 0" : " ").utf8)
      cases.pending += Array(String(raised, radix: 16, uppercase: true).utf8) + [10]
    case .npy: putArrays(item, results, files)
    }
  }

  private func putArrays(_ item: Case, _ results: [UInt64], _ files: Files) {
    func put(_ runs: [VectorTask.Run], _ codes: [UInt64], _ sinks: ArraySlice<VectorSink>) {
      var place = 0
      for (run, sink) in zip(runs, sinks) {
        for _ in 0..<run.count {
          for byte in 0..<run.bytes {
            sink.pending.append(UInt8(truncatingIfNeeded: codes[place] >> UInt64(8 * byte)))
          }
          place += 1
        }
      }
    }
    put(vectors.task.operands, item.codes, files.cases[...])
    if let sink = files.cases.last, vectors.task.words > 0 {
      for word in item.words {
        for byte in 0..<4 { sink.pending.append(UInt8(truncatingIfNeeded: word >> (8 * byte))) }
      }
    }
    if withExpected { put(vectors.task.results, results, files.expected[...]) }
  }
}

extension VectorExport.Files {
  /// Whether everything goes to standard output.
  fileprivate var isStream: Bool { cases.count == 1 && cases[0].name == "cases" }
}

extension VectorTask {
  /// The layout of a case for whoever answers it.
  var layout: Devices.CaseLayout {
    switch kind {
    case .numbers(let operation, _): Devices.CaseLayout(operation)
    case .blocks(let operation): Devices.CaseLayout(operation)
    }
  }

  /// Whether the operation is one on blocks.
  var isOnBlocks: Bool { if case .blocks = kind { true } else { false } }

  /// How exception flags follow; `nil` where they are not defined.
  func flagRule(_ tininess: Tininess) -> FlagRule? {
    guard case .numbers(let operation, _) = kind else { return nil }
    return FlagRule(operation, tininess: tininess)
  }
}
