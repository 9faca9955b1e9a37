import Descriptors
import Specs

/// Random formats: names of every rule, listed formats, and entries of a specification file.
struct FormatGenerator {
  /// The listed formats.
  let listed: [String]
  /// The entries that were made for the case.
  private(set) var entries: [SweepCase.Entry] = []

  init(_ catalog: Catalog) {
    listed = catalog.formats.map(\.name)
  }

  /// The name of a format; an entry is added where it needs one.
  mutating func name(_ random: inout SweepRandom) -> String {
    switch random.number(0...99) {
    case 0..<35: return Self.ruled(&random)
    case 35..<55: return random.one(of: listed)
    default: break
    }
    // A case with many formats of its own says no more than one with two.
    if entries.count >= 2 { return random.one(of: entries).name }
    let entry = SweepCase.Entry(name: "f\(entries.count)", fields: Self.fields(&random))
    entries.append(entry)
    return entry.name
  }

  /// A name that follows a rule.
  static func ruled(_ random: inout SweepRandom) -> String {
    switch random.number(0...9) {
    case 0...5:
      let bits = random.chance(70) ? random.number(2...8) : random.number(9...16)
      let isSigned = random.chance(50)
      let most = isSigned ? bits - 1 : bits
      let precision = random.chance(30) ? random.one(of: [1, most]) : random.number(1...most)
      return "Binary\(bits)p\(precision)\(isSigned ? "s" : "u")\(random.chance(50) ? "e" : "f")"
    case 6, 7:
      let exponent = random.small(1...11)
      let mantissa = random.small(0...(random.chance(80) ? min(12, 31 - exponent) : 31 - exponent))
      let usual = exponent > 1 ? (1 << (exponent - 1)) - 1 : 0
      let bias =
        random.chance(50)
        ? usual : random.chance(80) ? random.number(-20...20) : random.number(-4096...4096)
      return "m\(mantissa)e\(exponent)b\(bias)"
    case 8: return "posit\(random.number(3...16))"
    default: return "\(random.chance(50) ? "" : "u")int\(random.small(1...32))"
    }
  }

  /// The fields of an entry.
  static func fields(_ random: inout SweepRandom) -> [SweepCase.Option] {
    switch random.number(0...9) {
    case 0...5: float(&random)
    case 6: fixedPoint(&random)
    case 7:
      [
        field("family", "posit"), field("bits", random.number(3...14)),
        field("exponent", random.number(0...4)),
      ]
    default: table(&random)
    }
  }

  private static func field(_ name: String, _ value: some CustomStringConvertible)
    -> SweepCase.Option
  { SweepCase.Option(name: name, value: value.description) }

  /// A float that the reader takes: contradictions among specials are left out.
  private static func float(_ random: inout SweepRandom) -> [SweepCase.Option] {
    let exponent = random.small(1...(random.chance(90) ? 6 : random.chance(80) ? 11 : 16))
    let significand = random.small(
      0...(random.chance(85) ? 8 : random.chance(80) ? 24 : 60 - exponent))
    let isSigned = random.chance(70)
    var fields = [field("exponent", exponent), field("significand", significand)]
    if !isSigned { fields.append(field("signed", false)) }
    if random.chance(40) {
      fields.append(
        field("bias", random.chance(80) ? random.number(-6...20) : random.number(-300...300)))
    }
    var nans = ["none", "all-ones"]
    if significand > 0 { nans += ["ieee", "ieee"] }
    if isSigned { nans.append("negative-zero") }
    let nan = random.one(of: nans)
    fields.append(field("nan", nan))
    let infinities =
      nan == "ieee"
      ? ["ieee", "none"]
      : significand == 0 && nan != "all-ones"
        ? ["top", "none", "ieee"]
        : ["top", "none"]
    fields.append(field("infinity", random.one(of: infinities)))
    let isGradual = random.chance(70)
    if !isGradual { fields.append(field("subnormals", "none")) }
    let hasZero = isGradual || nan == "negative-zero" || random.chance(60)
    if !hasZero { fields.append(field("zero", false)) }
    if isSigned, hasZero, nan != "negative-zero" {
      fields.append(field("negative-zero", true))
    } else {
      fields.append(field("negative-zero", false))
    }
    return fields
  }

  private static func fixedPoint(_ random: inout SweepRandom) -> [SweepCase.Option] {
    let bits = random.small(1...(random.chance(80) ? 16 : 64))
    var fields = [field("family", "fixed-point"), field("bits", bits)]
    if random.chance(50) { fields.append(field("signed", false)) }
    if random.chance(60) {
      fields.append(
        field(
          "fraction", random.chance(80) ? random.number(-3...bits + 2) : random.number(-64...64)))
    }
    return fields
  }

  private static func table(_ random: inout SweepRandom) -> [SweepCase.Option] {
    let bits = random.number(1...4)
    let repeats = random.chance(15)
    var values: [String] = []
    var specials = ["nan", "inf", "-inf", "-0"]
    while values.count < 1 << bits {
      let value: String
      if random.chance(20), !specials.isEmpty {
        value = specials.remove(at: random.number(0...specials.count - 1))
      } else {
        value = number(&random)
      }
      if repeats || !values.contains(value) { values.append(value) }
    }
    // A table of nothing finite is refused.
    if !values.contains(where: { !["nan", "inf", "-inf"].contains($0) }) { values[0] = "1" }
    var fields = [field("family", "table"), field("bits", bits)]
    fields.append(field("values", "[\(values.joined(separator: ", "))]"))
    if repeats { fields.append(field("repeats", true)) }
    return fields
  }

  /// An exact number in lowest terms, so that equal ones are written alike.
  private static func number(_ random: inout SweepRandom) -> String {
    let sign = random.chance(40) ? "-" : ""
    switch random.number(0...5) {
    case 0: return "0"
    case 1, 2: return sign + "\(random.number(1...20))"
    case 3: return sign + random.one(of: ["1/3", "2/3", "1/7", "22/7", "5/3", "1/5"])
    case 4: return sign + random.one(of: ["1/2", "1/4", "3/2", "3/4", "7/8", "1/16"])
    default: return sign + "\(1 << random.number(5...62))"
    }
  }
}
