/// One of several equal parts of a search, for several machines.
///
/// Exhaustive search gives the values of the first choice to the shards in turn; sampling the case
/// indices. The parts are disjoint and together are the whole. With fewer values of the first
/// choice than shards, some shards are empty.
public struct Shard: Hashable, Sendable {
  /// Which part, in 0..<count.
  public let index: Int
  /// How many parts there are.
  public let count: Int

  /// The undivided search.
  public static let whole = Shard(uncheckedIndex: 0, count: 1)

  /// Creates part `index` of `count`; `nil` unless 0 <= index < count.
  public init?(index: Int, count: Int) {
    guard index >= 0, index < count else { return nil }
    self.init(uncheckedIndex: index, count: count)
  }

  /// Reads `I/N` with I in 1...N, as people count; `nil` for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]) else {
      return nil
    }
    self.init(index: number - 1, count: count)
  }

  private init(uncheckedIndex index: Int, count: Int) {
    self.index = index
    self.count = count
  }
}

extension Shard: CustomStringConvertible {
  /// The part as people count: `1/4` is the first of four.
  public var description: String { "\(index + 1)/\(count)" }
}
