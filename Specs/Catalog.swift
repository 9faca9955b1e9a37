import CResources
public import Descriptors
import Foundation

/// Everything that Assay knows by name: the formats, dialects, masks, estimators, accumulators and
/// block formats of the files beside this one, and a user's own on top.
///
/// What follows a naming rule (`ParametricFormats` and its like) is found by name without being
/// listed.
public struct Catalog: Sendable {
  /// The listed formats, in file order.
  public private(set) var formats: [FormatDescriptor] = []
  /// The dialect that holds where none is named.
  public var standard: DialectPreset { dialects[0] }
  /// The dialects, in file order; the first one is `standard`.
  public private(set) var dialects: [DialectPreset] = []
  /// The listed mask rules, in file order.
  public private(set) var masks: [MaskEntry] = []
  /// The listed estimators, in file order.
  public private(set) var estimators: [EstimatorEntry] = []
  /// The listed accumulators, in file order.
  public private(set) var accumulators: [AccumulatorEntry] = []
  /// The listed block formats, in file order.
  public private(set) var blocks: [BlockEntry] = []
  /// The listed grids of quantisers, in file order.
  public private(set) var quantizers: [QuantizerEntry] = []
  /// The listed profiles, in file order.
  public private(set) var profiles: [ProfileEntry] = []
  /// Which descriptor each name, alias and spelling leads to.
  var index = NameIndex()
  private var hash = ContentHash()

  /// The system under which aliases appear among a format's spellings.
  public static let aliasSystem = "alias"

  /// A catalogue without entries.
  init() {}

  /// The catalogue that is compiled in.
  ///
  /// - Throws: `SpecError` where the files that were embedded are faulty, which the tests exclude.
  public static func builtIn() throws(SpecError) -> Catalog {
    try embedded.get()
  }

  private static let embedded = Result<Catalog, SpecError> { () throws(SpecError) in
    var catalog = Catalog()
    try catalog.add(
      specification: String(cString: assay_formats_yaml()),
      file: "Specs/formats.yaml")
    try catalog.add(
      specification: String(cString: assay_dialects_yaml()),
      file: "Specs/dialects.yaml")
    try catalog.add(
      specification: String(cString: assay_masks_yaml()),
      file: "Specs/masks.yaml")
    try catalog.add(
      specification: String(cString: assay_estimators_yaml()),
      file: "Specs/estimators.yaml")
    try catalog.add(
      specification: String(cString: assay_accumulators_yaml()),
      file: "Specs/accumulators.yaml")
    try catalog.add(
      specification: String(cString: assay_blocks_yaml()),
      file: "Specs/blocks.yaml")
    try catalog.add(
      specification: String(cString: assay_quantizers_yaml()),
      file: "Specs/quantizers.yaml")
    try catalog.add(
      specification: String(cString: assay_profiles_yaml()),
      file: "Specs/profiles.yaml")
    return catalog
  }

  /// A fingerprint of the specification files, in the order in which they were added.
  ///
  /// FNV-1a with 64 bits over their bytes, as 16 hexadecimal digits. Equal texts have equal
  /// fingerprints.
  public var specificationHash: String { hash.text }

  /// Adds the entries of a text under `formats:`, `dialects:`, `masks:`, `estimators:`, `accumulators:`,
  /// `blocks:`, `quantizers:` and `profiles:`.
  ///
  /// Either everything is added or nothing.
  ///
  /// - Parameter file: what to call the text in errors.
  /// - Throws: `SpecError` with the place, for anything that is not understood: malformed YAML,
  ///   unknown keys, contradictions, names that are taken.
  public mutating func add(specification text: String, file: String) throws(SpecError) {
    var added = self
    let document = try SpecFields(SpecNode.parse(text, file: file), owner: "the file")
    try document.requireKnown([
      "formats", "dialects", "masks", "estimators", "accumulators", "blocks", "quantizers",
      "profiles",
    ])
    if let list = document.node("formats") {
      for node in try list.elements("'formats'") {
        let format = try FormatReader.format(node)
        try added.index.add(format, at: added.formats.count, node)
        added.formats.append(format)
      }
    }
    if let list = document.node("dialects") {
      for node in try list.elements("'dialects'") {
        let dialect = try DialectReader.dialect(node)
        guard !added.dialects.contains(where: { Self.same($0.name, dialect.name) }) else {
          throw node.error("dialect '\(dialect.name)' is there already", "choose another name")
        }
        added.dialects.append(dialect)
      }
    }
    if let list = document.node("masks") {
      for node in try list.elements("'masks'") {
        let mask = try SparsityReader.mask(node)
        guard !added.masks.contains(where: { Self.same($0.name, mask.name) }) else {
          throw node.error("mask '\(mask.name)' is there already", "choose another name")
        }
        added.masks.append(mask)
      }
    }
    if let list = document.node("estimators") {
      for node in try list.elements("'estimators'") {
        let estimator = try SparsityReader.estimator(node)
        guard !added.estimators.contains(where: { Self.same($0.name, estimator.name) }) else {
          throw node.error("estimator '\(estimator.name)' is there already", "choose another name")
        }
        added.estimators.append(estimator)
      }
    }
    if let list = document.node("accumulators") {
      for node in try list.elements("'accumulators'") { try added.add(accumulator: node) }
    }
    if let list = document.node("blocks") {
      for node in try list.elements("'blocks'") { try added.add(block: node) }
    }
    if let list = document.node("quantizers") {
      for node in try list.elements("'quantizers'") {
        let entry = try QuantizerEntry(node)
        guard !added.quantizers.contains(where: { Self.same($0.grid.name, entry.grid.name) }) else {
          throw node.error("grid '\(entry.grid.name)' is there already", "choose another name")
        }
        added.quantizers.append(entry)
      }
    }
    if let list = document.node("profiles") {
      for node in try list.elements("'profiles'") {
        let profile = try ProfileReader(added).entry(node)
        guard !added.profiles.contains(where: { Self.same($0.name, profile.name) }) else {
          throw node.error("profile '\(profile.name)' is there already", "choose another name")
        }
        added.profiles.append(profile)
      }
    }
    added.hash.add(text.utf8)
    self = added
  }

  private mutating func add(accumulator node: SpecNode) throws(SpecError) {
    let entry = try AccumulatorReader(self).entry(node)
    // A name that follows a rule may be listed, but only with the meaning that the rule gives.
    let other: Accumulator?
    do { other = try accumulator(named: entry.name) } catch { other = nil }
    guard !accumulators.contains(where: { Self.same($0.name, entry.name) }),
      other.map({ $0 == entry.accumulator }) ?? true
    else {
      throw node.error("accumulator '\(entry.name)' is there already", "choose another name")
    }
    accumulators.append(entry)
  }

  private mutating func add(block node: SpecNode) throws(SpecError) {
    let entry = try BlockReader(self).entry(node)
    let other: BlockFormat?
    do { other = try block(named: entry.name) } catch { other = nil }
    guard !blocks.contains(where: { Self.same($0.name, entry.name) }),
      other.map({ $0 == entry.block }) ?? true
    else {
      throw node.error("block format '\(entry.name)' is there already", "choose another name")
    }
    blocks.append(entry)
  }

  /// Adds the entries of a file.
  ///
  /// - Throws: `SpecError` as `add(specification:file:)` does, or where the file cannot be read.
  public mutating func add(formatsFile path: String) throws(SpecError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw SpecError(
        file: path, what: "the file cannot be read", remedy: "check that it exists and is readable")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw SpecError(file: path, what: "the file is not UTF-8", remedy: "save it as UTF-8")
    }
    try add(specification: text, file: path)
  }

  /// Whether two names are the same but for upper and lower case.
  static func same(_ a: String, _ b: String) -> Bool {
    a.lowercased() == b.lowercased()
  }
}
