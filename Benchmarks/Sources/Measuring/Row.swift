/// One piece of work, measured in rounds beside its peers.
public struct Row: Encodable, Sendable {
  /// What is done.
  public let work: String
  /// What is counted: elements, products, tiles.
  public let unit: String
  /// How many units there are.
  public let count: Int
  /// The seconds of every round.
  public var seconds: [Double]
  /// The seconds of the same in a peer, by the peer's name; where that does less of it, scaled.
  public var peers: [String: [Double]] = [:]

  /// A row.
  public init(work: String, unit: String, count: Int, seconds: [Double] = []) {
    self.work = work
    self.unit = unit
    self.count = count
    self.seconds = seconds
  }

  /// Units per second.
  public var rate: Double { seconds.map { Double(count) / $0 }.median }

  /// How many times as fast as a peer whose name begins so.
  public func ratio(_ peer: String) -> Double? {
    peers.first { $0.key.hasPrefix(peer) }
      .map { zip($0.value, seconds).map { $0 / $1 }.median }
  }

  /// Its units per second in relation to another row's, within a round.
  public func ratio(to other: Row) -> Double {
    zip(other.seconds, seconds).map { $0 / $1 * Double(count) / Double(other.count) }.median
  }
}

/// A figure that the project asks of itself.
public struct Target: Encodable, Sendable {
  /// What is asked.
  public let target: String
  /// The bound, in words.
  public let needed: String
  /// The figure; null where it could not be measured.
  public let measured: Double?
  /// Whether the bound holds.
  public let passes: Bool?

  /// A figure that is to be at least so large.
  public static func atLeast(_ needed: Double, _ target: String, _ measured: Double?) -> Target {
    Target(
      target: target, needed: "at least \(needed.figure)", measured: measured,
      passes: measured.map { $0 >= needed })
  }

  /// A figure that is to be at most so large.
  public static func atMost(
    _ needed: Double, _ unit: String, _ target: String, _ measured: Double?
  ) -> Target {
    Target(
      target: target, needed: "at most \(needed.figure) \(unit)", measured: measured,
      passes: measured.map { $0 <= needed })
  }
}
