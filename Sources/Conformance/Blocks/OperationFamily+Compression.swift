import Descriptors
import Reference
import Specs

extension OperationFamily {
  /// Storing sparse groups, and bringing them back.
  static let compressions = OperationFamily(
    words: ["compress", "expand"], shapes: ["compress/N:M/FORMAT"],
    examples: ["compress/2:4/float8_e4m3fn"],
    reading: { parts, catalog throws(SpecError) in try read(parts, catalog) },
    pool: { evaluator in
      SparsePool(evaluator).map { pool in CasePool { pool.codes(&$0) } }
        ?? CasePool(fields: evaluator.operands)
    },
    judged: { selection throws(SpecError) in
      try compressions(selection.catalog).map {
        // All levels share the one loop.
        .init(operation: $0, group: "N:M", hasLevels: false)
      }
    },
    probes: { selection throws(SpecError) in try compressions(selection.catalog) })

  private static func read(
    _ parts: [String], _ catalog: Catalog
  ) throws(SpecError) -> Operation? {
    var rest = parts.dropFirst(2)
    guard parts.count > 2, let pattern = BlockPattern(named: parts[1]) else { return nil }
    var layout = PlaceLayout.bytes
    if let named = PlaceLayout(rawValue: parts[2]), named != .bytes {
      layout = named
      rest.removeFirst()
    }
    guard rest.count == 1, let name = rest.first,
      let compression = Compression(pattern, layout: layout), pattern.name == parts[1]
    else { return nil }
    return Operation(
      parts[0] == "compress" ? .compress(compression) : .expand(compression),
      format: try catalog.format(named: name))
  }

  /// Patterns in formats of different widths, with and without -0 and NaN, and the layouts of hardware.
  private static func compressions(_ catalog: Catalog) throws(SpecError) -> [Operation] {
    var found: [Operation] = []
    func add(_ name: String, _ layout: PlaceLayout, _ formats: [String]) throws(SpecError) {
      guard let pattern = BlockPattern(named: name),
        let compression = Compression(pattern, layout: layout)
      else { return }
      for name in formats {
        let format = try catalog.format(named: name)
        found.append(Operation(.compress(compression), format: format))
        found.append(Operation(.expand(compression), format: format))
      }
    }
    for pattern in ["1:2", "1:4", "2:4", "4:8"] {
      try add(pattern, .bytes, ["bfloat16", "float8_e4m3fn", "float4_e2m1fn"])
    }
    try add("2:4", .mmaSp, ["float8_e4m3fn"])
    try add("1:2", .mmaSpTF32, ["tf32"])
    return found
  }
}

/// Sparse groups, and stored ones, of which every set of places comes up.
private struct SparsePool: Sendable {
  private let evaluator: CompressionEvaluator
  private let pool: ElementPool
  private let format: NumberFormat
  /// The codes of zeros.
  private let zeros: [UInt64]
  private let isExpanding: Bool

  /// `nil` for other operations.
  init?(_ evaluator: Evaluator) {
    guard let own = try? CompressionEvaluator(evaluator.operation) else { return nil }
    self.evaluator = own
    format = own.format
    let pattern = own.compression.pattern
    pool = ElementPool(format, keep: pattern.keep, of: pattern.of)
    let codes = format.bits <= 8 ? Array(0...format.lastCode) : format.structuredCodes()
    zeros = codes.filter { own.format.decode($0).isZero }
    isExpanding = evaluator.operation.family == "expand"
  }

  /// The operands of one case.
  func codes(_ stream: inout CaseStream) -> [UInt64] {
    let pattern = evaluator.compression.pattern
    let groups = 0..<evaluator.compression.groups
    guard isExpanding else { return groups.flatMap { _ in group(pattern, &stream) } }
    let codes = groups.flatMap { _ in pool.codes(pattern.keep, &stream) }
    let places = groups.map { _ in some(pattern.keep, of: pattern.of, &stream).sorted() }
    return codes + evaluator.written(places)
  }

  /// A group with at most N elements other than zero.
  private func group(_ pattern: BlockPattern, _ stream: inout CaseStream) -> [UInt64] {
    var codes = pool.codes(pattern.of, &stream)
    let kept = some(stream.below(pattern.keep + 1), of: pattern.of, &stream)
    if stream.oneIn(2) {
      for place in codes.indices where !kept.contains(place) { codes[place] = zero(&stream) }
      return codes
    }
    var survivors = codes.indices.filter { !format.decode(codes[$0]).isZero }
    while survivors.count > pattern.keep {
      codes[survivors.remove(at: stream.below(survivors.count))] = zero(&stream)
    }
    return codes
  }

  private func zero(_ stream: inout CaseStream) -> UInt64 { zeros[stream.below(zeros.count)] }

  /// So many different places.
  private func some(_ count: Int, of size: Int, _ stream: inout CaseStream) -> [Int] {
    var left = Array(0..<size)
    return (0..<count).map { _ in left.remove(at: stream.below(left.count)) }
  }
}
