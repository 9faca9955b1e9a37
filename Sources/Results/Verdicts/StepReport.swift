/// How far the answers of a refuted device lie from the demanded ones.
///
/// A value step leads from one value of the result's format to the next (kappa of IEEE P3109), so
/// it has a meaning for tapered formats and for one bit of precision too; both zeros are one value.
/// The unit in the last place is that of the demanded value, or the smallest there is below the
/// smallest normal value. Means are taken over all answers for which both values are finite.
public struct StepReport: Codable, Hashable, Sendable {
  /// How many answers were compared.
  public var answers: UInt64
  /// How many differ in their codes.
  public var differing: UInt64
  /// How many are a NaN where none is demanded, or none where one is.
  public var nanDiffers: UInt64
  /// How many are an infinity where none or another is demanded, or none where one is.
  public var infinityDiffers: UInt64
  /// The most value steps between a finite answer and the demanded value.
  public var maxSteps: UInt64
  /// Their mean, as a decimal.
  public var meanSteps: String
  /// The largest difference in units in the last place, as a decimal; absent for formats of one bit
  /// of precision, and where there is no such unit.
  public var maxULP: String?
  /// Their mean.
  public var meanULP: String?
  /// The case with the most value steps.
  public var worst: String?

  /// Creates a report.
  public init(
    answers: UInt64, differing: UInt64, nanDiffers: UInt64, infinityDiffers: UInt64,
    maxSteps: UInt64, meanSteps: String, maxULP: String?, meanULP: String?, worst: String?
  ) {
    self.answers = answers
    self.differing = differing
    self.nanDiffers = nanDiffers
    self.infinityDiffers = infinityDiffers
    self.maxSteps = maxSteps
    self.meanSteps = meanSteps
    self.maxULP = maxULP
    self.meanULP = meanULP
    self.worst = worst
  }

  /// What was measured, one fact a line.
  public var lines: [String] {
    var lines = [
      "\(differing) of \(answers) answers differ; at most \(maxSteps) value steps, "
        + "mean \(meanSteps)"
    ]
    if let maxULP, let meanULP { lines.append("at most \(maxULP) ulp, mean \(meanULP)") }
    if nanDiffers > 0 { lines.append("NaN for a number or the reverse: \(nanDiffers) answers") }
    if infinityDiffers > 0 {
      lines.append("infinite for finite or the reverse: \(infinityDiffers) answers")
    }
    return lines
  }
}
