public import Devices
import Harness
public import Results
public import Specs

/// One certified verdict, checked again: its own consistency, then whole stretches of its stream,
/// chosen at random, against the reference and, where one is given, against a device.
public struct CertificateAudit: Sendable {
  /// What was found wrong.
  public struct Fault: Hashable, Sendable {
    /// Where: the verdict, its counts, a stretch or a case.
    public var place: String
    /// What is certified, or expected there.
    public var certified: String
    /// What there is instead.
    public var found: String
  }

  /// What came of checking a verdict again.
  public struct Outcome: Sendable {
    /// The cases that were computed again.
    public var cases: UInt64 = 0
    /// The stretches that they fill, and how many there are.
    public var segments = (checked: 0, total: 0)
    /// The first thing that is wrong, if anything.
    public var fault: Fault?
    /// Why nothing could be checked, if so.
    public var reason: String?
  }

  /// The verdict.
  public let record: VerdictRecord
  private let catalog: Catalog

  /// Takes up a verdict.
  public init(_ record: VerdictRecord, catalog: Catalog) {
    self.record = record
    self.catalog = catalog
  }

  /// Checks the verdict again.
  ///
  /// - Parameters:
  ///   - wanted: how many cases to compute again at least, or all where there are fewer.
  ///   - seed: which stretches are chosen.
  ///   - device: what is asked again.
  /// - Throws: `DeviceError` where the device does not compute the operation or does not answer,
  ///   `SpecError` where the operation is not known.
  public func run(
    cases wanted: UInt64, seed: UInt64, device: (any Device)? = nil
  ) async throws -> Outcome {
    var outcome = Outcome()
    guard let extent = record.extent, let blocks = extent.blocks, let segments = extent.segments,
      let provenance = record.provenance
    else {
      outcome.reason = "it has no blocks that could be computed again"
      return outcome
    }
    guard let stream = try stream(extent, seed: provenance.seed) else {
      outcome.reason = "no reference has its results; run it again"
      return outcome
    }
    outcome.segments.total = segments.digests.count
    outcome.fault = contradiction(stream, extent, blocks, segments)
    guard outcome.fault == nil else { return outcome }
    var order = Array(segments.digests.indices)
    var random = CaseStream(seed: seed, index: 0)
    while outcome.cases < wanted, !order.isEmpty {
      let place = order.remove(at: random.below(order.count))
      let first = UInt64(place) * segments.blocks
      let range = first..<min(first + segments.blocks, stream.blocks)
      outcome.fault = try await check(range, segments.digests[place], stream, device)
      outcome.segments.checked += 1
      outcome.cases +=
        stream.range(of: range.upperBound - 1).upperBound
        - stream.range(of: range.lowerBound).lowerBound
      if outcome.fault != nil { break }
    }
    return outcome
  }

  /// The stream of the operation that the id names; `nil` where the id names a law without one.
  private func stream(_ extent: VerdictExtent, seed: UInt64) throws -> CertifiedStream? {
    let device = ProductionDevice()
    guard let id = CheckID(parsing: record.id), let basis = extent.basis,
      let effort = CheckEffort(rawValue: basis.effort),
      let check = try LawRegistry.check(id, in: catalog, effort: effort, on: { _ in device })
        as? DeviceCheck
    else { return nil }
    guard !check.isSpelled else { return try check.stream(seed: seed, isAimed: false) }
    return try DeviceCheck(
      check.operation, on: device, preset: check.preset, effort: effort, sample: basis.sample
    ).stream(seed: seed, isAimed: basis.isAimed)
  }

  /// What the certificate says of itself that cannot be.
  private func contradiction(
    _ stream: CertifiedStream, _ extent: VerdictExtent, _ blocks: VerdictExtent.Blocks,
    _ segments: VerdictExtent.Segments
  ) -> Fault? {
    func differing(_ place: String, _ certified: Any, _ found: Any) -> Fault? {
      let (certified, found) = ("\(certified)", "\(found)")
      return certified == found ? nil : Fault(place: place, certified: certified, found: found)
    }
    var sum = ResultDigest.empty
    segments.digests.forEach { sum.add($0) }
    let count = segments.blocks == 0 ? 0 : (stream.blocks - 1) / segments.blocks + 1
    return differing("the verdict", record.verdict, stream.verdict)
      ?? differing("the number of cases", record.cases, stream.cases)
      ?? differing("the number of blocks", blocks.total, stream.blocks)
      ?? differing("the first block", blocks.first, 0)
      ?? differing("the end of the blocks", blocks.end, stream.blocks)
      ?? differing("the distance of the blocks", blocks.step, 1)
      ?? differing("the number of stretches", segments.digests.count, count)
      ?? differing("the digest of all stretches together", extent.digest.text, sum.text)
  }

  /// What is wrong with a stretch.
  private func check(
    _ blocks: Range<UInt64>, _ certified: ResultDigest, _ stream: CertifiedStream,
    _ device: (any Device)?
  ) async throws -> Fault? {
    var sum = ResultDigest.empty
    for block in blocks {
      let cases = stream.range(of: block)
      let expected = stream.expected(cases)
      sum.add(stream.digest(of: expected, block: block))
      guard let device else { continue }
      let answers = try await stream.answers(device, cases)
      guard answers.count == expected.count else {
        throw DeviceError.failed("it did not answer all of the cases \(cases)")
      }
      guard let place = expected.indices.first(where: { answers[$0] != expected[$0] }) else {
        continue
      }
      let each = expected.count / cases.count
      let number = cases.lowerBound + UInt64(place / each)
      return Fault(
        place: "case \(number), \(stream.text(number)), of \(device.name)",
        certified: "0x" + String(expected[place], radix: 16, uppercase: true),
        found: "0x" + String(answers[place], radix: 16, uppercase: true))
    }
    guard sum != certified else { return nil }
    let first = stream.range(of: blocks.lowerBound).lowerBound
    let end = stream.range(of: blocks.upperBound - 1).upperBound
    return Fault(
      place: "the digest of the cases \(first) to \(end - 1)", certified: certified.text,
      found: sum.text)
  }
}
