/// A law about one subject, as a function of choices.
///
/// The check draws everything it needs from the `Choices` it is given and is otherwise a pure
/// function: the same choices must give the same outcome on any thread. It never asserts.
public struct Property: Sendable {
  /// The id under which the law is listed, replayed and remembered; unique within a run.
  public let id: String
  /// What is judged: a format, an estimator, a device.
  public let subject: String
  /// What the choices range over.
  public let domain: Domain
  /// Classes of input that should be met.
  ///
  /// One that never is shows as a warning.
  public let classes: [String]
  /// The check of one case.
  ///
  /// Throwing `Discard` leaves the case out; any other error makes it undecided.
  public let check: @Sendable (inout Choices) throws -> CaseOutcome

  /// What finishing all choice sequences amounts to.
  public enum Domain: Hashable, Sendable {
    /// Every input there is, so that finishing proves the law.
    case everyInput
    /// A finite part of the inputs, in words; finishing enumerates it.
    case stated(String)

    /// The stated domain; `nil` for every input.
    public var text: String? {
      if case .stated(let text) = self { text } else { nil }
    }
  }

  /// Creates a property.
  public init(
    id: String, subject: String, domain: Domain = .everyInput, classes: [String] = [],
    check: @escaping @Sendable (inout Choices) throws -> CaseOutcome
  ) {
    self.id = id
    self.subject = subject
    self.domain = domain
    self.classes = classes
    self.check = check
  }
}

/// What the check of one case says.
public enum CaseOutcome: Hashable, Sendable {
  /// The law holds for this case.
  case holds
  /// The law does not hold: what it demands, what was there, and how the demand follows.
  case fails(expected: String, got: String, derivation: [String] = [])
  /// The case could not be decided, and why.
  case undecided(reason: String)

  /// `holds` when the two are equal, otherwise a failure that shows both by `render`.
  public static func equal<Value: Equatable>(
    expected: Value, got: Value, render: (Value) -> String = { "\($0)" }
  ) -> CaseOutcome {
    expected == got ? .holds : .fails(expected: render(expected), got: render(got))
  }

  /// `holds` when the condition is true; the texts are made only when it is not.
  public static func when(
    _ condition: Bool, expected: @autoclosure () -> String, got: @autoclosure () -> String
  ) -> CaseOutcome {
    condition ? .holds : .fails(expected: expected(), got: got())
  }
}

/// Thrown by a check whose case lies outside the law's domain; the case is not counted.
public struct Discard: Error, Hashable, Sendable {
  /// Creates the one value.
  public init() {}
}
