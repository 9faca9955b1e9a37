/// A bug that was reported in public, as cases that a correct device answers otherwise.
public struct CorpusEntry: Hashable, Sendable {
  /// The name, such as `B01-double-rounding`.
  public var id: String
  /// What went wrong, in one line.
  public var title: String
  /// The kind of mistake, such as `double rounding`.
  public var kind: String
  /// The public threads, as `owner/repository#number`, or the packages with their versions in which
  /// the answers were seen.
  public var sources: [String]
  /// What is to be known besides; empty where nothing is.
  public var note: String
  /// The cases, at least one.
  public var rows: [Row]

  /// One case of an operation.
  public struct Row: Hashable, Sendable {
    /// The operation's id, as `assay verify` prints it without the device.
    public var operation: String
    /// The operand codes, then the random words, if any.
    public var inputs: [UInt64]
    /// The result codes.
    public var expected: [UInt64]
    /// What the system in question gave; `nil` where it is not known.
    public var wrong: [UInt64]?
    /// The planted fault that models the bug.
    public var fault: String
    /// Where the inputs come from.
    public var origin: Origin

    /// Creates a row.
    public init(
      operation: String, inputs: [UInt64], expected: [UInt64], wrong: [UInt64]? = nil,
      fault: String, origin: Origin
    ) {
      self.operation = operation
      self.inputs = inputs
      self.expected = expected
      self.wrong = wrong
      self.fault = fault
      self.origin = origin
    }
  }

  /// Where the inputs of a case come from.
  public enum Origin: String, Hashable, Sendable, CaseIterable {
    /// The thread names them.
    case thread
    /// The system named as the source was run on them.
    case executed
    /// They were worked out from what the thread describes.
    case derived
  }

  /// Creates an entry.
  public init(
    id: String, title: String, kind: String, sources: [String], note: String = "", rows: [Row]
  ) {
    self.id = id
    self.title = title
    self.kind = kind
    self.sources = sources
    self.note = note
    self.rows = rows
  }

  /// The planted faults that model the bug, each once, in order.
  public var faults: [String] {
    var seen: Set<String> = []
    return rows.map(\.fault).filter { seen.insert($0).inserted }
  }
}
