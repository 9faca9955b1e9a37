/// How much is made of the classes that a check meets.
public enum CoverageDetail: String, Sendable, CaseIterable {
  /// Nothing is counted.
  case none
  /// What costs little beside the check itself: cases that are evaluated anyway are classified, cases
  /// are aimed at classes only where all can be counted in no time, and the record is folded.
  case counted
  /// Every class by name with its cases, those that cannot occur with the reason, and cases aimed at
  /// all others.
  case full
}
