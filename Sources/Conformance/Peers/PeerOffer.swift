import Descriptors
import Devices

/// What a library lets its callers choose, of all that dialects know.
public struct PeerOffer: Sendable, Hashable {
  /// The library.
  public let library: String
  /// The version that was asked.
  public let version: String
  /// What there is, with how far the library has it; in one order for all libraries.
  public let items: [Item]

  /// Something that a library may offer.
  public struct Item: Sendable, Hashable {
    public var name: String
    /// How far it is offered, in words; `nil` where it is not.
    public var extent: String?
  }

  init(_ library: String, _ description: PeerDescription) {
    self.library = library
    version = description.version
    var items = RoundingRule.deterministic.map {
      Item(name: "rounding \($0.name)", extent: Self.extent(ofRounding: $0.name, description))
    }
    for rule in OverflowRule.allCases {
      var extent = description.saturations.contains(rule.name) ? "yes" : nil
      if extent == nil, description.p3109Saturations.contains(rule.name) { extent = "P3109 only" }
      items.append(Item(name: "overflow \(rule.name)", extent: extent))
    }
    func add(_ name: String, _ formats: [String]) {
      let few = formats.count <= 2 ? formats.joined(separator: ", ") : "\(formats.count) formats"
      items.append(Item(name: name, extent: formats.isEmpty ? nil : few))
    }
    add("cast to", description.targets)
    add("add, sub, mul, div, sqrt", description.arithmetic)
    add("blocks", description.blocks)
    items.append(Item(name: "formats of P3109", extent: description.hasP3109 ? "yes" : nil))
    self.items = items
  }

  private static func extent(ofRounding rule: String, _ description: PeerDescription) -> String? {
    if description.roundings.contains(rule) { return "yes" }
    if description.p3109Roundings.contains(rule) { return "P3109 only" }
    let targets = description.targets.filter { description.roundingsOf[$0]?.contains(rule) == true }
    return targets.isEmpty ? nil : "to \(targets.joined(separator: ", ")) only"
  }
}
