import Descriptors
import Devices
import ExactArithmetic
import Reference

/// The classes of input that a check of an operation on many elements should have met.
struct ElementClasses: Sendable {
  private let format: NumberFormat
  /// The operands of the first format; others, such as scales, have no classes.
  private let places: Range<Int>
  private let keep: Int?
  private let smallest: Rational?
  /// Whether there need be no two elements other than zero side by side.
  private let isSingle: Bool

  /// The classes of an operation.
  init(_ evaluator: Evaluator) {
    format = evaluator.format
    places = evaluator.operands.first?.places ?? 0..<0
    isSingle = places.count == 1 || evaluator.refusesSome
    smallest = evaluator.format.smallestNormalMagnitude
    switch evaluator.operation.function {
    case .prune(let pruning):
      keep = pruning.pattern.keep < pruning.pattern.of ? pruning.pattern.keep : nil
    default:
      keep = nil
    }
  }

  /// The names of all classes that there are.
  var all: [String] {
    var names = isSingle ? ["zeros"] : ["zeros", "ties"]
    if smallest != nil { names.append("subnormal") }
    if !format.nonFiniteCodes().isEmpty { names.append("non-finite") }
    if let keep {
      names += ["few non-zeros", "unsaturated"]
      // One place never saturates: the largest is no more than the sum.
      if keep > 1 { names.append("saturated") }
    }
    return names
  }

  /// The names of the classes that a case belongs to.
  func of(_ item: Case, _ answer: Answer) -> [String] {
    var names: [String] = []
    let magnitudes = item.codes[places].map { format.decode($0).number?.magnitude }
    let finite = magnitudes.compactMap(\.self)
    let rest = finite.filter { !$0.isZero }.sorted(by: >)
    if finite.count < magnitudes.count { names.append("non-finite") }
    if rest.count < finite.count { names.append("zeros") }
    if zip(rest, rest.dropFirst()).contains(where: { $0 == $1 }) { names.append("ties") }
    if let smallest, let least = rest.last, least < smallest { names.append("subnormal") }
    if let keep, finite.count == magnitudes.count {
      if rest.count <= keep {
        names.append("few non-zeros")
      } else {
        let total = rest.reduce(Rational.zero, +)
        let isSaturated = rest[0] * Rational(keep) > total
        names.append(isSaturated ? "saturated" : "unsaturated")
      }
    }
    if answer.flags?.contains(.overflowed) ?? false { names.append("overflowed") }
    if answer.flags?.contains(.biased) ?? false { names.append("biased") }
    return names
  }
}

extension NumberFormat {
  /// The smallest normal magnitude of a format with subnormals.
  fileprivate var smallestNormalMagnitude: Rational? {
    guard case .float(let layout) = descriptor.encoding, layout.subnormals == .gradual,
      layout.trailingBits > 0
    else { return nil }
    return positive.magnitude(1 << UInt64(layout.trailingBits))
  }
}
