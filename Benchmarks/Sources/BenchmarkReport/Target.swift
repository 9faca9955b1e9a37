import Measuring
import Workloads

/// A ratio that the project asks of itself.
struct Target: Encodable {
  let target: String
  /// The least ratio that passes.
  let needed: Double
  /// The ratio that was measured, of several the least; null where it could not be measured.
  let measured: Double?
  /// The work with the least ratio, where there are several.
  let least: String?
  let passes: Bool?

  private init(
    _ target: String, needed: Double, _ ratios: [(work: String, ratio: Double)]
  ) {
    let lowest = ratios.min { $0.ratio < $1.ratio }
    self.target = target
    self.needed = needed
    measured = lowest?.ratio
    least = ratios.count > 1 ? lowest?.work : nil
    passes = lowest.map { $0.ratio >= needed }
  }

  /// The targets, judged at the best instruction level.
  static func all(_ survey: Survey) -> [Target] {
    func indices(_ role: Workload.Role) -> [Int] {
      survey.workloads.indices.filter {
        survey.workloads[$0].role == role && survey.workloads[$0].isBest
      }
    }
    func toBase(_ role: Workload.Role) -> [(work: String, ratio: Double)] {
      guard let base = indices(.base).first else { return [] }
      return indices(role).map { (survey.workloads[$0].work, survey.ratio($0, to: base)) }
    }
    let torch = survey.peers.firstIndex { $0.name.hasPrefix("torch") }
    let againstTorch = indices(.base).compactMap { index in
      torch.flatMap { survey.ratio(index, peer: $0) }
        .map { (survey.workloads[index].work, $0) }
    }
    let againstCopy = indices(.fromMemory).compactMap { index in
      survey.copyRatio(index).map { (survey.workloads[index].work, $0) }
    }
    return [
      Target(
        "float32 -> float8_e4m3fn in cache, against torch on one thread", needed: 4,
        againstTorch),
      Target(
        "float32 -> float8_e4m3fn from memory, bytes per second against memcpy", needed: 0.8,
        againstCopy),
      Target(
        "every other 8-, 6- and 4-bit float, against the first row's rate", needed: 0.5,
        toBase(.otherFormat)),
      Target(
        "every other deterministic rule and saturation, against the first row's rate",
        needed: 0.5, toBase(.otherRule)),
      Target(
        "stochastic rounding that draws its words, against the first row's rate",
        needed: 1.0 / 6, toBase(.stochastic)),
    ]
  }
}
