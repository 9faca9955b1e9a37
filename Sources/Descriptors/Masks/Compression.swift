/// N:M sparsity as it is stored: N codes of every M, and the places that they had in their group.
///
/// A group of M consecutive codes keeps its elements that are not zero, NaN and infinities as they are;
/// both zeros of a format are zeros. Where these are fewer than N, the next zeros above the highest of them
/// take the free places, and where none is above, the nearest ones below; the code of a zero is copied
/// as it stands. Codes and places follow each other by rising place. So (0, 7, 0, 0) under 2:4 is (7, 0)
/// at (1, 2), (0, 0, 0, 7) is (0, 7) at (2, 3), and four zeros are stored at (0, 1).
///
/// A group of more than N elements other than zero has no such form and is refused. Expanding gives every
/// code back to its place, and the zero without sign to the others; places that do not rise, or that no
/// group has, are refused.
public struct Compression: Hashable, Sendable {
  /// How many of how many are stored.
  public let pattern: BlockPattern
  /// How places are written.
  public let layout: PlaceLayout

  /// Creates a compression; `nil` where the layout is one of another pattern.
  public init?(_ pattern: BlockPattern, layout: PlaceLayout = .bytes) {
    guard layout.pattern.map({ $0 == pattern.name }) ?? true else { return nil }
    self.pattern = pattern
    self.layout = layout
  }

  /// The groups of a case: the fewest whose places fill whole bytes.
  public var groups: Int { layout == .bytes ? 1 : 2 }

  /// The elements of a case before they are compressed.
  public var elements: Int { groups * pattern.of }

  /// The codes of a case that are stored.
  public var codes: Int { groups * pattern.keep }

  /// `2:4`, with the layout behind a slash unless that is bytes.
  public var name: String {
    layout == .bytes ? pattern.name : "\(pattern.name)/\(layout.rawValue)"
  }

  /// What a case is stored as: the codes of its groups, then their places.
  ///
  /// A place takes a byte, of which as many bits count as the largest one has; other layouts fill their
  /// bytes.
  public func stored(_ format: FormatDescriptor) -> [Operation.Run] {
    let bits = layout == .bytes ? max(1, Int.bitWidth - (pattern.of - 1).leadingZeroBitCount) : 8
    let places = FormatDescriptor(
      name: "uint\(bits)", bits: bits, encoding: .fixedPoint(FixedPointLayout(signed: false)),
      source: "plain binary")
    return [.init(format, codes), .init(places, layout == .bytes ? codes : 1)]
  }
}

/// How the places of stored elements are written.
public enum PlaceLayout: String, Hashable, Sendable, CaseIterable {
  /// A byte for each place.
  case bytes
  /// The metadata of a 2:4 operand of NVIDIA's `mma.sp`: two bits for each place, the first place of a
  /// group lowest, two groups in a byte, the first one lowest.
  ///
  /// PTX ISA, "Sparse matrix storage" under "Matrix multiply-accumulate operation using mma.sp", for
  /// types of 8 and 16 bits; `mma.sp::ordered_metadata` asks for indices that rise from the lowest bit on.
  case mmaSp = "mma-sp"
  /// The metadata of a 1:2 operand of type tf32 there: four bits for a group, 0100 for place 0 and 1110
  /// for place 1, which are the 2:4 pairs of the element's halves; two groups in a byte, the first one
  /// lowest.
  ///
  /// PTX ISA, the same section: other values have no meaning.
  case mmaSpTF32 = "mma-sp-tf32"

  /// The one pattern that the layout is for; `nil` for all.
  public var pattern: String? {
    switch self {
    case .bytes: nil
    case .mmaSp: "2:4"
    case .mmaSpTF32: "1:2"
    }
  }
}
