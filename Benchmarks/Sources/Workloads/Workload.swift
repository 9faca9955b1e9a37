public import Production

/// A loop over a fixed number of elements, ready to be run again and again.
public struct Workload {
  /// Where the elements lie.
  public enum Place: String, Sendable {
    /// 16 Ki elements, which stay in the caches.
    case cache
    /// 16 Mi elements, which no cache holds.
    case memory

    /// The number of elements of one iteration.
    public var elements: Int { self == .cache ? 1 << 14 : 1 << 24 }
  }

  /// What a workload is compared with, besides its peers.
  public enum Role: String, Sendable, CaseIterable {
    /// The conversion that others are measured by: binary32 to e4m3fn, nearest-even, in cache.
    case base
    /// The same from memory.
    case fromMemory
    /// A conversion to another 8-, 6- or 4-bit float.
    case otherFormat
    /// A conversion to e4m3fn by another rule without random words, or with saturation.
    case otherRule
    /// A stochastic conversion that draws its own words.
    case stochastic
    /// A copy of as many bytes as the base reads and writes.
    case copy
  }

  /// What is computed, without place and level.
  public let work: String
  /// Where the elements lie.
  public let place: Place
  /// The instruction level of the kernels; nil where there is no choice.
  public let level: InstructionLevel?
  /// What the workload is compared with.
  public let role: Role?
  /// The number of elements of one iteration.
  public let elements: Int
  /// The number of bytes that one iteration reads and writes.
  public let bytes: Int
  /// The same work in the words of the peer scripts; nil where no peer is asked.
  public let request: String?
  /// Runs one iteration.
  public let run: () -> Void

  /// The name of the benchmark, with the number of elements of one iteration.
  public var name: String {
    let setting = level.map { "\(place.rawValue), \($0.rawValue)" } ?? place.rawValue
    return "\(work) (\(setting), \(elements) elements)"
  }

  /// Whether it runs at the highest level of this machine.
  public var isBest: Bool { level == nil || level == .best }
}
