/// Cuts the sequences of a property into units of about equal work.
struct Planner: Sendable {
  let property: Property
  let shard: Shard

  /// The part of all sequences that belongs to the shard; `nil` when it is empty.
  func everything() -> WorkUnit? {
    let first = probe([])
    guard let bound = first.bounds.first else {
      return shard.index == 0 ? .sequences(start: [], depth: 0, last: 0) : nil
    }
    let length = first.bounds.count == 1 ? first.runLength : 1
    let (start, overflow) = UInt64(shard.index).multipliedReportingOverflow(by: length)
    guard !overflow, start <= bound else { return nil }
    return .sequences(start: start == 0 ? [] : [start], depth: 0, last: bound)
  }

  /// Whether the sequence can be a cursor of this shard.
  func contains(_ sequence: [UInt64]) -> Bool {
    let probe = probe(sequence)
    guard probe.isWithinBounds else { return false }
    guard let first = probe.values.first else { return shard.index == 0 }
    let length = probe.values.count == 1 ? probe.runLength : 1
    return (first / length) % UInt64(shard.count) == UInt64(shard.index)
  }

  /// Whether there are about so many sequences or fewer.
  ///
  /// The ranges met by the case of all zeros are to have no larger product, and those met by the case
  /// of all largest choices, which often are more, one of at most sixteen times as much.
  func expectsAtMost(_ most: UInt64) -> Bool {
    func product(_ start: [UInt64]) -> UInt64 {
      probe(start).bounds.reduce(1) { saturatingProduct($0, saturatingSum($1, 1)) }
    }
    return product([]) <= most
      && product(Array(repeating: .max, count: 64)) <= saturatingProduct(most, 16)
  }

  /// The ranges of the case that begins with the given choices.
  func bounds(at start: [UInt64]) -> [UInt64] {
    probe(start).bounds
  }

  /// Splits off a first part of about `target` cases.
  ///
  /// The rest is `nil` when nothing remains.
  func split(_ unit: WorkUnit, target: UInt64) -> (head: WorkUnit, rest: WorkUnit?) {
    switch unit {
    case .indices(let first, let end, let step):
      let cut = saturatingSum(first, saturatingProduct(target, step))
      if cut >= end { return (unit, nil) }
      return (
        .indices(first: first, end: cut, step: step), .indices(first: cut, end: end, step: step)
      )
    case .sequences(let start, let depth, let last):
      return split(start: start, depth: depth, last: last, target: target)
    }
  }

  private func split(
    start: [UInt64], depth: Int, last: UInt64, target: UInt64
  ) -> (head: WorkUnit, rest: WorkUnit?) {
    let probe = probe(start)
    let whole = WorkUnit.sequences(start: start, depth: depth, last: last)
    guard probe.isWithinBounds, probe.values.count > depth else { return (whole, nil) }
    // Below the cut, the cases under one value of the cut choice: as many as its later ranges give.
    var cut = probe.values.count - 1
    var below: UInt64 = 1
    while cut > depth {
      let wider = saturatingProduct(below, saturatingSum(probe.bounds[cut], 1))
      if wider > target { break }
      below = wider
      cut -= 1
    }
    let length = cut == probe.values.count - 1 ? probe.runLength : 1
    let step = saturatingProduct(length, cut == 0 ? UInt64(shard.count) : 1)
    let blocks = max(1, target / saturatingProduct(below, length))
    let from = probe.values[cut] / length * length
    let through = saturatingSum(from, saturatingProduct(blocks, step) - 1)
    let limit = cut == depth ? min(last, probe.bounds[cut]) : probe.bounds[cut]
    let head = WorkUnit.sequences(start: start, depth: cut, last: min(through, limit))
    if through < limit {
      let next = Array(probe.values[..<cut]) + [through + 1]
      return (head, .sequences(start: next, depth: depth, last: last))
    }
    return (head, after(probe, cut: cut, depth: depth, last: last))
  }

  /// What follows when the choice at `cut` is exhausted.
  private func after(_ probe: Probe, cut: Int, depth: Int, last: UInt64) -> WorkUnit? {
    var index = cut - 1
    while index >= depth {
      let limit = index == depth ? min(last, probe.bounds[index]) : probe.bounds[index]
      if let next = Choices.successor(
        of: probe.values[index], length: 1, shard: index == 0 ? shard : .whole), next <= limit
      {
        let start = Array(probe.values[..<index]) + [next]
        return .sequences(start: start, depth: depth, last: last)
      }
      index -= 1
    }
    return nil
  }

  // MARK: - Probes

  private struct Probe {
    var values: [UInt64]
    var bounds: [UInt64]
    var runLength: UInt64
    var isWithinBounds: Bool
  }

  /// Runs one case, uncounted, to learn the ranges of its choices.
  private func probe(_ start: [UInt64]) -> Probe {
    var choices = Choices(labels: property.classes)
    choices.rewind(to: start)
    _ = property.run(&choices)
    return Probe(
      values: choices.drawn, bounds: choices.bounds,
      runLength: choices.hasRun ? choices.runLength : 1,
      isWithinBounds: choices.clampedAt == nil && choices.count >= start.count)
  }
}

func saturatingProduct(_ a: UInt64, _ b: UInt64) -> UInt64 {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  return overflow ? .max : product
}

func saturatingSum(_ a: UInt64, _ b: UInt64) -> UInt64 {
  let (sum, overflow) = a.addingReportingOverflow(b)
  return overflow ? .max : sum
}
