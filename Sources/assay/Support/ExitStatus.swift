/// What the exit code of `assay` says.
enum ExitStatus: Int32 {
  /// Everything asked for was done, and what was judged conforms.
  case conforms = 0
  /// Something that was judged is refuted.
  case refuted = 1
  /// The command line or an input cannot be understood.
  case usage = 2
  /// The tool, the machine or the device failed.
  case failed = 3
  /// Less was done than was asked for.
  case incomplete = 4
}
