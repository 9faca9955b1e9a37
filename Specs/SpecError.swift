/// Why a specification, or a name that should be in one, cannot be used.
///
/// It prints as one line: `file:line:column: what; what to do`, without a place where there is
/// none (an unknown name on the command line).
public struct SpecError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file as the user named it; `nil` for a name that was looked up.
  public var file: String?
  /// The line, counted from 1; `nil` where only the file is known.
  public var line: Int?
  /// The column, counted from 1 in Unicode scalars.
  public var column: Int?
  /// What is wrong.
  public var what: String
  /// What the reader can do about it.
  public var remedy: String

  /// Creates an error.
  public init(
    file: String? = nil, line: Int? = nil, column: Int? = nil, what: String, remedy: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.what = what
    self.remedy = remedy
  }

  /// The one line.
  public var description: String {
    var place = ""
    if let file {
      place = file + ":"
      if let line { place += "\(line):" }
      if line != nil, let column { place += "\(column):" }
      place += " "
    }
    return "\(place)\(what); \(remedy)"
  }
}
