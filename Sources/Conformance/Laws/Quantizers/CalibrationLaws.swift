public import Harness

/// The laws of choosing parameters of quantisation: steps, formats, bits and codes.
///
/// Ids read `calibration/<system>/<law>`.
public enum CalibrationLaws {
  /// All laws, system by system.
  public static var all: [Property] {
    StepLaws.all
  }
}
