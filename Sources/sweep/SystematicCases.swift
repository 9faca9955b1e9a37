import Descriptors
import Specs

/// Every format with every operation under every rule, in an order of which each beginning is
/// spread over all of them.
struct SystematicCases {
  /// P3109 formats of up to 8 bits, the listed formats, and every other family at the edges of its
  /// parameters.
  let formats: [String]
  private let rounding: [String]
  private let exact: [String]
  private let rules: [(rounding: String, overflow: String)]

  /// The operations on blocks with a rounding of their own.
  private static let drawn = [
    "mvue", "mvue-quantised", "mvue-integer", "prune-below", "dot", "dot-own", "decode-block",
  ]
  private static let blocks = [
    "mask", "mask-transposable", "mask-top", "encode-block", "encode-own",
  ]

  init() throws {
    let catalog = try Catalog.builtIn()
    var names = (2...8).flatMap { ParametricFormats.p3109(bits: $0).map(\.name) }
    names += catalog.formats.map(\.name)
    names += (3...16).map { "posit\($0)" }
    for bits in [1, 2, 3, 5, 7, 9, 12, 15, 16, 17, 24, 31, 32] {
      names += ["int\(bits)", "uint\(bits)"]
    }
    for (mantissa, exponent) in [
      (0, 1), (0, 2), (0, 11), (1, 1), (3, 4), (7, 4), (20, 11), (30, 1),
    ] {
      for bias in [-4096, -1, 0, 1, 7, 4096] { names.append("m\(mantissa)e\(exponent)b\(bias)") }
    }
    names += ["Binary16p1uf", "Binary16p1se", "Binary12p1ue", "Binary16p16uf", "Binary16p15se"]
    var seen: Set<String> = []
    formats = names.filter { seen.insert($0.lowercased()).inserted }
    rounding = Operation.Kind.allCases.filter(\.rounds).map(\.rawValue) + Self.drawn
    exact = Operation.Kind.allCases.filter { !$0.rounds }.map(\.rawValue) + Self.blocks
    let stochastic = ["stochastic-1", "stochastic-8", "stochastic-13a", "stochastic-32b"]
    let roundings = RoundingRule.deterministic.map(\.name) + stochastic
    rules = roundings.flatMap { rounding in
      OverflowRule.allCases.map { (rounding, $0.name) }
    }
  }

  /// How many cases there are.
  var count: UInt64 {
    UInt64(formats.count) * UInt64(rounding.count * rules.count + exact.count)
  }

  /// The case of a place in the order; `nil` behind the last.
  func callAsFunction(_ place: UInt64) -> SweepCase? {
    guard place < count else { return nil }
    let index = Int(Self.spread(place, count))
    let perFormat = rounding.count * rules.count + exact.count
    let format = formats[index / perFormat]
    let rest = index % perFormat
    // The other format of a case, which differs from rule to rule.
    let other = formats[Int(SweepRandom.mixed(UInt64(index)) % UInt64(formats.count))]
    var item: SweepCase
    if rest < exact.count {
      item = self.exact(exact[rest], format, other)
    } else {
      let operation = rounding[(rest - exact.count) / rules.count]
      let rule = rules[(rest - exact.count) % rules.count]
      item = rounded(operation, format, other)
      (item["rounding"], item["overflow"]) = (rule.rounding, rule.overflow)
    }
    if SweepRandom.mixed(UInt64(index) ^ 0x5EED) % 8 != 0 { item.coverage = "none" }
    return item
  }

  /// A permutation of the places: steps of a golden share of them, made coprime to their number.
  private static func spread(_ place: UInt64, _ count: UInt64) -> UInt64 {
    var step = count * 618 / 1000 | 1
    func divisor(_ a: UInt64, _ b: UInt64) -> UInt64 { b == 0 ? a : divisor(b, a % b) }
    while divisor(step, count) != 1 { step += 2 }
    return place * step % count
  }

  private func exact(_ operation: String, _ format: String, _ other: String) -> SweepCase {
    var item = SweepCase(operation: operation)
    if operation.hasPrefix("mask") {
      item.operation = "mask"
      item["pattern"] =
        operation == "mask" ? "2:4" : operation == "mask-top" ? "top-5" : "transposable-2:4"
      (item["rows"], item["columns"]) = ("4", "8")
    } else if operation.hasPrefix("encode") {
      item.operation = "encode-block"
      item["block"] =
        operation == "encode-block" ? "mxfp4_e2m1-1x4" : "p3109-4-\(other)-Binary4p2sf"
      item["columns"] = "8"
    }
    item["format"] = format
    return item
  }

  private func rounded(_ operation: String, _ format: String, _ other: String) -> SweepCase {
    var item = SweepCase(operation: operation)
    switch operation {
    case "cast": (item["from"], item["to"]) = (format, other)
    case _ where Operation.Kind(rawValue: operation)?.family == .scaled:
      item["format"] = "\(other),\(format)"
    case "mvue", "mvue-quantised", "mvue-integer":
      item.operation = "mvue"
      item["pattern"] = operation == "mvue" ? "2:4" : "1:3"
      item["format"] = format
      if operation == "mvue-quantised" { item["quantised"] = "8" }
      if operation == "mvue-integer" { item.set("integer") }
      item["to"] = other
    case "prune-below":
      item["threshold"] = "code:1"
      (item["format"], item["to"]) = (format, other)
    case "dot", "dot-own":
      item.operation = "dot"
      item["accumulator"] = operation == "dot" ? "exact" : "float32"
      (item["format"], item["length"]) = (format, "3")
      item["to"] = other
    case "decode-block":
      (item["block"], item["columns"]) = ("mxfp4_e2m1-1x4", "8")
      item["to"] = format
    default: item["format"] = format
    }
    return item
  }
}

extension SweepRandom {
  /// A number that looks random and follows from another.
  static func mixed(_ number: UInt64) -> UInt64 {
    var random = SweepRandom(seed: 0x51EE9, index: number)
    return random.next()
  }
}
