/// How a burst is measured; peers measure theirs in the same way.
public struct Stopwatch: Sendable {
  /// The seconds that one sample lasts at least.
  public let sampleSeconds: Double
  /// The samples of a burst, of which the fastest counts: on a machine with other users a
  /// sample that was interrupted says nothing about the code.
  public let samples: Int

  /// A stopwatch.
  public init(sampleSeconds: Double, samples: Int) {
    self.sampleSeconds = sampleSeconds
    self.samples = samples
  }

  /// The seconds of one call in a burst.
  public func seconds(of body: () -> Void) -> Double {
    let once = elapsed(calls: 1, body)
    let calls = max(1, Int(sampleSeconds / max(once, 1e-9)))
    var fastest = Double.infinity
    for _ in 0..<samples { fastest = min(fastest, elapsed(calls: calls, body) / Double(calls)) }
    return fastest
  }

  /// The seconds of one call of work that may suspend.
  public func seconds(of body: () async -> Void) async -> Double {
    var fastest = Double.infinity
    for _ in 0..<samples {
      let time = await ContinuousClock().measure { await body() }
      let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
      fastest = min(fastest, seconds)
    }
    return fastest
  }

  private func elapsed(calls: Int, _ body: () -> Void) -> Double {
    let time = ContinuousClock().measure { for _ in 0..<calls { body() } }
    return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
  }
}

extension [Double] {
  /// The middle value, the upper one of an even number; 0 of none.
  public var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}
