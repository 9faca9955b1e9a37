import Descriptors
import Production
import Specs

/// The loops whose speed is reported, over buffers that live as long as they do.
struct SpeedWork {
  /// A loop over a fixed number of units.
  struct Piece {
    let name: String
    let unit: String
    let count: Int
    /// The same in the words of the peer scripts; nil where no peer is asked.
    let request: String?
    /// How many times the peer's piece of work the row is.
    let peerScale: Double
    let run: () -> Void
  }

  static let base = "float32 -> float8_e4m3fn, nearest-even, in cache"
  static let unbiased = "unbiased 2:4 of float32, drawing words, in cache"
  static let magnitude = "magnitude 2:4 of float32, values kept in place, in cache"
  static let tiles4 = "transposable 2:4, optimal, in cache"
  static let tiles8 = "transposable 4:8, optimal, with certificate, in cache"

  private(set) var all: [Piece] = []
  private let catalog: Catalog
  private let elements = 1 << 14
  private let values: [Float]
  private let output: UnsafeMutableRawBufferPointer

  init(catalog: Catalog) throws {
    self.catalog = catalog
    values = Law.normal.values(1 << 24, seed: 1)
    output = .allocate(byteCount: 4 << 24, alignment: 64)
    output.initializeMemory(as: UInt8.self, repeating: 0)
    try addBase()
    try addPruning()
    try addMasks()
  }

  private mutating func addBase() throws {
    let cast = try PreparedOperation(
      .cast(
        from: try catalog.format(named: "float32"), to: try catalog.format(named: "float8_e4m3fn")))
    let (values, output, count) = (values, output, elements)
    add(Self.base, count) {
      values.withUnsafeBytes { cast.run(operands: [$0], results: output, count: count) }
    }
  }

  private mutating func addPruning() throws {
    for (format, patterns) in [
      ("float32", ["2:4", "1:2", "1:4", "4:8", "8:16"]), ("bfloat16", ["2:4"]),
      ("float16", ["2:4"]), ("float8_e4m3fn", ["2:4"]), ("int8", ["2:4"]),
    ] {
      for pattern in patterns {
        let name = "unbiased \(pattern) of \(format), drawing words, in cache"
        let asked = format == "float32" ? "unbiased \(pattern) \(elements)" : nil
        try addPruning(name, format, pattern, elements, request: asked)
      }
    }
    try addPruning(
      "unbiased 2:4 of float32, drawing words, from memory", "float32", "2:4", 1 << 24)
  }

  private mutating func addPruning(
    _ name: String, _ formatName: String, _ patternName: String, _ count: Int,
    request: String? = nil
  ) throws {
    guard let pattern = BlockPattern(named: patternName) else { return }
    let format = try catalog.format(named: formatName)
    let usual = formatName.hasPrefix("float32") || formatName == "bfloat16"
    let pruning = try PreparedPruning(
      Operation(
        .prune(BlockPruning(pattern, draw: usual ? .fraction : .integer)), format: format))
    let codes: [UInt8]
    if formatName == "float32" {
      codes = []
    } else {
      codes = try Cast(to: format, dialect: Dialect(overflow: .satFinite))(Array(values[..<count]))
    }
    let (values, output) = (values, output)
    add(name, count, request: request) {
      func run(_ input: UnsafeRawBufferPointer) {
        _ = pruning.run(
          input, words: .philox(seed: 1, offset: 0, stream: 0), results: output,
          blocks: count / pattern.of)
      }
      if codes.isEmpty { values.withUnsafeBytes(run) } else { codes.withUnsafeBytes(run) }
    }
  }

  private mutating func addMasks() throws {
    let float32 = try catalog.format(named: "float32")
    let side = 128
    let (values, output) = (values, output)
    let elements = side * side
    func prepared(_ name: String) throws -> PreparedMask {
      guard let rule = MaskRule(named: name) else { preconditionFailure("no rule \(name)") }
      return try PreparedMask(rule, format: float32, rows: side, columns: side)
    }
    let two = try prepared("2:4")
    add(Self.magnitude, elements, request: "magnitude 2:4 \(elements)") {
      values.withUnsafeBytes { _ = try? two.prune($0, results: output) }
    }
    add("magnitude 2:4 of float32, mask only, in cache", elements) {
      values.withUnsafeBytes { _ = two.run($0, mask: output) }
    }
    for (name, request) in [
      (Self.tiles4, "transposable 2:4 \(side)"), (Self.tiles8, "tile 4:8"),
      ("transposable 8:16, optimal, with certificate, in cache", "tile 8:16"),
    ] {
      let pattern = String(name.split(separator: ",")[0].split(separator: " ")[1])
      let mask = try prepared("transposable-\(pattern)")
      let of = mask.rule.pattern?.of ?? 1
      let tiles = elements / of / of
      let checks = name != Self.tiles4
      add(
        name, unit: "tiles", tiles, request: request,
        peerScale: request.hasPrefix("tile") ? Double(tiles) : 1
      ) {
        values.withUnsafeBytes {
          _ = mask.run($0, mask: output, checkingCertificates: checks)
        }
      }
    }
  }

  private mutating func add(
    _ name: String, unit: String = "elements", _ count: Int, request: String? = nil,
    peerScale: Double = 1, _ run: @escaping () -> Void
  ) {
    all.append(
      Piece(
        name: name, unit: unit, count: count, request: request, peerScale: peerScale, run: run))
  }
}
