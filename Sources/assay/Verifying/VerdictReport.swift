import Results

/// Verdicts on their way into files.
enum VerdictReport {
  /// Writes a file, and says what went wrong with it as the command does.
  static func saving(_ body: () throws(VerdictFileError) -> Void) throws(CommandFailure) {
    do throws(VerdictFileError) {
      try body()
    } catch {
      throw .failed("\(error.file): \(error.problem)", error.remedy)
    }
  }
}
