public import Descriptors
public import Harness

/// The laws that every number format must satisfy.
///
/// They judge a definition: the descriptor of a specification file and what the reference, or
/// another codec, makes of it. Ids read `format/<format>/<law>`.
public enum FormatLaws {
  /// All laws that apply to a format, in the order in which reports list them.
  ///
  /// Making them is cheap: the format itself is built when the first case runs.
  ///
  /// - Parameter codec: whose decode and encode are judged; `nil` for the reference's.
  public static func all(
    for format: FormatDescriptor, judging codec: FormatCodec? = nil
  ) -> [Property] {
    let subject = FormatSubject(format, judging: codec)
    return DecodeLaws.all(subject) + RoundTripLaws.all(subject) + OrderLaws.all(subject)
      + NearestLaws.all(subject) + SecondDefinitionLaws.all(subject)
      + OverflowLaws.all(subject) + SpecialsLaws.all(subject) + StochasticLaws.all(subject)
      + P3109Laws.all(subject)
  }
}
