import Descriptors
public import Devices
import Harness
import Reference
public import Specs
import Synchronization

/// Numeric libraries asked everything that they compute, beside every dialect.
public struct PeerMatrix: Sendable {
  /// What came of each operation, library by library.
  public let findings: [PeerFinding]
  /// The libraries that are not installed.
  public let absent: [String]
  /// What each library that was asked lets its callers choose.
  public var offers: [PeerOffer] = []

  /// Asks every library that is installed.
  ///
  /// - Parameters:
  ///   - patterns: globs over libraries' names and operations' ids with their beginnings; none
  ///     asks for all.
  ///   - effort: how many cases of each operation, as for a device.
  ///   - progress: called with the share that is done, from any thread.
  /// - Throws: `SpecError` where a format or a dialect is not in the catalogue.
  public static func run(
    _ peers: [PeerDevice] = PeerDevice.all, catalog: Catalog, effort: CheckEffort,
    patterns: [String] = [], context: CheckContext = CheckContext(),
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(SpecError) -> PeerMatrix {
    var questions: [any PeerAsking] = []
    var offers: [PeerOffer] = []
    var absent: [String] = []
    for peer in peers {
      guard let description = peer.description else {
        absent.append(peer.name)
        continue
      }
      let before = questions.count
      for question in try PeerQuestion.all(of: peer, description, in: catalog)
      where question.matches(patterns) { questions.append(question) }
      for question in try PeerBlockQuestion.all(of: peer, description, in: catalog)
      where question.matches(patterns) { questions.append(question) }
      if questions.count > before { offers.append(PeerOffer(peer.name, description)) }
    }
    let asked = questions
    let dialects = catalog.dialects
    let queue = PeerQueue()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, context.workers) {
        group.addTask {
          while let index = queue.take(of: asked.count) {
            guard context.deadline.map({ .now < $0 }) ?? true else { return }
            let finding = await asked[index].finding(
              beside: dialects, effort: effort, seed: context.seed)
            let done = queue.add(finding, at: index)
            progress?(Double(done) / Double(asked.count))
          }
        }
      }
    }
    let found = queue.findings
    return PeerMatrix(
      findings: asked.indices.compactMap { found[$0] }, absent: absent, offers: offers)
  }

  /// Whether every library does what its own dialect says, as far as it was asked.
  public var conforms: Bool {
    findings.allSatisfy { $0.differing == 0 && $0.failure == nil }
  }
}

/// The questions that are still to be asked, and what came of the others.
private final class PeerQueue: Sendable {
  private let state = Mutex((next: 0, findings: [Int: PeerFinding]()))

  var findings: [Int: PeerFinding] { state.withLock(\.findings) }

  func take(of count: Int) -> Int? {
    state.withLock { state in
      guard state.next < count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  /// Keeps a finding; returns how many there are.
  func add(_ finding: PeerFinding, at index: Int) -> Int {
    state.withLock { state in
      state.findings[index] = finding
      return state.findings.count
    }
  }
}
