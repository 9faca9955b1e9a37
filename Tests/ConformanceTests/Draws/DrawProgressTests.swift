import Devices
import ExactArithmetic
import Foundation
import Harness
import Results
import Synchronization
import Testing

@testable import Conformance

@Suite("draws that go on after a stop")
struct DrawProgressTests {
  private static let id = "encode-block/mxfp4_e2m1/float32/1x4/stochastic-4/atMost"

  /// A run with every state that it kept, each read back from its file's form.
  private func run(
    _ source: String = "philox", seed: UInt64 = 3, draws: Int = 12_000, from: CheckState? = nil,
    deadline: ContinuousClock.Instant? = nil, every interval: Duration = .zero
  ) async throws -> (result: CheckResult, kept: [CheckState]) {
    let source = try #require(WordSource.named(source))
    let check = try InsideCheckTests.check(
      Self.id, on: DrawingDevice(source, seed: seed), draws: draws)
    let states = Mutex<[CheckState]>([])
    var context = CheckContext(resumed: from, deadline: deadline)
    context.saveInterval = interval
    context.save = { state in states.withLock { $0.append(state) } }
    let result = await check.run(context)
    let kept = try states.withLock(\.self).map {
      try JSONDecoder().decode(CheckState.self, from: JSONEncoder().encode($0))
    }
    return (result, kept)
  }

  @Test("end with as many draws of everything as in one run")
  func goesOn() async throws {
    let (whole, kept) = try await run()
    #expect(whole.verdict.conforms, "\(whole.verdict)")
    #expect(kept.count > 8)
    #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.block <= $1.block })
    for index in [0, 2, kept.count / 2, kept.count - 1] {
      let (rest, _) = try await run(from: kept[index])
      #expect(rest.verdict == whole.verdict, "after \(index): \(rest.verdict)")
      #expect(rest.draws == whole.draws)
      #expect(rest.cases == whole.cases)
    }
  }

  @Test("stay refuted: a look is not taken again on other draws")
  func staysRefuted() async throws {
    // What is kept before each look alone.
    let (refuted, kept) = try await run("one-a-block", every: .seconds(3600))
    let found = try #require(refuted.verdict.counterexample)
    let (again, _) = try await run(seed: 78, from: kept.last)
    #expect(again.verdict.counterexample?.got == found.got)
    #expect(again.cases == refuted.cases)
  }

  @Test("spend nothing twice: looks that were taken are over")
  func spentOnce() async throws {
    let last = try #require(try await run().kept.last)
    var absurd = last
    let draws = try #require(last.draws)
    let looks = try #require(try await run().result.draws?.looks)
    #expect(draws.looked == looks - 1)
    // Counts that any look would refute.
    absurd.draws?.outcomes = draws.outcomes.map { $0.map { _ in 0 } }
    #expect(try await run(from: absurd).result.verdict.counterexample != nil)
    absurd.draws?.looked = looks
    #expect(try await run(from: absurd).result.verdict.conforms)
  }

  @Test("are undecided when time runs out, and say where they stand")
  func timeLimit() async throws {
    let (stopped, _) = try await run(deadline: .now)
    #expect(stopped.verdict.reason == "time ran out after 0 draws")
    #expect(stopped.cursor == 0)
    #expect(stopped.state?.draws != nil)
    let (rest, _) = try await run(from: stopped.state)
    #expect(rest.verdict.conforms)
  }

  @Test("go on with the same draws only")
  func otherDemand() async throws {
    let kept = try await run().kept
    let (other, _) = try await run(draws: 24_000, from: kept.last)
    #expect(other.verdict.reason?.hasPrefix("the checkpoint is of other draws") == true)
    #expect(other.cases == 0)
  }
}
