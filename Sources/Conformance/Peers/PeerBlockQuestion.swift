import Descriptors
import Devices
import Reference
import Specs

/// One operation on a block that a library is asked, beside the document of the block format.
struct PeerBlockQuestion: PeerAsking {
  let peer: PeerDevice
  let version: String
  let operation: Operation
  /// The document of the block format.
  let document: String

  /// A block of every format that the library knows, encoded from each of its formats and decoded.
  static func all(
    of peer: PeerDevice, _ description: PeerDescription, in catalog: Catalog
  ) throws(SpecError) -> [PeerBlockQuestion] {
    var found: [PeerBlockQuestion] = []
    for entry in catalog.blocks where description.blocks.contains(entry.block.name) {
      let block = entry.block
      let (rows, columns) = (block.shape.rows, block.shape.columns)
      func add(_ operation: Operation) {
        found.append(
          PeerBlockQuestion(
            peer: peer, version: description.version, operation: operation,
            document: entry.source))
      }
      for name in description.blockSources {
        add(
          Operation(
            .encodeBlock(block, rows: rows, columns: columns, ragged: .refuse),
            format: try catalog.format(named: name)))
      }
      for name in description.blockTargets {
        add(
          Operation(
            .decodeBlock(block, rows: rows, columns: columns, ragged: .refuse),
            format: try catalog.format(named: name),
            dialect: catalog.standard.dialect(for: name)))
      }
    }
    return found
  }

  var name: String { operation.name }

  /// The least blocks of a sample: of fewer, hardly one has an infinity and no NaN.
  private static let least: UInt64 = 1000

  func finding(
    beside dialects: [DialectPreset], effort: CheckEffort, seed: UInt64
  ) async -> PeerFinding {
    var finding = PeerFinding(
      library: peer.name, version: version, operation: name, dialect: document, cases: 0,
      isEverything: false, differing: 0, otherNaNs: 0, others: [])
    do {
      try await ask(try peer.peerUnit(operation), effort: effort, seed: seed, &finding)
    } catch {
      finding.failure = "\(error)"
    }
    return finding
  }

  /// Asks about every block, and for the smallest block of each way in which answers differ.
  func ask(
    _ unit: any PeerBlocks, effort: CheckEffort, seed: UInt64, _ finding: inout PeerFinding
  ) async throws {
    let evaluator = try Evaluator(operation)
    let domain = effort.domain(
      for: evaluator, sample: max(Self.least, effort.sample(of: operation)), seed: seed)
    finding.isEverything = domain.extent == .everything
    let study = PeerBlockStudy(evaluator, unit: unit)
    var kinds: [PeerBlockStudy.Kind: (count: UInt64, item: Case)] = [:]
    let size: UInt64 = 256
    for first in stride(from: UInt64(0), to: domain.count, by: Int(size)) {
      let items = (first..<min(first + size, domain.count)).map { domain($0) }
      for (item, answer) in zip(items, try await study.answers(items)) {
        finding.cases += 1
        switch study.verdict(item, answer) {
        case .same: break
        case .otherNaNs: finding.otherNaNs += 1
        case .differs(let kind):
          finding.differing += 1
          kinds[kind, default: (0, item)].count += 1
        }
      }
    }
    for (kind, found) in kinds {
      let (item, answer) = try await study.smallest(found.item, of: kind)
      finding.kinds.append(
        PeerKind(
          operand: kind.operand, outcome: kind.outcome, asIf: [], cases: found.count,
          smallest: study.difference(item, answer), rank: study.rank(item)))
    }
    finding.kinds.sort { ($1.cases, $0.operand, $0.outcome) < ($0.cases, $1.operand, $1.outcome) }
    finding.smallest =
      finding.kinds.min { $0.rank.lexicographicallyPrecedes($1.rank) }?.smallest
  }
}
