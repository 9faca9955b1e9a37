import ExactArithmetic
import Testing

@Suite("binomial tails")
struct BinomialLawTests {
  static let probabilities: [Rational] = [
    Rational(1, over: 2), Rational(1, over: 3), Rational(1, over: 256), Rational(255, over: 256),
    Rational(2, over: 7), Rational(97, over: 100), .powerOfTwo(-32), .one - .powerOfTwo(-40),
  ]

  /// All tails by exact sums of exact terms, the definition itself.
  private func tails(_ n: Int, _ p: Rational) -> [Rational] {
    let q = Rational.one - p
    func power(_ x: Rational, _ e: Int) -> Rational {
      (0..<e).reduce(Rational.one) { value, _ in value * x }
    }
    var choose = Rational.one
    var terms: [Rational] = []
    for k in 0...n {
      terms.append(choose * power(p, k) * power(q, n - k))
      choose = choose * Rational(n - k) / Rational(k + 1)
    }
    var tails = [Rational.zero]
    for term in terms.reversed() { tails.append(tails[tails.count - 1] + term) }
    return tails.dropFirst().reversed()
  }

  @Test("enclose exact sums, narrowly", arguments: [1, 2, 5, 13, 60])
  func exact(_ n: Int) {
    for p in Self.probabilities {
      let law = BinomialLaw(trials: n, probability: p)
      let exact = tails(n, p)
      for k in 0...n {
        let tail = law.upperTail(from: k)
        #expect(tail.contains(exact[k]), "P(X >= \(k)), n \(n), p \(p)")
        #expect(tail.width <= exact[k].scaled(byPowerOfTwo: -25), "P(X >= \(k)), n \(n), p \(p)")
        let lower = law.lowerTail(through: k)
        #expect(lower.contains(k == n ? .one : .one - exact[k + 1]), "P(X <= \(k)), n \(n), p \(p)")
      }
    }
  }

  @Test("have certain ends")
  func ends() {
    let law = BinomialLaw(trials: 10, probability: Rational(1, over: 3))
    #expect(law.upperTail(from: 0) == Enclosure(.one))
    #expect(law.upperTail(from: 11) == Enclosure(.zero))
    #expect(law.lowerTail(through: 10) == Enclosure(.one))
    #expect(law.lowerTail(through: -1) == Enclosure(.zero))
    #expect(BinomialLaw(trials: 4, probability: .zero).upperTail(from: 1) == Enclosure(.zero))
    #expect(BinomialLaw(trials: 4, probability: .one).upperTail(from: 4) == Enclosure(.one))
    #expect(BinomialLaw(trials: 4, probability: .one).lowerTail(through: 3) == Enclosure(.zero))
    #expect(BinomialLaw(trials: 0, probability: .one).upperTail(from: 0) == Enclosure(.one))
  }

  @Test("of millions of trials are those of mpmath", .enabled(if: Python.hasMpmath))
  func mpmath() throws {
    let cases: [(n: Int, k: Int, p: String)] = [
      (100_000, 50_900, "1/2"), (1_000_000, 4_300, "1/256"), (1_000_000, 995_600, "255/256"),
      (16_777_216, 5_600_000, "1/3"), (134_217_728, 67_150_000, "1/2"), (1000, 1000, "1/3"),
      (1_000_000, 300_000, "1/4"), (1_000_000, 500_001, "1/2"), (700, 351, "1/2"),
    ]
    let script = """
      import sys
      from mpmath import mp, mpf, exp, log, loggamma
      mp.dps = 70
      for line in sys.stdin:
        n, k, p = line.split()
        n, k = int(n), int(k)
        a, b = p.split("/")
        p = mpf(a) / mpf(b)
        term = exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)
          + k * log(p) + (n - k) * log(1 - p))
        total, ratio = term, p / (1 - p)
        while k < n and (k < n * p or term > total * mpf(10) ** -40):
          term *= ratio * (n - k) / (k + 1)
          total, k = total + term, k + 1
        print(mp.nstr(total, 25, min_fixed=0, max_fixed=0))
      """
    let input = cases.map { "\($0.n) \($0.k) \($0.p)" }.joined(separator: "\n")
    let answers = try #require(Python.run(script, input: input)).split(separator: "\n")
    #expect(answers.count == cases.count)
    for (item, answer) in zip(cases, answers) {
      let expected = try #require(Rational(String(answer)))
      let p = try #require(Rational(item.p))
      let tail = BinomialLaw(trials: item.n, probability: p).upperTail(from: item.k)
      // mpmath's own digits are good to 1e-24.
      let slack = expected * Rational(1, over: 1 << 60) * Rational(1, over: 1 << 15)
      #expect(tail.lo - slack <= expected && expected <= tail.hi + slack, "\(item) \(tail)")
      #expect(tail.width <= expected.scaled(byPowerOfTwo: -26), "\(item) \(tail)")
    }
  }

  @Test("are decided as they are enclosed")
  func decisions() {
    for (n, p) in [
      (300, Rational(1, over: 7)), (1000, Rational(1, over: 2)), (40, .powerOfTwo(-9)),
    ] {
      let law = BinomialLaw(trials: n, probability: p)
      for bound in ["1/4", "1e-3", "1e-9", "1e-14"].compactMap({ Rational($0) }) {
        for k in 0...n + 1 {
          let tail = law.upperTail(from: k)
          let expected: TailDecision = tail.hi <= bound ? .atMost : .above
          #expect(law.upperTail(from: k, isAtMost: bound) == expected, "\(n) \(p) \(k) \(bound)")
          let lower = law.lowerTail(through: k - 1)
          #expect(
            law.lowerTail(through: k - 1, isAtMost: bound)
              == (lower.hi <= bound ? .atMost : .above), "\(n) \(p) \(k) \(bound)")
        }
      }
    }
  }

  @Test("rest on logarithms of factorials")
  func factorials() {
    var product = Rational.one
    for n in 1...1100 {
      product = product * Rational(n)
      guard [1, 2, 3, 20, 511, 512, 513, 514, 700, 1100].contains(n) else { continue }
      let log = Enclosure.logFactorial(n)
      #expect(log.overlaps(.log(product, precision: 120)), "\(n)")
      #expect(log.width <= .powerOfTwo(-80), "\(n)")
    }
  }
}

@Suite("bounds on sums")
struct TailBoundTests {
  @Test("are above exact tails and not far off")
  func hoeffding() {
    let n = 400
    let law = BinomialLaw(trials: n, probability: Rational(1, over: 5))
    for count in 81...n {
      let tail = law.upperTail(from: count)
      // What the bound calls unlikely is.
      let isUnlikely = TailBound.isUnlikely(
        sum: Rational(count), atLeast: n, mean: Rational(1, over: 5),
        bound: tail.lo * Rational(99, over: 100))
      #expect(!isUnlikely, "\(count)")
      let isLoose = TailBound.isUnlikely(
        sum: Rational(count), atLeast: n, mean: Rational(1, over: 5), bound: min(.one, tail.hi * 60)
      )
      #expect(isLoose || tail.hi * 60 > Rational(9, over: 10), "\(count)")
    }
    #expect(
      TailBound.isUnlikely(sum: 10, atMost: n, mean: Rational(1, over: 5), bound: .powerOfTwo(-60)))
    #expect(
      !TailBound.isUnlikely(sum: 70, atMost: n, mean: Rational(1, over: 5), bound: .powerOfTwo(-20))
    )
  }

  @Test("say how many trials show a deviation")
  func power() throws {
    let bound = try #require(Rational("1e-12"))
    let miss = Rational(1, over: 1000)
    let size = Rational(1, over: 50)
    let n = Int(
      (TailBound.trialsTimesSquare(bound: bound, miss: miss) / (size * size)).ceiling.asInt64 ?? 0)
    #expect((79_000...79_100).contains(n))
    for p in [Rational(1, over: 2), Rational(1, over: 100), Rational(9, over: 10)] {
      // The least count that is refuted, then the chance that a wrong device stays below it.
      let stated = BinomialLaw(trials: n, probability: p)
      var (low, high) = (Int((stated.mean.floor).asInt64 ?? 0), n + 1)
      while high - low > 1 {
        let middle = (low + high) / 2
        let decided = stated.upperTail(from: middle, isAtMost: bound.scaled(byPowerOfTwo: -1))
        if decided == .atMost { high = middle } else { low = middle }
      }
      let wrong = BinomialLaw(trials: n, probability: p + size)
      #expect(wrong.lowerTail(through: high - 1).hi <= miss, "\(p)")
    }
  }
}
