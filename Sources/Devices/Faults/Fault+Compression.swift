import Descriptors

extension Fault {
  /// Mistakes in storing sparse groups and in bringing them back.
  static let compression: [Fault] = [
    stored("places-unsorted", "zeros that fill free places stand behind the survivors") {
      group, keep, isZero in
      let survivors = group.indices.filter { !isZero(group[$0]) }
      let highest = survivors.last ?? -1
      let zeros = group.indices.filter { isZero(group[$0]) }
      let above = zeros.filter { $0 > highest }
      let free = above + zeros.filter { $0 < highest }.reversed()
      return survivors + free.prefix(keep - survivors.count)
    },
    stored("free-place-below", "free places take the first zeros of the group, wherever they are") {
      group, keep, isZero in
      let survivors = group.indices.filter { !isZero(group[$0]) }
      let free = group.indices.filter { isZero(group[$0]) }.prefix(keep - survivors.count)
      return (survivors + free).sorted()
    },
    stored("last-survivor-dropped", "what stands last in a group is taken for a zero") {
      group, keep, isZero in
      let survivors = group.indices.dropLast().filter { !isZero(group[$0]) }
      let highest = survivors.last ?? -1
      let others = group.indices.filter { !survivors.contains($0) }
      let free = others.filter { $0 > highest } + others.filter { $0 < highest }.reversed()
      return (survivors + free.prefix(keep - survivors.count)).sorted()
    },
    .elements("negative-zero-kept", "-0 is no zero, and takes the place of an element") {
      operation in
      guard operation.format.layout?.hasNegativeZero ?? false else { return nil }
      return storing(operation) { group, keep, _ in
        let survivors = group.indices.filter { group[$0] != 0 }.prefix(keep)
        let highest = survivors.last ?? -1
        let others = group.indices.filter { !survivors.contains($0) }
        let free = others.filter { $0 > highest } + others.filter { $0 < highest }.reversed()
        return (survivors + free.prefix(keep - survivors.count)).sorted()
      }
    },
    .elements("places-high-first", "the first place of a group is written into the higher bits") {
      operation in
      guard case .compress(let compression) = operation.function, compression.layout == .mmaSp
      else { return nil }
      var wrong = ElementMisoperation(operation)
      wrong.answer = { _, results in
        results.dropLast() + results.suffix(1).map { ($0 & 0x33) << 2 | ($0 & 0xCC) >> 2 }
      }
      return wrong
    },
    .elements("places-ignored", "stored elements go to the first places of their group") {
      operation in
      guard case .expand(let compression) = operation.function, compression.pattern.prune > 0
      else { return nil }
      let (keep, of) = (compression.pattern.keep, compression.pattern.of)
      var wrong = ElementMisoperation(operation)
      wrong.answer = { operands, results in
        results.indices.map { index in
          let place = index % of
          return place < keep ? operands[index / of * keep + place] : 0
        }
      }
      return wrong
    },
    .elements("filled-with-negative-zero", "elements without a place become -0") { operation in
      guard case .expand(let compression) = operation.function, compression.layout == .bytes,
        operation.format.layout?.hasNegativeZero ?? false
      else { return nil }
      let (codes, top) = (compression.codes, operation.format.topBit)
      var wrong = ElementMisoperation(operation)
      wrong.answer = { operands, results in
        results.indices.map { operands[codes...].contains(UInt64($0)) ? results[$0] : top }
      }
      return wrong
    },
  ]

  /// Which places of a group are stored, in which order.
  private typealias Choice =
    @Sendable (_ group: [UInt64], _ keep: Int, _ isZero: (UInt64) -> Bool) -> [Int]

  private static func stored(
    _ id: String, _ title: String, _ choice: @escaping Choice
  ) -> Fault {
    .elements(id, title) { storing($0, choice) }
  }

  /// Compressing with another choice of places; `nil` where nothing is chosen, and where places share
  /// a byte.
  private static func storing(
    _ operation: Operation, _ choice: @escaping Choice
  ) -> ElementMisoperation? {
    guard case .compress(let compression) = operation.function, compression.layout == .bytes,
      compression.pattern.prune > 0
    else { return nil }
    let format = operation.format
    let keep = compression.pattern.keep
    var wrong = ElementMisoperation(operation)
    wrong.answer = { group, _ in
      let places = choice(group, keep) { code in
        format.layout.map { format.kind(of: code, $0) == .zero } ?? (code == 0)
      }
      return places.map { group[$0] } + places.map(UInt64.init)
    }
    return wrong
  }
}
