/// The id of a check: what is judged, by which law, on which device.
///
/// This file alone writes and reads ids as text; whoever has one asks it for its parts.
public enum CheckID: Hashable, Sendable, CustomStringConvertible {
  /// A law that is a function of choices: `format/float8_e4m3fn/decode-total`.
  ///
  /// The subject may have slashes of its own: `estimator/mvue-2:4/integer/unbiased`.
  case law(family: String, subject: String, name: String)
  /// An operation, by its own id, on a device: `cast/float32/float16/nearest-even/sat-none@production`,
  /// or `dot/exact/2/float16/order@production` where more than its answers is asked for.
  case operation(String, DeviceLaw, device: String)
  /// A public bug looked for in a device: `corpus/B01-double-rounding@production`.
  case bug(String, device: String)

  /// What the ids of public bugs begin with.
  public static let corpus = "corpus"

  /// The text under which verdicts are recorded, and which patterns are matched against.
  public var description: String {
    switch self {
    case .law(let family, let subject, let name): "\(family)/\(subject)/\(name)"
    case .operation(let operation, let law, let device): "\(operation)\(law.suffix)@\(device)"
    case .bug(let bug, let device): "\(Self.corpus)/\(bug)@\(device)"
    }
  }

  /// Reads what `description` writes; `nil` for what can be no id.
  ///
  /// Whether there is such a law, operation or device is for `LawRegistry` to say.
  public init?(parsing text: String) {
    // Formats, rules and laws have no @ in their names; the command of a device may.
    guard let at = text.firstIndex(of: "@") else {
      guard let first = text.firstIndex(of: "/"), let last = text.lastIndex(of: "/"), first < last
      else { return nil }
      self = .law(
        family: String(text[..<first]), subject: String(text[text.index(after: first)..<last]),
        name: String(text[text.index(after: last)...]))
      return
    }
    let (own, device) = (text[..<at], String(text[text.index(after: at)...]))
    let corpus = Self.corpus + "/"
    if own.hasPrefix(corpus) {
      self = .bug(String(own.dropFirst(corpus.count)), device: device)
      return
    }
    let law = DeviceLaw.allCases.last { own.hasSuffix($0.suffix) } ?? .answers
    self = .operation(String(own.dropLast(law.suffix.count)), law, device: device)
  }
}

/// What is asked of a device about one operation.
public enum DeviceLaw: Hashable, Sendable, CaseIterable {
  /// Every case has the reference's answer.
  case answers
  /// So have all cases that are made of a few codes.
  case alphabet
  /// A case's results depend on nothing that stands beside it.
  case order
  /// A law about all draws of a block together.
  case draws(DrawLaw)
  /// What the device draws itself follows the law of the case; one word may round all elements.
  case inside(sharesWord: Bool)

  /// All laws; the one that has no name comes first.
  public static let allCases: [DeviceLaw] =
    [.answers, .alphabet, .order] + DrawLaw.allCases.map { .draws($0) }
    + [.inside(sharesWord: false), .inside(sharesWord: true)]

  /// The name that reports give the law; `nil` for equal answers, which go without saying.
  public var name: String? {
    switch self {
    case .answers: nil
    case .alphabet: "alphabet"
    case .order: "order"
    case .draws(let law): law.rawValue
    case .inside: "random-inside"
    }
  }

  /// What stands behind the operation in an id.
  public var suffix: String {
    (name.map { "/\($0)" } ?? "") + (self == .inside(sharesWord: true) ? "/one-word" : "")
  }
}
