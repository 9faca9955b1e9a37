import Conformance
import Descriptors
import ExactArithmetic
import Harness
import Reference
import Testing

@Suite("laws about masks")
struct MaskLawTests {
  static let effort = Effort.exhaustiveUpTo(1 << 10, orSampled: 60, seed: 1)

  static let rules = [
    "2:4", "1:2", "2:4/columns", "4:8", "sequential-2:4", "sequential-4:8/columns",
    "transposable-2:4", "transposable-1:2", "transposable-4:8", "prune-greedy-2:4",
    "prune-greedy-4:8", "keep-greedy-2:4", "keep-greedy-4:8", "top-3", "top-0", "threshold-0x2",
    "threshold-0x0",
  ]

  @Test("hold for the reference", arguments: rules)
  func hold(_ name: String) async throws {
    let rule = try #require(MaskRule(named: name))
    for law in MaskLaws.all(for: rule) {
      let result = await Search(Self.effort).run(law)
      #expect(result.verdict.conforms, "\(law.id): \(result.verdict)")
      #expect(result.warnings == [], "\(law.id)")
    }
  }

  @Test(
    "each is refuted by a mask function that is wrong in its way",
    arguments: [
      "2:4", "2:4/columns", "sequential-2:4", "transposable-2:4", "prune-greedy-2:4",
      "keep-greedy-2:4", "top-3", "threshold-0x2",
    ])
  func refute(_ name: String) async throws {
    let rule = try #require(MaskRule(named: name))
    var refuted: Set<String> = []
    for fault in MaskFault.all(for: rule) {
      for law in MaskLaws.all(for: rule, judging: fault.mask) {
        guard let own = law.id.split(separator: "/").last.map(String.init),
          let base = own.split(separator: "-sampled").first.map(String.init),
          fault.laws.contains(base)
        else { continue }
        let result = await Search(.exhaustiveUpTo(1 << 8, orSampled: 1500, seed: 1)).run(law)
        #expect(result.verdict.counterexample != nil, "\(law.id): \(fault.name)")
        if result.verdict.counterexample != nil { refuted.insert(law.id) }
      }
    }
    #expect(Set(MaskLaws.all(for: rule).map(\.id)).subtracting(refuted) == [])
  }

  @Test("of validators, counts and conversions hold for the reference")
  func general() async {
    for law in MaskLaws.general {
      let result = await Search(.exhaustiveUpTo(1 << 8, orSampled: 300, seed: 1)).run(law)
      #expect(result.verdict.conforms, "\(law.id): \(result.verdict)")
    }
  }

  @Test("of validators, counts and conversions are refuted by wrong definitions")
  func generalRefuted() async {
    let wrong = MaskDefinitions(
      isTransposable: { mask, pattern in
        (try? PatternValidator.validate(mask, pattern)) != nil
      },
      transposableCount: { MaskDiversity.transposablePaperFormula($0) },
      keptCount: { fraction, length, _ in
        fraction > Rational(1, over: 2) ? length / 2 : length
      })
    for law in MaskLaws.general(judging: wrong) {
      let result = await Search(.sampled(count: 3000, seed: 1)).run(law)
      #expect(result.verdict.counterexample != nil, "\(law.id)")
    }
  }

  @Test("ids are unique and begin with their rule's name")
  func ids() throws {
    var seen: Set<String> = []
    for name in Self.rules {
      for law in MaskLaws.all(for: try #require(MaskRule(named: name))) {
        #expect(seen.insert(law.id).inserted, "\(law.id)")
        #expect(law.id.hasPrefix("mask/\(name)/"))
      }
    }
    for law in MaskLaws.general { #expect(law.id.hasPrefix("mask/general/")) }
  }
}
