import Descriptors
import Foundation
import Production
import Reference
import Specs

/// Everything that is measured, over buffers that the workloads share.
public struct Workloads {
  /// The workloads, in the order of the report.
  public private(set) var all: [Workload] = []
  private let catalog: Catalog
  private let small = Place(.cache)
  private lazy var large = Place(.memory)

  /// The buffers of a place.
  private struct Place {
    let place: Workload.Place
    let binary32: Buffer
    let results: Buffer

    init(_ place: Workload.Place) {
      self.place = place
      binary32 = Buffer(count: place.elements) { Float($0.normal()) }
      // Room for results of 4 bytes in cache; in memory every result is one byte, and the copy
      // takes 5 bytes per element in all.
      results = Buffer(byteCount: place.elements * (place == .cache ? 8 : 3))
    }
  }

  /// Prepares every workload.
  ///
  /// - Throws: the error of the catalogue or the production module, where a format is unknown to
  ///   either.
  public init() throws {
    catalog = try Catalog.builtIn()
    try addFormats()
    try addRules()
    try addStochastic()
    try addOthers()
    addCopies()
    try addMemory()
  }

  // MARK: - Conversions from binary32

  private mutating func addFormats() throws {
    for format in catalog.formats {
      guard case .float = format.encoding, format.bits <= 16 else { continue }
      let isBase = format.name == "float8_e4m3fn"
      let role: Workload.Role? = isBase ? .base : format.bits <= 8 ? .otherFormat : nil
      try addCast(to: format.name, Dialect(), role: role, levels: InstructionLevel.available)
    }
    for name in ["Binary8p4se", "Binary8p3uf", "Binary6p3sf", "Binary4p2sf"] {
      try addCast(to: name, Dialect(), role: .otherFormat, levels: InstructionLevel.available)
    }
    for name in ["hifloat8", "posit8", "nf4", "int8"] {
      try addCast(to: name, Dialect(), role: nil, levels: InstructionLevel.available)
    }
  }

  private mutating func addRules() throws {
    let levels = InstructionLevel.available
    let saturating = Dialect(overflow: .satFinite)
    try addCast(to: "float8_e4m3fn", saturating, role: .otherRule, levels: levels)
    for rule in RoundingRule.deterministic.dropFirst() {
      try addCast(
        to: "float8_e4m3fn", Dialect(rounding: rule), role: .otherRule, levels: levels)
    }
  }

  private mutating func addStochastic() throws {
    let words = Buffer(count: Workload.Place.cache.elements) {
      UInt32(truncatingIfNeeded: $0.next())
    }
    for variant in [StochasticVariant.a, .b, .c] {
      let dialect = Dialect(rounding: .stochastic(bits: 8, variant: variant))
      try addCast(
        to: "float8_e4m3fn", dialect, role: .stochastic, levels: InstructionLevel.available,
        words: .philox(seed: 1, offset: 0, stream: 0))
      try addCast(
        to: "float8_e4m3fn", dialect, role: nil, levels: InstructionLevel.available,
        words: .given(
          UnsafeBufferPointer(words.bytes.bindMemory(to: UInt32.self))), keeping: words)
    }
  }

  private mutating func addMemory() throws {
    for dialect in [Dialect(), Dialect(overflow: .satFinite)] {
      let role: Workload.Role? = dialect.overflow == .satNone ? .fromMemory : nil
      try addCast(
        to: "float8_e4m3fn", dialect, role: role, levels: [.best], in: large)
    }
  }

  private mutating func addCast(
    to name: String, _ dialect: Dialect, role: Workload.Role?, levels: [InstructionLevel],
    words: RandomWords = .none, keeping owner: Buffer? = nil, in place: Place? = nil
  ) throws {
    let place = place ?? small
    let rule = dialect.rounding
    var work = "float32 -> \(name), \(rule.name)"
    if dialect.overflow != .satNone { work += ", \(dialect.overflow.name)" }
    var given = 0
    switch words {
    case .none: break
    case .philox: work += ", drawing words"
    case .given:
      work += ", words given"
      given = 4
    }
    let plain = rule == .toNearestOrEven && dialect.overflow == .satNone
    let operation = Operation.cast(
      from: try catalog.format(named: "float32"), to: try catalog.format(named: name),
      dialect: dialect)
    for level in levels {
      let prepared = try PreparedOperation(operation, level: level)
      let count = place.place.elements
      add(
        work, place.place, level, role, elements: count,
        bytes: count * (4 + given + operation.result.streamBytes),
        request: plain ? "cast float32 \(name) \(count)" : nil
      ) {
        withExtendedLifetime(owner) {
          prepared.run(
            operands: [place.binary32.readOnly], words: words, results: place.results.bytes,
            count: count)
        }
      }
    }
  }

  // MARK: - Other work

  private mutating func addOthers() throws {
    let count = Workload.Place.cache.elements
    let narrow = try catalog.format(named: "float8_e4m3fn")
    let single = try catalog.format(named: "float32")
    let double = try catalog.format(named: "float64")
    let wide = Buffer(count: count) { $0.normal() }
    let codes = Buffer(count: count) { UInt8(truncatingIfNeeded: $0.next()) }
    let others = Buffer(count: count) { UInt8(truncatingIfNeeded: $0.next()) }
    let results = small.results
    for level in InstructionLevel.available {
      let rounding = try PreparedOperation(.cast(from: double, to: narrow), level: level)
      add(
        "float64 -> float8_e4m3fn, nearest-even", .cache, level, nil, elements: count,
        bytes: 9 * count, request: "cast float64 float8_e4m3fn \(count)"
      ) { rounding.run(operands: [wide.readOnly], results: results.bytes, count: count) }
      let decoding = try PreparedOperation(.cast(from: narrow, to: single), level: level)
      add(
        "float8_e4m3fn -> float32", .cache, level, nil, elements: count, bytes: 5 * count,
        request: "cast float8_e4m3fn float32 \(count)"
      ) { decoding.run(operands: [codes.readOnly], results: results.bytes, count: count) }
      let sum = try PreparedOperation(
        Operation(.add, operands: [narrow, narrow], result: narrow, dialect: Dialect()),
        level: level)
      add(
        "float8_e4m3fn + float8_e4m3fn, nearest-even", .cache, level, nil, elements: count,
        bytes: 3 * count, request: "add float8_e4m3fn \(count)"
      ) {
        sum.run(
          operands: [codes.readOnly, others.readOnly], results: results.bytes, count: count)
      }
      if let packing = BitPacking(bits: 4, level: level) {
        let array = [UInt8](codes.readOnly)
        add(
          "pack float4 into a new array", .cache, level, nil, elements: count,
          bytes: 3 * count / 2, request: nil
        ) { results.bytes[0] = packing.pack(array)[0] }
      }
    }
    let evaluator = ScalarEvaluator(.cast(from: single, to: narrow))
    let values = small.binary32.readOnly.bindMemory(to: UInt32.self)
    add(
      "reference: float32 -> float8_e4m3fn, nearest-even", .cache, nil, nil, elements: 1024,
      bytes: 5 * 1024, request: nil
    ) {
      for index in 0..<1024 {
        results.bytes[index] = UInt8(truncatingIfNeeded: evaluator(UInt64(values[index])))
      }
    }
  }

  private mutating func addCopies() {
    for place in [small, large] {
      let elements = place.place.elements
      let half = 5 * elements / 2
      add(
        "memcpy of as many bytes", place.place, nil, .copy, elements: elements, bytes: 2 * half,
        request: nil
      ) {
        if let target = place.results.bytes.baseAddress,
          let source = place.binary32.bytes.baseAddress
        {
          memcpy(target, source, half)
        }
      }
    }
  }

  private mutating func add(
    _ work: String, _ place: Workload.Place, _ level: InstructionLevel?, _ role: Workload.Role?,
    elements: Int, bytes: Int, request: String?, run: @escaping () -> Void
  ) {
    all.append(
      Workload(
        work: work, place: place, level: level, role: role, elements: elements, bytes: bytes,
        request: level == nil || level == .best ? request : nil, run: run))
  }
}
