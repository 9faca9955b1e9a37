import ExactArithmetic
import Testing

/// The functions by name, with arguments in their domains.
enum EnclosedFunction: String, CaseIterable {
  case sqrt, exp, log, log2, erf, normalCDF

  func callAsFunction(_ x: Rational, precision: Int) -> Enclosure {
    switch self {
    case .sqrt: .sqrt(x, precision: precision)
    case .exp: .exp(x, precision: precision)
    case .log: .log(x, precision: precision)
    case .log2: .log2(x, precision: precision)
    case .erf: .erf(x, precision: precision)
    case .normalCDF: .normalCDF(x, precision: precision)
    }
  }

  func callAsFunction(_ x: Enclosure, precision: Int) -> Enclosure {
    switch self {
    case .sqrt: .sqrt(x, precision: precision)
    case .exp: .exp(x, precision: precision)
    case .log: .log(x, precision: precision)
    case .log2: .log2(x, precision: precision)
    case .erf: .erf(x, precision: precision)
    case .normalCDF: .normalCDF(x, precision: precision)
    }
  }

  static let positive: [Rational] = [
    .powerOfTwo(-200), Rational(1, over: 1000), Rational(1, over: 3), Rational(1, over: 2),
    Rational(2, over: 3), Rational(999_999, over: 1_000_000), 1, Rational(4, over: 3),
    Rational(7, over: 5), 2, 3, Rational(13, over: 4), 5, Rational(37, over: 7), 6, 9, 10,
    Rational(123, over: 10), 30, Rational(1001, over: 10), .one + .powerOfTwo(-90),
  ]

  var arguments: [Rational] {
    switch self {
    case .sqrt: [.zero] + Self.positive + [.powerOfTwo(301), .powerOfTwo(32_768)]
    case .log, .log2: Self.positive + [.powerOfTwo(301), .powerOfTwo(-32_768)]
    case .exp:
      // On both sides of multiples of ln 2, where the integer part of the exponent changes.
      [.zero] + Self.positive + Self.positive.map { -$0 }
        + [-3, -1, 1, 2, 7].flatMap { k in
          [SecondFormulas.ln2.lo, SecondFormulas.ln2.hi].map { $0 * k }
        }
    case .erf, .normalCDF: [.zero] + Self.positive + Self.positive.map { -$0 }
    }
  }
}

@Suite struct EnclosureFunctionTests {
  /// Narrow enough, dyadic, and each inside the one before.
  @Test(arguments: EnclosedFunction.allCases)
  func nests(function: EnclosedFunction) {
    var found = Mismatches()
    for x in function.arguments {
      var outer: Enclosure?
      for precision in [1, 2, 3, 8, 9, 24, 53, 64, 65, 128, 200] {
        let inner = function(x, precision: precision)
        let what = "\(function)(\(x.decimal(significantDigits: 9))) at \(precision)"
        found.check(inner.width <= .powerOfTwo(-precision), "width of \(what)")
        found.check(inner.isPoint || inner.lo.isDyadic && inner.hi.isDyadic, "ends of \(what)")
        found.check(outer?.contains(inner) ?? true, "\(what) is not inside the one before")
        outer = inner
      }
    }
    found.expectNone(atLeast: 600)
  }

  @Test func constantsNest() {
    for (name, constant) in [("pi", Enclosure.pi), ("ln2", Enclosure.ln2)] {
      var outer = constant(1)
      // 1600 bits are past the digits that are stored.
      for precision in [2, 3, 64, 1000, 1500, 1520, 1600] {
        let inner = constant(precision)
        #expect(outer.contains(inner) && inner.width <= .powerOfTwo(-precision), "\(name)")
        outer = inner
      }
    }
  }

  /// Against another formula and against 64 digits printed by another program.
  @Test(arguments: [
    ("e", "2.718281828459045235360287471352662497757247093699959574966967628"),
    ("e^(1/3)", "1.395612425086089528628125319602586837597906515199406982617516706"),
    ("e^-10", "0.00004539992976248485153559151556055061023791808886656496925907130565"),
    ("pi", "3.141592653589793238462643383279502884197169399375105820974944592"),
    ("ln 2", "0.6931471805599453094172321214581765680755001343602552541206800095"),
    ("ln 3", "1.098612288668109691395245236922525704647490557822749451734694334"),
    ("ln 10", "2.302585092994045684017991454684364207601101488628772976033327901"),
    ("log2 10", "3.321928094887362347870319429489390175864831393024580612054756396"),
    ("sqrt 2", "1.414213562373095048801688724209698078569671875376948073176679738"),
    ("erf 1", "0.8427007929497148693412206350826092592960669979663029084599378978"),
    ("erf 3", "0.9999779095030014145586272238704176796201522929126007503427610452"),
    ("Phi 1", "0.8413447460685429485852325456320379224779129667266043909873944502"),
    ("Phi -3", "0.001349898031630094526651814767594977377829368158380649364221985356"),
  ])
  func golden(name: String, digits: String) throws {
    let third = Rational(1, over: 3)
    let (ours, second): (Enclosure, Enclosure) =
      switch name {
      case "e": (.exp(1, precision: 240), SecondFormulas.e)
      case "e^(1/3)": (.exp(third, precision: 240), SecondFormulas.exp(third))
      case "e^-10":
        (.exp(-10, precision: 240), Enclosure(1) / SecondFormulas.exp(10))
      case "pi": (.pi(precision: 240), SecondFormulas.pi)
      case "ln 2": (.ln2(precision: 240), SecondFormulas.ln2)
      case "ln 3": (.log(3, precision: 240), SecondFormulas.ln3)
      case "ln 10": (.log(10, precision: 240), SecondFormulas.ln10)
      case "log2 10": (.log2(10, precision: 240), SecondFormulas.ln10 / SecondFormulas.ln2)
      case "sqrt 2": (.sqrt(2, precision: 240), SecondFormulas.sqrt(2))
      case "erf 1": (.erf(1, precision: 240), SecondFormulas.erf(1))
      case "erf 3": (.erf(3, precision: 240), SecondFormulas.erf(3))
      case "Phi 1": (.normalCDF(1, precision: 240), SecondFormulas.normalCDF(1))
      default: (.normalCDF(-3, precision: 240), SecondFormulas.normalCDF(-3))
      }
    #expect(second.width < .powerOfTwo(-200))
    #expect(ours.overlaps(second))
    let printed = try Rational(parsing: digits)
    let unit = try Rational(parsing: "1e-\(digits.split(separator: ".")[1].count)")
    let rounded = Enclosure(lo: printed - unit, hi: printed + unit)
    #expect(rounded.contains(ours) && rounded.contains(second))
  }

  @Test func equationsHold() {
    var random = SplitMix64(state: 51)
    for _ in 0..<20 {
      let a = Rational(Int(random.next() % 2001) - 1000, over: Int(random.next() % 300) + 100)
      let b = Rational(Int(random.next() % 2001) - 1000, over: Int(random.next() % 300) + 100)
      let exponential = Enclosure.exp(a, precision: 150)
      #expect((exponential * .exp(b, precision: 150)).overlaps(.exp(a + b, precision: 150)))
      #expect(Enclosure.log(exponential, precision: 150).contains(a))
      let sum = Enclosure.normalCDF(a, precision: 90) + .normalCDF(-a, precision: 90)
      #expect(sum.contains(Rational.one))
      let half = Enclosure(Rational(1, over: 2))
      let viaErf = half + half * .erf(Enclosure(a) / .sqrt(2, precision: 99), precision: 90)
      #expect(viaErf.overlaps(.normalCDF(a, precision: 90)))
      let root = Enclosure.sqrt(a.magnitude, precision: 120)
      #expect((root * root).contains(a.magnitude))
    }
  }

  @Test func exactValuesArePoints() {
    #expect(Enclosure.exp(.zero, precision: 9) == Enclosure(1))
    #expect(Enclosure.log(.one, precision: 9) == Enclosure(0))
    #expect(Enclosure.log2(.powerOfTwo(-32_768), precision: 9) == Enclosure(-32_768))
    #expect(Enclosure.erf(.zero, precision: 9) == Enclosure(0))
    #expect(Enclosure.normalCDF(.zero, precision: 9) == Enclosure(Rational(1, over: 2)))
    let root = Enclosure.sqrt(Rational(49, over: 225), precision: 1)
    #expect(root == Enclosure(Rational(7, over: 15)))
  }

  @Test(arguments: EnclosedFunction.allCases)
  func intervalsHoldTheirMembers(function: EnclosedFunction) {
    let interval = Enclosure(lo: Rational(1, over: 3), hi: Rational(5, over: 2))
    let image = function(interval, precision: 60)
    for n in 0...8 {
      let x = interval.lo + interval.width * Rational(n, over: 8)
      #expect(image.contains(function(x, precision: 70)))
    }
    #expect(!image.contains(function(interval.hi + 1, precision: 60)))
  }

  @Test(.enabled(if: Python.hasMpmath, "python3 with mpmath is not on this machine"))
  func mpmathAgrees() throws {
    let script = """
      import sys
      from mpmath import mp
      functions = dict(sqrt=mp.sqrt, exp=mp.exp, log=mp.log, log2=lambda x: mp.log(x) / mp.log(2),
        erf=mp.erf, normalCDF=mp.ncdf)
      mp.prec = 900
      for line in sys.stdin.read().split('\\n'):
        if not line: continue
        name, n, d = line.split()
        sign, significand, exponent, _ = functions[name](mp.mpf(int(n, 16)) / int(d, 16))._mpf_
        print('%s0x%xp%d' % ('-' if sign else '', significand, exponent))
      """
    var cases: [(EnclosedFunction, Rational)] = []
    for function in EnclosedFunction.allCases {
      cases += function.arguments.map { (function, $0) }
    }
    let input = cases.map { function, x in
      "\(function.rawValue) \(x.numerator.big.text(radix: 16)) \(x.denominator.big.text(radix: 16))\n"
    }
    let answer = Python.run(script, input: input.joined())
    let lines = try #require(answer).split(separator: "\n")
    try #require(lines.count == cases.count)
    var found = Mismatches()
    for (line, (function, x)) in zip(lines, cases) {
      let value = try Rational(parsing: String(line))
      for precision in [10, 64, 300] {
        let ours = function(x, precision: precision)
        let slack = value.magnitude * .powerOfTwo(-850)
        let theirs = Enclosure(lo: value - slack, hi: value + slack)
        let place = "\(function)(\(x.decimal(significantDigits: 9)))"
        found.check(
          ours.isPoint ? theirs.contains(ours) : ours.contains(theirs) || ours.contains(value),
          "\(place) at \(precision): \(ours), mpmath \(value.decimal(significantDigits: 20))")
      }
    }
    found.expectNone(atLeast: 500)
  }
}
