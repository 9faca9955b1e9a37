/// `keep` elements kept of every `of`: the N:M of structured sparsity.
///
/// The literature uses N both for the elements kept and for the zeros; here it is always the
/// elements kept, and a paper that counts zeros is translated where it is cited.
public struct BlockPattern: Hashable, Sendable, CustomStringConvertible {
  /// How many elements of a block are kept, N; in `1...of`.
  public let keep: Int
  /// How many elements a block has, M; in `1...largestBlock`.
  public let of: Int

  /// The most elements a block may have.
  public static let largestBlock = 64

  /// Creates a pattern; `nil` unless `1 <= keep <= of <= largestBlock`.
  public init?(keep: Int, of: Int) {
    guard 1 <= keep, keep <= of, of <= Self.largestBlock else { return nil }
    self.keep = keep
    self.of = of
  }

  /// Reads `N:M`; `nil` for anything else, also where `N > M`.
  public init?(named name: some StringProtocol) {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let keep = Self.number(parts[0]), let of = Self.number(parts[1])
    else { return nil }
    self.init(keep: keep, of: of)
  }

  /// `N:M`.
  public var name: String { "\(keep):\(of)" }

  /// `N:M`.
  public var description: String { name }

  /// How many elements of a block are pruned, `of - keep`.
  public var prune: Int { of - keep }

  /// Digits only: `Int` would read a sign too.
  private static func number(_ text: some StringProtocol) -> Int? {
    text.allSatisfy { ("0"..."9").contains($0) } ? Int(text) : nil
  }
}
