public import Descriptors
public import Specs

/// What a refuted device may follow instead of what it was asked for.
public struct DialectCandidates: Sendable {
  /// The dialects with a name; none is looked for where there are none.
  public var presets: [DialectPreset]
  /// The listed block formats.
  public var blocks: [BlockFormat]
  /// The number formats of which codes may be taken for each other.
  public var formats: [FormatDescriptor]

  /// Nothing is looked for.
  public static let none = DialectCandidates(presets: [], blocks: [], formats: [])

  /// Creates a choice of candidates.
  public init(presets: [DialectPreset], blocks: [BlockFormat], formats: [FormatDescriptor]) {
    self.presets = presets
    self.blocks = blocks
    self.formats = formats
  }

  /// Everything that a catalogue lists.
  public init(_ catalog: Catalog) {
    self.init(
      presets: catalog.dialects, blocks: catalog.blocks.map(\.block), formats: catalog.formats)
  }

  /// Whether nothing is looked for.
  public var isEmpty: Bool { presets.isEmpty }
}
