import Conformance
import Descriptors
import ExactArithmetic
import Harness
import Reference
import Specs
import Testing

/// A mistake planted in a codec or in arithmetic, and a law that must notice it.
struct PlantedFault: Sendable, CustomTestStringConvertible {
  let name: String
  let format: String
  let law: String
  let make: @Sendable (NumberFormat) -> FormatCodec

  var testDescription: String { "\(name) in \(format)" }

  init(
    _ name: String, in format: String, caughtBy law: String,
    _ make: @escaping @Sendable (NumberFormat) -> FormatCodec
  ) {
    self.name = name
    self.format = format
    self.law = law
    self.make = make
  }

  /// A fault of encoding: `encode` is given the true one.
  static func encoding(
    _ name: String, in format: String, caughtBy law: String,
    _ encode: @escaping @Sendable (NumberFormat, Datum, Dialect, UInt32) -> UInt64
  ) -> PlantedFault {
    PlantedFault(name, in: format, caughtBy: law) { format in
      FormatCodec(
        decode: { format.decode($0) }, encode: { encode(format, $0, $1, $2) })
    }
  }

  /// A fault of decoding.
  static func decoding(
    _ name: String, in format: String, caughtBy law: String,
    _ decode: @escaping @Sendable (NumberFormat, UInt64) -> Datum
  ) -> PlantedFault {
    PlantedFault(name, in: format, caughtBy: law) { format in
      FormatCodec(
        decode: { decode(format, $0) },
        encode: { format.encode($0, dialect: $1, word: $2) })
    }
  }

  /// A fault that is a wrong dialect.
  static func dialect(
    _ name: String, in format: String, caughtBy law: String,
    _ change: @escaping @Sendable (inout Dialect) -> Void
  ) -> PlantedFault {
    encoding(name, in: format, caughtBy: law) { format, datum, dialect, word in
      var changed = dialect
      change(&changed)
      return format.encode(datum, dialect: changed, word: word)
    }
  }
}

@Suite("laws notice planted faults")
struct FaultLawTests {
  static let e4m3 = "float8_e4m3fn"

  static let faults: [PlantedFault] = [
    .dialect("ties away", in: e4m3, caughtBy: "nearest") {
      if $0.rounding == .toNearestOrEven { $0.rounding = .toNearestOrAway }
    },
    .dialect("ties by code at precision 1", in: "float8_e8m0fnu", caughtBy: "nearest") {
      $0.tieParity = .code
    },
    .dialect("up and down traded", in: e4m3, caughtBy: "directed") {
      if $0.rounding == .up { $0.rounding = .down }
    },
    .dialect("to-odd truncates", in: e4m3, caughtBy: "to-odd") {
      if $0.rounding == .toOdd { $0.rounding = .towardZero }
    },
    .dialect("subnormals flushed", in: e4m3, caughtBy: "round-trip") { $0.flushResults = true },
    .dialect("flush ignored", in: e4m3, caughtBy: "flush-results") { $0.flushResults = false },
    .dialect("clamps, then rounds", in: e4m3, caughtBy: "overflow-threshold") {
      $0.rangeTest = .beforeRounding
    },
    .dialect("rounds, then clamps", in: e4m3, caughtBy: "overflow-threshold") {
      $0.rangeTest = .afterRounding
    },
    .dialect("never saturates", in: e4m3, caughtBy: "overflow-threshold") {
      $0.overflow = .satNone
    },
    .dialect("infinities saturate", in: "float8_e5m2", caughtBy: "infinite-operands") {
      if $0.overflow == .satPropagate { $0.overflow = .satFinite }
    },
    .dialect("odd overflow to infinity", in: "Binary8p3ue", caughtBy: "p3109-project") {
      $0.oddOverflow = .infinity
    },
    .dialect("NaN payload dropped", in: "float16", caughtBy: "nan-operands") {
      if $0.nan == .payload { $0.nan = .signed }
    },
    .dialect("NaN as +0", in: "float4_e2m1fn", caughtBy: "nan-operands") { $0.withoutNaN = .zero },
    .dialect("sign dropped", in: "float8_ue5m3", caughtBy: "below-zero") {
      $0.negative = .magnitude
    },
    .dialect("integers clamp", in: "int8", caughtBy: "wrap-modulo") { $0.wraps = false },
    .dialect("truncated randomness", in: e4m3, caughtBy: "stochastic-probability") {
      if case .stochastic(let bits, .c) = $0.rounding {
        $0.rounding = .stochastic(bits: bits, variant: .a)
      }
    },
    .encoding("word mirrored", in: e4m3, caughtBy: "stochastic-probability") {
      $0.encode($1, dialect: $2, word: ~$3)
    },
    .encoding("lowest random bit unused", in: e4m3, caughtBy: "stochastic-bits-matter") {
      $0.encode($1, dialect: $2, word: $3 & ~1)
    },
    .encoding("high random bits leak in", in: e4m3, caughtBy: "stochastic-low-bits") {
      $0.encode($1, dialect: $2, word: $3 | $3 >> 8)
    },
    .encoding("double rounding through binary16", in: e4m3, caughtBy: "nearest") {
      $0.encode(half.decode(half.encode($1)), dialect: $2, word: $3)
    },
    .encoding("-0 loses its sign", in: e4m3, caughtBy: "round-trip") {
      $0.encode($1 == .negativeZero ? .finite(.zero) : $1, dialect: $2, word: $3)
    },
    .encoding("negative values round as positive ones", in: e4m3, caughtBy: "sign-symmetry") {
      var dialect = $2
      if $1.isNegative, dialect.rounding == .down { dialect.rounding = .up }
      return $0.encode($1, dialect: dialect, word: $3)
    },
    .encoding("one value skipped", in: "float16", caughtBy: "round-trip") {
      let code = $0.encode($1, dialect: $2, word: $3)
      return code == 0x3C00 ? 0x3C01 : code
    },
    .encoding("tiny posits vanish", in: "posit8", caughtBy: "never-zero-nor-nar") {
      guard let value = $1.number, value.magnitude < $0.positive.magnitude(1) else {
        return $0.encode($1, dialect: $2, word: $3)
      }
      return 0
    },
    .encoding("E8M0 underflows to NaN", in: "float8_e8m0fnu", caughtBy: "below-smallest") {
      guard let value = $1.number, value < $0.positive.magnitude(0) else {
        return $0.encode($1, dialect: $2, word: $3)
      }
      return 0xFF
    },
    .decoding("7F read as 480", in: e4m3, caughtBy: "decode-formula") {
      $1 & 0x7F == 0x7F ? .finite($1 == 0x7F ? 480 : -480) : $0.decode($1)
    },
    .decoding("0x80 read as -0", in: "float8_e5m2fnuz", caughtBy: "decode-total") {
      $1 == 0x80 ? .negativeZero : $0.decode($1)
    },
    .decoding("two codes of one value", in: e4m3, caughtBy: "decode-injective") {
      $0.decode($1 == 0x79 ? 0x78 : $1)
    },
    .decoding("an infinity too many", in: e4m3, caughtBy: "special-counts") {
      $1 == 0x7E ? .infinity(negative: false) : $0.decode($1)
    },
    .decoding("two values traded", in: e4m3, caughtBy: "ladder-rising") {
      $0.decode($1 == 0x20 ? 0x21 : $1 == 0x21 ? 0x20 : $1)
    },
  ]

  static let half: NumberFormat = {
    let layout = FloatLayout(
      signed: true, exponentBits: 5, trailingBits: 10, bias: 15, hasNegativeZero: true,
      infinities: .ieee, nans: .ieee)
    return NumberFormat(FormatDescriptor(name: "half", bits: 16, encoding: .float(layout)))
  }()

  @Test("each by the law that is about it", arguments: faults)
  func caught(_ fault: PlantedFault) async throws {
    let descriptor = try Catalog.builtIn().format(named: fault.format)
    let codec = fault.make(NumberFormat(descriptor))
    let laws = FormatLaws.all(for: descriptor, judging: codec)
    let id = "format/\(fault.format)/\(fault.law)"
    let law = try #require(laws.first { $0.id == id })
    let result = await Search(.exhaustiveUpTo(1 << 17, orSampled: 20_000, seed: 1)).run(law)
    let counterexample = try #require(result.verdict.counterexample, "\(result.verdict)")
    #expect(law.replay(counterexample.choices).isExact)
  }

  /// A wrong operation, told by its name, and the law that must notice.
  static let arithmetic: [(law: String, wrong: ArithmeticFault)] = [
    ("add-commutes", .forgetsSecondSign), ("mul-one", .flushes), ("sub-self", .zeroIsPositive),
    ("div-self", .zeroByZeroIsOne), ("sqrt-bracket", .rootRoundsTwice),
    ("div-bracket", .divisionTruncates), ("fma-zero", .fusedRoundsTwice),
    ("faa-order", .sumsInOrder), ("rounds-exact", .fusedRoundsTwice),
  ]

  enum ArithmeticFault: String, Sendable {
    case forgetsSecondSign, flushes, zeroIsPositive, zeroByZeroIsOne, rootRoundsTwice
    case divisionTruncates, fusedRoundsTwice, sumsInOrder
  }

  @Test("arithmetic too", arguments: arithmetic.map(\.law))
  func arithmeticCaught(_ name: String) async throws {
    let fault = try #require(Self.arithmetic.first { $0.law == name }).wrong
    let descriptor = try Catalog.builtIn().format(named: Self.e4m3)
    let format = NumberFormat(descriptor)
    let laws = ArithmeticLaws.all(for: descriptor) { kind, codes, dialect, _ in
      Self.wrong(fault, format, kind, codes, dialect)
    }
    let law = try #require(laws.first { $0.id == "arithmetic/\(Self.e4m3)/\(name)" })
    let result = await Search(.sampled(count: 50_000, seed: 1)).run(law)
    #expect(result.verdict.counterexample != nil, "\(result.verdict)")
  }

  private static func wrong(
    _ fault: ArithmeticFault, _ format: NumberFormat, _ kind: Operation.Kind, _ codes: [UInt64],
    _ dialect: Dialect
  ) -> UInt64 {
    func right(_ kind: Operation.Kind, _ codes: [UInt64], _ dialect: Dialect) -> UInt64 {
      switch kind.exact(codes.map { format.decode($0) }, dialect) {
      case .datum(let datum): return format.encode(datum, dialect: dialect)
      case .root(let root): return format.project(root, negative: false, dialect: dialect).code
      }
    }
    var dialect = dialect
    switch (fault, kind) {
    case (.forgetsSecondSign, .add): return right(.add, [codes[0], codes[1] & 0x7F], dialect)
    case (.flushes, _): dialect.flushResults = true
    case (.zeroIsPositive, .sub) where codes[0] == codes[1]: return right(.sub, codes, Dialect())
    case (.zeroByZeroIsOne, .div) where codes[0] == codes[1]: return 0x38
    case (.rootRoundsTwice, .sqrt):
      let first = right(.sqrt, codes, Dialect(rounding: .toNearestOrEven))
      return first + (dialect.rounding == .up ? 1 : 0)
    case (.divisionTruncates, .div): dialect.rounding = .towardZero
    case (.fusedRoundsTwice, .fma):
      let product = right(.mul, [codes[0], codes[1]], Dialect(overflow: .satFinite))
      return right(.add, [product, codes[2]], dialect)
    case (.sumsInOrder, .faa):
      return right(.add, [right(.add, [codes[0], codes[1]], dialect), codes[2]], dialect)
    default: break
    }
    return right(kind, codes, dialect)
  }
}
