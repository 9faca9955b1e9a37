import Descriptors
import Devices
import Specs

/// Something that a library is asked.
protocol PeerAsking: Sendable {
  /// The library.
  var peer: PeerDevice { get }
  /// The operation's id.
  var name: String { get }
  /// Asks the library once, and compares what it answers with every dialect.
  func finding(
    beside dialects: [DialectPreset], effort: CheckEffort, seed: UInt64
  ) async -> PeerFinding
}

extension PeerAsking {
  /// Whether a pattern names the library, the operation or a beginning of either.
  func matches(_ patterns: [String]) -> Bool {
    let id = "\(peer.name)/\(name)"
    return patterns.isEmpty
      || patterns.contains { pattern in
        [peer.name, id, name].contains { Glob(pattern).matches($0) || $0.hasPrefix(pattern + "/") }
      }
  }
}
