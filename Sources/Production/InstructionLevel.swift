import CKernels

/// An instruction set that the kernels are compiled for; results do not depend on it.
public enum InstructionLevel: String, CaseIterable, Hashable, Sendable {
  /// What every machine of the architecture has.
  case scalar
  /// x86-64 with AVX2, BMI2 and FMA.
  case avx2
  /// x86-64 with AVX-512 F, BW, VL and DQ.
  case avx512

  /// The levels that this machine can run, lowest first; `scalar` is always one.
  public static var available: [InstructionLevel] {
    let count = Int(assay_level_count())
    return Array(allCases.prefix(count))
  }

  /// The highest level that this machine can run.
  public static var best: InstructionLevel { available.last ?? .scalar }

  /// The row of the kernel tables.
  var index: Int32 {
    switch self {
    case .scalar: 0
    case .avx2: 1
    case .avx512: 2
    }
  }
}
