import Descriptors
import Devices
import Reference
import Specs

/// One operation of a library in one of its own dialects.
struct PeerQuestion: PeerAsking {
  let peer: PeerDevice
  let version: String
  let operation: Operation
  /// The preset's name.
  let dialect: String
  /// Whether the rule for values out of range was chosen beside the dialect, for all that it is
  /// compared with.
  var choosesOverflow = false
  /// What may come between the operand's format and the result's.
  let intermediates: [FormatDescriptor]

  /// Everything that a library can be asked: all casts between its formats and all arithmetic, in
  /// its own dialects; rules other than theirs from binary32 only.
  static func all(
    of peer: PeerDevice, _ description: PeerDescription, in catalog: Catalog
  ) throws(SpecError) -> [PeerQuestion] {
    var found: [PeerQuestion] = []
    var intermediates: [FormatDescriptor] = []
    for name in ["float32", "float16", "bfloat16"] {
      intermediates.append(try catalog.format(named: name))
    }
    func add(
      _ kind: Operation.Kind, from source: String, to target: String, _ preset: DialectPreset,
      _ rounding: RoundingRule? = nil, _ overflow: OverflowRule? = nil
    ) throws(SpecError) {
      let result = try catalog.format(named: target)
      let operand = try catalog.format(named: source)
      var dialect = preset.dialect(for: result.name)
      if let rounding { dialect.rounding = rounding }
      if let overflow { dialect.overflow = overflow }
      let operation = Operation(
        kind, operands: Array(repeating: operand, count: kind.operandCount), result: result,
        dialect: dialect)
      guard case .supported = description.support(for: operation) else { return }
      // Where two of a library's dialects say the same, one is asked.
      guard !found.contains(where: { $0.operation == operation }) else { return }
      found.append(
        PeerQuestion(
          peer: peer, version: description.version, operation: operation, dialect: preset.name,
          choosesOverflow: overflow != nil, intermediates: intermediates))
    }
    for name in peer.dialects {
      let preset = try catalog.dialect(named: name)
      for target in description.targets {
        for source in description.sources {
          try add(.cast, from: source, to: target, preset)
        }
        let roundings = description.roundingsOf[target] ?? description.roundings
        for rounding in roundings.compactMap(RoundingRule.init(name:)) {
          try add(.cast, from: "float32", to: target, preset, rounding)
        }
      }
      for format in description.arithmetic {
        for kind in [Operation.Kind.add, .sub, .mul, .div, .sqrt] {
          try add(kind, from: format, to: format, preset)
        }
      }
    }
    if description.hasP3109, let name = peer.p3109 {
      let preset = try catalog.dialect(named: name)
      let roundings = description.p3109Roundings.compactMap(RoundingRule.init(name:))
      let overflows = description.p3109Saturations.compactMap(OverflowRule.init(rawValue:))
      for (bits, precisions) in [(4, [1, 2]), (6, [2, 3]), (8, [1, 3, 4]), (12, [1, 5])] {
        for precision in precisions {
          for ending in ["se", "sf", "ue", "uf"] {
            let name = "Binary\(bits)p\(precision)\(ending)"
            try add(.cast, from: "float32", to: name, preset)
            try add(.cast, from: name, to: "float64", preset)
            // All rules with one another in a format with binades of several values, and one without.
            guard bits == 8, precision != 4 else { continue }
            for rounding in roundings {
              for overflow in overflows {
                try add(.cast, from: "float32", to: name, preset, rounding, overflow)
              }
            }
          }
        }
      }
    }
    return found
  }

  var name: String { operation.name(dialect: dialect) }

  /// Asks the library once, and compares what it answers with every dialect.
  func finding(
    beside dialects: [DialectPreset], effort: CheckEffort, seed: UInt64
  ) async -> PeerFinding {
    let task = VectorTask(Evaluator(ScalarEvaluator(operation)), preset: dialect)
    let vectors = CaseVectors(task, effort: effort, seed: seed)
    var finding = PeerFinding(
      library: peer.name, version: version, operation: operation.name(dialect: dialect),
      dialect: dialect, cases: 0, isEverything: vectors.extent == .everything, differing: 0,
      otherNaNs: 0,
      others: [])
    var own = PeerComparison(operation)
    var kinds = PeerKindCount(operation, through: intermediates)
    var others: [PeerParting] = []
    for preset in dialects where preset.name != dialect {
      guard preset.roundings.isEmpty || preset.roundings.contains(operation.dialect.rounding)
      else { continue }
      var other = operation
      other.dialect = preset.dialect(for: operation.result.name)
      other.dialect.rounding = operation.dialect.rounding
      if choosesOverflow { other.dialect.overflow = operation.dialect.overflow }
      others.append(PeerParting(other, preset: preset.name))
    }
    do throws(DeviceError) {
      let unit = try peer.peerUnit(operation)
      let size: UInt64 = 1 << 12
      for first in stride(from: UInt64(0), to: vectors.count, by: Int(size)) {
        let count = Int(min(size, vectors.count - first))
        var batch = Batch(operation, count: count)
        for index in 0..<count {
          for (place, code) in vectors[first + UInt64(index)].codes.enumerated() {
            batch.operands[place][index] = code
          }
        }
        for (index, answer) in try await unit.answers(batch).enumerated() {
          var item = PeerCase(batch.codes(at: index), answer, of: own.evaluator)
          let result = own.add(&item)
          if case .differs(let expected) = result { kinds.add(&item, expected: expected) }
          for place in others.indices { others[place].add(&item, followsOwn: result == .same) }
          finding.cases += 1
        }
      }
    } catch {
      finding.failure = "\(error)"
    }
    finding.differing = own.differing
    finding.otherNaNs = own.otherNaNs
    finding.smallest = own.smallest
    finding.smallestNaN = own.smallestNaN
    finding.kinds = kinds.kinds
    finding.others = others.map {
      .init(
        dialect: $0.preset, differing: $0.comparison.differing, smallest: $0.comparison.smallest,
        choices: $0.choices(from: operation.dialect))
    }
    return finding
  }
}
