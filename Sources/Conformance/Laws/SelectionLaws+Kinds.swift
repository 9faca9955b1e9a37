import Descriptors
import ExactArithmetic
import Harness
import Reference

extension SelectionLaws {
  /// The next datum is the one whose place is next: back leads home, and nothing lies between.
  static func neighbours(_ subject: SelectionSubject) -> Property {
    subject.law("next-is-adjacent", pairs) { bench, choices in
      let (x, y) = bench.drawPair(&choices)
      for (kind, back) in [
        (Operation.Kind.nextGreaterThan, Operation.Kind.nextLessThan),
        (.nextLessThan, .nextGreaterThan),
      ] {
        let up = kind == .nextGreaterThan
        let next = bench.run(kind, x)
        let nan = bench.code(of: .nan)
        guard let place = bench.rank(x) else {
          if next != nan { return bench.equal(expected: nan, got: next, because: "of a NaN") }
          continue
        }
        let isBeyond = bench.rank(y).map { up ? $0 > place : $0 < place } ?? false
        guard let reached = bench.rank(next), up ? reached > place : reached < place else {
          // There is nothing to step to, so nothing lies beyond.
          if next != nan { return bench.equal(expected: nan, got: next, because: kind.rawValue) }
          if isBeyond { return bench.equal(expected: y, got: next, because: kind.rawValue) }
          continue
        }
        if isBeyond, let other = bench.rank(y), up ? other < reached : other > reached {
          return bench.equal(expected: y, got: next, because: "\(kind.rawValue) steps too far")
        }
        let home = bench.run(back, next)
        if bench.rank(home) != place {
          return bench.equal(expected: x, got: home, because: "\(kind.rawValue), then back")
        }
      }
      return .holds
    }
  }

  /// Every code is of exactly one kind, and its class says which.
  static func partition(_ subject: SelectionSubject) -> Property {
    subject.law("class-partitions", singles) { bench, choices in
      let x = bench.drawCode(&choices)
      let parts: [Operation.Kind] = [.isNaN, .isInfinite, .isNormal, .isSubnormal, .isZero]
      let true_ = parts.filter { bench.holds($0, x) }
      guard true_.count == 1 else {
        return .fails(expected: "one kind", got: true_.map(\.rawValue).joined(separator: ", "))
      }
      let isNumber = ![Operation.Kind.isNaN, .isInfinite].contains(true_[0])
      if bench.holds(.isFinite, x) != isNumber {
        return SelectionBench.agree("is-finite", expected: isNumber, got: !isNumber)
      }
      let isNegative = bench.rank(x).map { $0 < 0 } ?? false
      let wanted: DatumKind =
        switch true_[0] {
        case .isNaN: .nan
        case .isZero: .zero
        case .isInfinite: isNegative ? .negativeInfinity : .positiveInfinity
        case .isNormal: isNegative ? .negativeNormal : .positiveNormal
        default: isNegative ? .negativeSubnormal : .positiveSubnormal
        }
      let got = bench.run(.classify, x)
      guard got == wanted.rawValue else {
        return .fails(expected: wanted.name, got: DatumKind(rawValue: got)?.name ?? "\(got)")
      }
      let isOne = bench.arithmetic.one.map { bench.rank($0) == bench.rank(x) } ?? false
      let saysOne = bench.holds(.isOne, x)
      return SelectionBench.agree(
        "is-one", expected: isOne && bench.rank(x) != nil, got: saysOne)
    }
  }

  /// Turning a sign twice changes nothing, a magnitude has none, and a copied sign is the other's.
  static func signs(_ subject: SelectionSubject) -> Property {
    subject.law("signs", pairs) { bench, choices in
      let (x, y) = bench.drawPair(&choices)
      let plain = bench.code(of: bench.arithmetic.plain(x))
      if let opposite = bench.arithmetic.negation(x) {
        let wanted = bench.code(of: bench.arithmetic.plain(opposite))
        let turned = bench.run(.negate, x)
        if turned != wanted { return bench.equal(expected: wanted, got: turned, because: "negate") }
        let back = bench.run(.negate, turned)
        if back != plain { return bench.equal(expected: plain, got: back, because: "and back") }
        let larger = bench.run(.maximum, x, turned)
        let magnitude = bench.run(.abs, x)
        if larger != magnitude {
          return bench.equal(expected: larger, got: magnitude, because: "abs")
        }
      }
      guard bench.rank(x) != nil, bench.rank(y) != nil else {
        return bench.equal(
          expected: bench.code(of: .nan), got: bench.run(.copySign, x, y), because: "copy-sign")
      }
      let isSame = bench.holds(.isSignMinus, x) == bench.holds(.isSignMinus, y)
      let wanted = isSame ? plain : bench.run(.negate, x)
      return bench.equal(
        expected: wanted, got: bench.run(.copySign, x, y), because: "copy-sign")
    }
  }
}
