import Conformance
import Descriptors
import ExactArithmetic
import Harness
import Reference
import Testing

@Suite("laws about estimators")
struct EstimatorLawTests {
  static let effort = Effort.exhaustiveUpTo(300, orSampled: 80, seed: 1)

  static let prunings: [BlockPruning] = {
    func pruning(
      _ name: String, _ design: BlockPruning.Design = .systematic,
      _ draw: BlockPruning.Draw = .fraction
    ) -> BlockPruning? {
      BlockPattern(named: name).map { BlockPruning($0, design: design, draw: draw) }
    }
    let patterns = ["1:2", "1:4", "2:4", "3:4", "4:8"]
    let listed =
      patterns.map { pruning($0) } + patterns.map { pruning($0, .successive) }
      + ["1:2", "2:4", "4:4"].map { pruning($0, .uniform) }
      + ["1:2", "2:4"].map { pruning($0, .greedy) }
      + [
        pruning("2:4", .pairTable), pruning("2:4", .systematic, .integer),
        pruning("1:2", .systematic, .quantised(bits: 1)),
        pruning("2:4", .systematic, .quantised(bits: 2)),
        pruning("2:4", .systematic, .quantised(bits: 5)),
        pruning("3:4", .systematic, .quantised(bits: 3)),
      ]
    return listed.compactMap(\.self)
  }()

  @Test("hold for the reference", arguments: prunings)
  func hold(_ pruning: BlockPruning) async throws {
    // All 1296 blocks of four for the designs of 2:4.
    let isFinished = ["mvue-2:4", "mvue-2:4/pair-table", "successive-2:4"].contains(pruning.name)
    let judge = try LawJudge(
      effort: isFinished ? .exhaustiveUpTo(1300, orSampled: 80, seed: 1) : Self.effort)
    for law in EstimatorLaws.all(for: pruning) { try await judge(law) }
  }

  @Test("hold for stochastic pruning, in all cases")
  func stochasticPruning() async throws {
    for law in StochasticPruningLaws.all {
      let verdict = await Search(.exhaustive).run(law).verdict
      guard case .enumerated = verdict else {
        Issue.record("\(law.id): \(verdict)")
        continue
      }
    }
  }

  @Test("ids are unique and say what is judged")
  func ids() {
    let laws = Self.prunings.flatMap { EstimatorLaws.all(for: $0) } + StochasticPruningLaws.all
    #expect(Set(laws.map(\.id)).count == laws.count)
    #expect(laws.allSatisfy { $0.id.hasPrefix("estimator/\($0.subject)/") })
  }

  // MARK: - Planted

  /// The names of the laws that refute a statement.
  private func refuting(_ laws: [Property]) async -> [String: Counterexample] {
    var found: [String: Counterexample] = [:]
    for law in laws {
      if let counterexample = await Search(.exhaustiveUpTo(1300, orSampled: 300, seed: 1))
        .run(law).verdict.counterexample
      {
        found[law.id.split(separator: "/").last.map(String.init) ?? ""] = counterexample
      }
    }
    return found
  }

  @Test("each planted mistake is refuted by the law that is about it", arguments: Planted.all)
  func planted(_ planted: Planted) async {
    let found = await refuting(EstimatorLaws.all(judging: planted.subject))
    for law in planted.refutedBy {
      #expect(
        found[law] != nil, "\(planted.name): \(law) does not see it, only \(found.keys.sorted())")
    }
  }

  @Test("every law refutes some planted statement")
  func everyLawBites() {
    let seen = Set(Planted.all.flatMap(\.refutedBy))
    let all = Set(
      Self.prunings.flatMap { EstimatorLaws.all(for: $0) }.compactMap {
        $0.id.split(separator: "/").last.map(String.init)
      })
    #expect(all.subtracting(seen) == [])
  }

  @Test("the smallest block that a published sampler gets wrong")
  func published() async throws {
    let subject = try #require(Planted.all.first { $0.name == "published pair table" }).subject
    let found = await refuting(EstimatorLaws.all(judging: subject))
    // Two elements that a 2:4 block could keep as they are get the mean of both.
    let unbiased = try #require(found["unbiased"])
    #expect(unbiased.text == "block [0 0 1 -2]")
    #expect(unbiased.got == "[0 0 3/2 -3/2]")
    #expect(found["probabilities"] == nil)
    func mean(_ block: [Rational]) -> [Rational] {
      let law = Planted.publishedPairs(block, epsilon: .zero)
      return block.indices.map { i in law.reduce(.zero) { $0 + $1.weight * $1.outcome[i] } }
    }
    func fraction(_ numerator: Int, _ denominator: Int) -> Rational {
      Rational(numerator, over: denominator)
    }
    // The first column with four elements, then the third, and one where it is right.
    #expect(mean([1, 2, 3, 10]) == [fraction(4, 3), fraction(8, 3), 4, 8])
    #expect(mean([0, 2, 2, 3]) == [0, fraction(35, 22), fraction(28, 11), fraction(63, 22)])
    #expect(
      mean([1, 4, 4, 8]) == [
        fraction(34, 27), fraction(17, 6), fraction(136, 27), fraction(425, 54),
      ])
    #expect(mean([1, 2, 3, 4]) == [1, 2, 3, 4])
  }

  @Test("mistakes of stochastic pruning are refuted")
  func plantedThresholds() async throws {
    typealias Subject = StochasticPruningLaws.Subject
    @Sendable func kept(_ p: Rational, _ value: Rational) -> StatedLaw<Rational> {
      [(value, p), (Rational.zero, Rational.one - p)].filter { !$0.1.isZero }
    }
    // Magnitudes are compared with (word + 1) of 2 bits: kept too often.
    let coarse = Subject(law: { x, threshold in
      if x.magnitude >= threshold { return [(x, Rational.one)] }
      let p = min(.one, ((x.magnitude * 4 / threshold).floor + 1) / 4)
      return kept(p, x.signum < 0 ? -threshold : threshold)
    })
    let unsigned = Subject(law: { x, threshold in
      x.magnitude >= threshold ? [(x, Rational.one)] : kept(x.magnitude / threshold, threshold)
    })
    let own = Subject(law: { x, threshold in
      x.magnitude >= threshold ? [(x, Rational.one)] : kept(x.magnitude / threshold, x)
    })
    let clipped = Subject(law: { x, threshold in
      let sign: Rational = x.signum < 0 ? -1 : 1
      return x.magnitude >= threshold
        ? [(sign * threshold, Rational.one)] : kept(x.magnitude / threshold, sign * threshold)
    })
    let heavy = Subject(law: { x, threshold in
      x.magnitude >= threshold
        ? [(x, Rational.one), (Rational.zero, Rational.zero)]
        : [(threshold, x.magnitude / threshold), (Rational.zero, Rational.one)]
    })
    let short = Subject(
      wordLaw: { x, threshold in
        try StochasticPruning(threshold: threshold).distribution(of: x, wordBits: 16).stated
      },
      choose: { sparsity, values in
        let sorted = values.map(\.magnitude).sorted()
        let place = Int((sparsity * Rational(values.count)).floor.asInt64 ?? 0)
        return .threshold(sorted[min(place, sorted.count - 1)])
      })
    let planted: [(Subject, Set<String>)] = [
      (coarse, ["unbiased", "variance", "support"]),
      (unsigned, ["unbiased", "support", "sign-and-scaling"]),
      (own, ["unbiased", "variance", "support"]), (clipped, ["unbiased", "support"]),
      (heavy, ["probabilities", "total"]), (short, ["word-bias", "sparsity"]),
    ]
    var seen: Set<String> = []
    for (subject, laws) in planted {
      let found = Set(await refuting(StochasticPruningLaws.all(judging: subject)).keys)
      #expect(laws.isSubset(of: found), "\(laws) but only \(found)")
      seen.formUnion(found)
    }
    #expect(seen.count == StochasticPruningLaws.all.count)
  }
}
