import Conformance
import Descriptors
import Reference
import Specs
import Tensors

extension VectorManifest {
  /// Describes vectors that were written.
  init(
    _ name: String, _ question: QuestionOptions, specification: String, export: VectorExport,
    files: VectorExport.Files, histogram: VectorExport.Histogram
  ) {
    let (vectors, task) = (export.vectors, export.vectors.task)
    self.specification = specification
    operation = name
    options = question.words
    id = task.id
    operands = task.operands.map { Run($0) }
    results = task.results.map { Run($0) }
    level = question.vectors.level ?? VectorOptions.standardLevel
    seed = question.vectors.resolvedSeed
    (count, extent) = (vectors.count, vectors.extent.rawValue)
    (classes, classifiedEvery) = (histogram.classes, histogram.every)
    encoding = export.encoding
    packing = export.encoding.packing
    byteOrder =
      [.npy, .raw].contains(export.encoding) ? "little-endian" : "most significant digit first"
    let asked = task.operation
    var terms = Dictionary(asked.dialect.parameters.map { ($0.name, $0.value) }) { $1 }
    let rounding = asked.drawnRounding
    switch asked.function {
    case .scalar: terms["preset"] = task.preset
    case .mask: terms = [:]
    case .encodeBlock: terms = rounding.takesRandomWord ? ["elements": rounding.name] : [:]
    default: if let preset = question.operation.dialect.dialect { terms["preset"] = preset }
    }
    self.dialect = terms
    words = Words(task, rounding)
    fields = export.encoding == .readmemh ? Self.fields(task) : nil
    if export.encoding == .testfloat {
      flags =
        task.flagRule(.after) == nil
        ? "00 throughout: IEEE 754 defines none for this result format and dialect"
        : "bits from the lowest: inexact, underflow (tininess after rounding), overflow, "
          + "divide by zero, invalid"
    }
    let arrays = export.encoding == .npy ? export.arrays : []
    self.files = files.all.enumerated().map { index, sink in
      let isExpected = index >= files.cases.count
      let role =
        isExpected
        ? "expected" : arrays.isEmpty ? "cases" : sink.name == "words.npy" ? "words" : "operands"
      return File(
        name: sink.name, role: role, bytes: sink.size, sha256: sink.digest,
        type: arrays.isEmpty ? nil : arrays[index].element.npyName,
        shape: arrays.isEmpty ? nil : arrays[index].shape)
    }
  }

  /// Where the fields of a case lie in a memory's word, the highest bits first.
  static func fields(_ task: VectorTask) -> [MemoryField] {
    var names: [(String, Int)] = []
    func add(_ runs: [VectorTask.Run], _ name: String) {
      let total = runs.reduce(0) { $0 + $1.count }
      for run in runs {
        for _ in 0..<run.count {
          let number = names.filter { $0.0.hasPrefix(name) }.count + 1
          names.append((total == 1 ? name : "\(name) \(number)", run.bits))
        }
      }
    }
    add(task.operands, "operand")
    for word in 0..<task.words {
      names.append((task.words == 1 ? "word" : "word \(word + 1)", 32))
    }
    var high = names.reduce(0) { $0 + $1.1 }
    return names.map { name, bits in
      high -= bits
      return MemoryField(name: name, high: high + bits - 1, low: high)
    }
  }
}

extension VectorManifest.Run {
  init(_ run: VectorTask.Run) {
    self.init(
      format: run.format?.name ?? "mask", bits: run.bits, bytes: run.bytes, count: run.count)
  }
}

extension VectorManifest.Words {
  init(_ task: VectorTask, _ rounding: RoundingRule) {
    count = task.words
    var parts: [String] = []
    switch task.operation.function {
    case .prune(let pruning):
      parts.append("\(pruning.wordsPerBlock) for the choice of \(pruning.name)")
    case .pruneBelow:
      parts.append("1 for the choice: the threshold where word / 2^32 is below it")
    default: break
    }
    if case .stochastic(let bits, let variant) = rounding {
      var each = "1"
      if case .encodeBlock = task.operation.function {
        each = "1 for each element, row by row,"
      }
      parts.append(
        "\(each) for rounding: its low \(bits) bits are added to the dropped fraction, variant "
          + "\(variant.rawValue); a carry rounds away from zero")
    }
    policy = parts.isEmpty ? "none" : parts.joined(separator: "; then ")
    order = "behind the operands, 32 bits each, as listed"
  }
}

extension VectorEncoding {
  /// How a case is written, in words.
  fileprivate var packing: String {
    switch self {
    case .hex:
      "a case a line; upper-case hex digits of fixed width, one space between; words 8 digits"
    case .readmemh:
      "a case a line, one word of a memory: fields side by side, the first one highest"
    case .npy: "an array for each run of operands, one for the words; the first axis counts cases"
    case .raw: "codes one behind the other in 1, 2, 4 or 8 bytes each, words in 4; no separators"
    case .testfloat: "a case a line: operands, result and exception flags in hex"
    }
  }
}
