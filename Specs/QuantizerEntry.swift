public import Descriptors

/// A quantiser's grid as the catalogue lists it.
public struct QuantizerEntry: Hashable, Sendable {
  /// The grid.
  public var grid: QuantizerGrid
  /// The document in which it was published, or what else it comes from.
  public var source: String
  /// What a reader should know; empty where there is nothing.
  public var note: String

  /// Reads an entry under `quantizers:`.
  init(_ node: SpecNode) throws(SpecError) {
    let (fields, name) = try SparsityReader.named(node, "a quantizer")
    try fields.requireKnown(
      ["name", "codes", "offset", "clip", "zero", "ties", "clamp", "source", "note"])
    let zero = try fields.choice("zero", of: QuantizerGrid.Zero.self) ?? .none
    let clip = try fields.choice("clip", of: QuantizerGrid.Clip.self)
    guard zero == .none || clip == nil else {
      throw fields.error(
        "clip", "'clip' stands beside a zero", "a range has its own ends: remove one of the two")
    }
    grid = QuantizerGrid(
      name: name, codes: try SparsityReader.required(fields, "codes", of: QuantizerGrid.Codes.self),
      offset: try fields.choice("offset", of: QuantizerGrid.Offset.self) ?? .none,
      clip: zero == .none ? clip ?? .lastLevel : nil, zero: zero,
      ties: try fields.choice("ties", of: QuantizerGrid.Ties.self) ?? .even,
      clamp: try fields.choice("clamp", of: QuantizerGrid.Clamp.self) ?? .beforeRounding)
    source = try SparsityReader.source(fields)
    note = try fields.text("note") ?? ""
  }
}

extension Catalog {
  /// The grid of a name.
  ///
  /// - Throws: `SpecError` that names the nearest names.
  public func grid(named name: String) throws(SpecError) -> QuantizerGrid {
    if let entry = quantizers.first(where: { Self.same($0.grid.name, name) }) { return entry.grid }
    let near = NearestNames.of(name, among: quantizers.map(\.grid.name))
    let what = "unknown grid '\(SpecNode.excerpt(name))'"
    throw SpecError(
      what: near.isEmpty ? what : "\(what); nearest: \(near.joined(separator: ", "))",
      remedy: "'assay list quantizers' shows all")
  }
}
