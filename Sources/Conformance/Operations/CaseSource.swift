import Descriptors
import Harness

/// Which cases of an operation are checked, numbered from 0 so that any of them can be made anywhere.
protocol CaseSource: Sendable {
  /// The number of cases.
  var count: UInt64 { get }
  /// What finishing the cases amounts to.
  var extent: CaseExtent { get }
  /// How many of the first cases were aimed at classes; none where those are mixed with others.
  var aimedCount: UInt64 { get }
  /// A case.
  func callAsFunction(_ index: UInt64) -> Case
}

/// How much of an operation some cases are.
enum CaseExtent: Hashable, Sendable {
  /// All operands, with all words where they are counted out.
  case everything
  /// All operands with all words, as far as the bits of the words count for anything.
  case everyDraw
  /// All operands that are made of a few codes.
  case alphabet
  /// Some.
  case sample

  /// The verdict of a device that conforms and was asked all of them.
  func verdict(cases: UInt64, seed: UInt64, isWhole: Bool) -> Verdict {
    switch self {
    case .sample: .sampled(cases: cases, seed: seed)
    case .everything where isWhole: .proved(cases: cases)
    case .everything, .everyDraw, .alphabet: .enumerated(cases: cases)
    }
  }
}
