/// Where a search stands: all that is needed to go on later, on another machine too.
public struct SearchState: Hashable, Codable, Sendable {
  /// The next case to run.
  public var cursor: Cursor
  /// What was counted before it.
  public var tally: Tally
  /// The seconds spent before it.
  public var seconds: Double

  /// Creates a state.
  public init(cursor: Cursor, tally: Tally = Tally(), seconds: Double = 0) {
    self.cursor = cursor
    self.tally = tally
    self.seconds = seconds
  }
}

/// The next case of a search.
public enum Cursor: Hashable, Sendable {
  /// The next sequence of choices in lexicographic order, zeros left out at its end.
  case sequence([UInt64])
  /// Behind the last sequence.
  case end
  /// The next case index of a sample; behind the last one when the sample is finished.
  case index(UInt64)

  /// The cursor as one word: `at:7,0,12`, `at:end` or `sample:1000`.
  public var text: String {
    switch self {
    case .sequence(let choices): "at:" + ChoiceList.text(choices)
    case .end: "at:end"
    case .index(let index): "sample:\(index)"
    }
  }

  /// Reads what `text` writes; `nil` for anything else.
  public init?(text: String) {
    if text == "at:end" {
      self = .end
    } else if text.hasPrefix("at:"), let choices = try? ChoiceList.parse(String(text.dropFirst(3)))
    {
      self = .sequence(choices)
    } else if text.hasPrefix("sample:"), let index = UInt64(text.dropFirst(7)) {
      self = .index(index)
    } else {
      return nil
    }
  }
}

extension Cursor: Codable {
  /// Reads the word.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let cursor = Cursor(text: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a cursor")
    }
    self = cursor
  }

  /// Writes the cursor as one word.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
