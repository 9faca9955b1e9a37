public import ExactArithmetic

/// Everything that happened while a sum of products was formed.
public struct DotTrace: Sendable, Hashable {
  /// The products by rising index.
  public var products: [Product]
  /// The additions in the order in which they were made.
  public var steps: [Step]
  /// What the accumulator leaves.
  public var value: Datum
  /// The sum of the exact products.
  public var exactSum: Datum
  /// The value in the result format.
  public var result: UInt64
  /// What the code of the result denotes.
  public var resultValue: Datum

  /// A product before and after its stage.
  public struct Product: Sendable, Hashable {
    /// The index in the whole sum.
    public var index: Int
    /// The operands as they are read: decoded, and flushed where the accumulator says so.
    public var x, w: Datum
    /// The exact product.
    public var exact: Datum
    /// What the product stage made of it.
    public var rounded: Datum
    /// What the alignment made of that; `nil` without an aligned adder.
    public var aligned: Datum?
    /// What happened to it: a part of `productUnderflow`, `productOverflow`, `alignedAway`.
    public var events: [Event]
  }

  /// One addition.
  public struct Step: Sendable, Hashable {
    /// What was added.
    public var kind: Kind
    /// The running sum before; `nil` where a sum of halves begins with a single product.
    public var before: Datum?
    /// The partial sum that was added; `nil` where products were.
    public var other: Datum?
    /// The exact sum before its stage.
    public var exact: Datum
    /// The running sum after.
    public var after: Datum
    /// The compensation after; `nil` without one.
    public var compensation: Datum?
    /// The running sum before plus the exact products, less the running sum after.
    ///
    /// All that the stages, the alignment and the compensation took away in this step; `nil` where
    /// something is not a number. Summed over all steps it is `exactSum` less `value`.
    public var lost: Rational?
    /// What happened, never empty; in the order of `Event`.
    public var events: [Event]
  }

  /// What a step adds.
  public enum Kind: Sendable, Hashable {
    /// Products, by index, to a running sum; `lane` where there are lanes.
    case products([Int], lane: Int?)
    /// The sum of lane `from` to that of lane `into`.
    case lanes(into: Int, from: Int)
    /// The sums of two neighbouring parts of the products.
    case parts(Range<Int>, Range<Int>)
    /// The sum of a chunk to the outer sum.
    case chunk(Int)
  }

  /// What can happen in a step.
  public enum Event: String, Sendable, Hashable, CaseIterable {
    /// Nothing was lost.
    case exact
    /// The running sum is not what exact products would have made it.
    case rounded
    /// A product that is not 0 became 0 in its stage.
    case productUnderflow = "product underflow"
    /// A sum that is not 0 became 0 in its stage.
    case sumUnderflow = "underflow"
    /// A product was outside the range of its stage.
    case productOverflow = "product overflow"
    /// A sum was outside the range of its stage.
    case sumOverflow = "overflow"
    /// A product that is not 0 became 0 by alignment.
    case alignedAway = "aligned away"
    /// A product or a partial sum that is not 0 left the sum as it was.
    case swamped
    /// A NaN or an infinity takes part.
    case special
  }

  /// The steps that add products; the others add partial sums.
  public var productSteps: [Step] {
    steps.filter { if case .products = $0.kind { true } else { false } }
  }

  /// How many steps have an event.
  public func count(_ event: Event) -> Int { steps.count { $0.events.contains(event) } }
}

extension DotTrace.Product: CustomStringConvertible {
  /// `7/8 * 9/16 = 63/128 -> 31/64`; the arrow only where the value changed.
  public var description: String {
    var text = "\(x) * \(w) = \(exact)"
    if rounded != exact { text += " -> \(rounded)" }
    if let aligned, aligned != rounded { text += " aligned \(aligned)" }
    return text
  }
}

extension DotTrace.Step: CustomStringConvertible {
  /// `product 3: -5/16 + ... = -31/128 -> -31/128: exact`; products are told apart by `DotTrace`.
  public var description: String {
    var text = "\(kind): \(before.map { "\($0) + " } ?? "")"
    text += other.map { "\($0)" } ?? "products"
    text += " = \(exact) -> \(after)"
    if let compensation { text += ", compensation \(compensation)" }
    text += ": " + events.map(\.rawValue).joined(separator: ", ")
    if let lost, !lost.isZero { text += ", lost \(lost)" }
    return text
  }
}

extension DotTrace.Kind: CustomStringConvertible {
  /// `product 3`, `products 0 1 2 of lane 1`, `lane 0 + lane 4`, `part 0..<2 + part 2..<4`, `chunk 1`.
  public var description: String {
    switch self {
    case .products(let indices, let lane):
      (indices.count == 1 ? "product " : "products ")
        + indices.map { "\($0)" }.joined(separator: " ") + (lane.map { " of lane \($0)" } ?? "")
    case .lanes(let into, let from): "lane \(into) + lane \(from)"
    case .parts(let low, let high): "part \(low) + part \(high)"
    case .chunk(let index): "chunk \(index)"
    }
  }
}

extension DotTrace: CustomStringConvertible {
  /// A line for every product and every addition, then the sum, the exact sum and the result.
  public var description: String {
    var lines: [String] = []
    for step in steps {
      if case .products(let indices, _) = step.kind {
        lines += indices.map { "x\($0) * w\($0): \(products[$0])" }
      }
      lines.append("  \(step)")
    }
    lines.append("sum \(value), exact \(exactSum), result \(resultValue)")
    return lines.joined(separator: "\n")
  }
}
