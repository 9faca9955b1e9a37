import Reporting

/// Verdicts on their way into files.
struct VerdictReport {
  var records: [VerdictRecord]
  /// Where JSON Lines go, if anywhere.
  var json: String?
  /// Whether the file of JSON Lines ends with what took longest.
  var namesSlowest = false
  /// Where JUnit XML goes, if anywhere.
  var junit: String?

  /// Writes the files that were asked for.
  func save() throws(CommandFailure) {
    do throws(VerdictFileError) {
      if let json {
        try VerdictFile.write(
          records, slowest: namesSlowest ? SlowestChecks(of: records) : nil, to: json)
      }
      if let junit { try JUnit.write(records, to: junit) }
    } catch {
      throw .failed("\(error.file): \(error.problem)", error.remedy)
    }
  }
}
