import Descriptors
import Harness
public import Specs

/// What a device offers of a profile, as the YAML files that IEEE P3109 asks an implementation to
/// publish.
///
/// The keys are those of the examples that the working group publishes (P3109/Public, folder
/// `Exemplars`). No file holds a time: the same device gives the same bytes.
public struct ProfileFiles: Sendable {
  /// The profile.
  public let profile: ProfileEntry
  /// What was measured, in the profile's order.
  public let measures: [KappaMeasure]
  /// Who publishes the files, and for what.
  public let provider: String
  /// The name and version of the device.
  public let implementation: String
  /// The version of this tool and the fingerprint of its specification files.
  public let tool: String

  /// Creates the files.
  public init(
    _ profile: ProfileEntry, measures: [KappaMeasure], provider: String, implementation: String,
    tool: String
  ) {
    self.profile = profile
    self.measures = measures
    self.provider = provider
    self.implementation = implementation
    self.tool = tool
  }

  /// The files by name.
  public var all: [(name: String, text: String)] {
    [
      ("Profiles.yaml", profiles), ("Configurations.yaml", configurations),
      ("Constraints.yaml", constraints), ("Kappas.yaml", kappas),
    ]
  }

  /// `p3109-minimum` as `P3109Minimum`.
  var configuration: String {
    profile.name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private var header: String {
    """
    # Written by assay; \(tool)
    metadata:
      - conformance: "IEEE SA P3109"
        version: "4.0"
      - provider: \(Self.quoted(provider))
      - implementation:
          name: \(Self.quoted(implementation))

    """
  }

  // MARK: - The files

  private var profiles: String {
    let own = profile.formats.filter { $0.p3109Name.hasPrefix("Binary") }.map(\.p3109Name)
    return header + """

      Profiles:
        - formats: [\(own.joined(separator: ", "))]
          configuration: \(configuration)

      """
  }

  private var configurations: String {
    let external = profile.formats.map(\.p3109Name).filter { !$0.hasPrefix("Binary") }
    let names = approximate.map { "      - \($0.name)" }
    return header + """

      \(configuration):
        - CoreOperations:
            - IEEE754_formats: [\(external.joined(separator: ", "))]
            - notes:
                - description: "Stochastic rounding is no part of this profile."
        - BlockSizes (B):
            - core:
                - elements: 1
        - Projections:
            - RoundingModes:
                - deterministic:
                    - \(profile.rounding.p3109Name)
            - SaturationModes:
                - \(profile.overflow.p3109Name)

      """ + (names.isEmpty ? "" : "  - KappaApproximate:\n" + names.joined(separator: "\n") + "\n")
      + differing
  }

  /// What is neither exact nor measured.
  private var differing: String {
    let texts = measures.compactMap { measure -> String? in
      guard let kind = measure.operation.kind else { return nil }
      let name = Self.signature(kind)
      let formats = Self.tuple(measure.operation)
      switch measure.verdict {
      case .proved, .enumerated, .sampled: return nil
      case .refuted: return measure.kappa == nil ? "\(name) of \(formats) differs" : nil
      case .undecided, .skipped: return "\(name) of \(formats) is not offered"
      }
    }
    guard !texts.isEmpty else { return "" }
    return "  - notes:\n" + texts.map { "      - description: \(Self.quoted($0))\n" }.joined()
  }

  private var constraints: String {
    let offered = measures.filter { measure in
      switch measure.verdict {
      case .proved, .enumerated, .sampled, .refuted: true
      case .undecided, .skipped: false
      }
    }
    var text = header + "\n\(configuration):\n"
    for kind in Self.kinds(offered) {
      let own = offered.filter { $0.operation.kind == kind }
      text += """
          - "\(Self.declaration(kind))":
              Requires:
                - \(Self.quoted(Self.requirement(own.map(\.operation))))

        """
      if kind.rounds { text += "      Projections:\n        - \(projection)\n" }
    }
    return text
  }

  private var kappas: String {
    var text = header + "\n\(configuration):\n"
    for group in groups {
      let cases = group.measures.map(\.cases).reduce(0, +)
      let method = group.isEverything ? "exhaustive" : "sampling"
      text += """
          \(group.name):
            Approximates: "\(Self.signature(group.kind))"
            Kappas:
              - { interval: "[ -Inf, Inf ]", kappa: \(group.kappa) }
            Constraints:
              - \(Self.quoted(Self.requirement(group.measures.map(\.operation))))
            Projections:
              - \(projection)
            Verification:
              method: \(method)
              cases: \(cases)

        """
    }
    return text
  }

  private var projection: String {
    "{ RoundingMode: \(profile.rounding.p3109Name), "
      + "SaturationMode: \(profile.overflow.p3109Name) }"
  }

  // MARK: - Groups

  /// The specialisations of one function that are equally far off and equally well known.
  struct Group {
    var name: String
    var kind: Operation.Kind
    var kappa: Kappa
    var isEverything: Bool
    var measures: [KappaMeasure]
  }

  /// The numeric functions; an approximate one has a name of its own (section 4.4).
  var groups: [Group] {
    let numeric = measures.filter { $0.kappa != nil }
    return Self.kinds(numeric).flatMap { kind -> [Group] in
      var found: [Group] = []
      for measure in numeric where measure.operation.kind == kind {
        guard let kappa = measure.kappa else { continue }
        if let place = found.firstIndex(where: {
          $0.kappa == kappa && $0.isEverything == measure.isEverything
        }) {
          found[place].measures.append(measure)
        } else {
          found.append(
            Group(
              name: kind.p3109Name + (kappa == .exact ? "" : "Approximate"), kind: kind,
              kappa: kappa, isEverything: measure.isEverything, measures: [measure]))
        }
      }
      // Where a name stands for several groups, they are counted.
      return found.enumerated().map { index, group in
        var group = group
        let namesakes = found.count { $0.name == group.name }
        if namesakes > 1 {
          group.name += ".\(found[...index].count { $0.kappa.isLike(group.kappa) })"
        }
        return group
      }
    }
  }

  private var approximate: [Group] { groups.filter { $0.kappa != .exact } }

  private static func kinds(_ measures: [KappaMeasure]) -> [Operation.Kind] {
    var seen: Set<Operation.Kind> = []
    return measures.compactMap(\.operation.kind).filter { seen.insert($0).inserted }
  }

  // MARK: - Texts

  /// `Add{fx, fy, fr, ρ}`.
  static func signature(_ kind: Operation.Kind) -> String {
    "\(kind.p3109Name){\((kind.p3109Parameters + (kind.rounds ? ["ρ"] : [])).joined(separator: ", "))}"
  }

  /// `Add<fx, fy, fr, ρ>(x, y) -> r`.
  private static func declaration(_ kind: Operation.Kind) -> String {
    let parameters = kind.p3109Parameters + (kind.rounds ? ["ρ"] : [])
    return "\(kind.p3109Name)<\(parameters.joined(separator: ", "))>"
      + "(\(kind.p3109Operands.joined(separator: ", "))) -> r"
  }

  /// `(fx, fr) in [(Binary8p3se, binary32), ...]`.
  private static func requirement(_ operations: [Operation]) -> String {
    let parameters = operations.first?.kind?.p3109Parameters ?? []
    let names =
      parameters.count == 1 ? parameters[0] : "(\(parameters.joined(separator: ", ")))"
    return "\(names) in [\(operations.map(tuple).joined(separator: ", "))]"
  }

  private static func tuple(_ operation: Operation) -> String {
    let formats = operation.p3109Formats
    return formats.count == 1 ? formats[0] : "(\(formats.joined(separator: ", ")))"
  }

  /// A text as a YAML scalar in double quotes.
  static func quoted(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case _ where scalar.properties.generalCategory == .control:
        let digits = String(scalar.value, radix: 16)
        escaped += "\\x" + (digits.count < 2 ? "0" : "") + digits
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return "\"\(escaped)\""
  }
}

extension Kappa {
  /// Whether both are exact or neither is, so that they share a name.
  fileprivate func isLike(_ other: Kappa) -> Bool { (self == .exact) == (other == .exact) }
}
