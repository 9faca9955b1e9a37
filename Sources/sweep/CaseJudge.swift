import Conformance
import Descriptors
import Devices
import Foundation
import Harness
import Reference
import Specs

/// Cases judged in this process, as `assay verify` judges them, one thread each.
struct CaseJudge: Sendable {
  /// What is judged, unless a case is about the reference alone.
  let device: any Device

  /// Judges a case.
  func callAsFunction(_ item: SweepCase) async -> SweepOutcome {
    let clock = ContinuousClock()
    let begin = clock.now
    var outcome = await judge(item)
    outcome.seconds = (clock.now - begin) / .seconds(1)
    return outcome
  }

  private func judge(_ item: SweepCase) async -> SweepOutcome {
    let checks: [PlannedCheck]
    do {
      checks = try CaseResolution(item, on: device).checks()
    } catch let error as SpecError {
      return SweepOutcome(kind: .refused, text: "\(error)")
    } catch let error as OperationError {
      return SweepOutcome(kind: .refused, text: error.text)
    } catch let error as CaseResolution.Refusal {
      return SweepOutcome(kind: .refused, text: error.description)
    } catch {
      return SweepOutcome(kind: .failed, text: "\(error)")
    }
    var found = SweepOutcome(kind: .conforms)
    var skipped: String?
    var isAnswered = false
    for check in checks {
      var context = CheckContext(workers: 1)
      context.coverage = CoverageDetail(rawValue: item.coverage ?? "full") ?? .full
      let result = await check.run(context)
      found.checks += 1
      switch result.verdict {
      case .proved, .enumerated, .sampled: isAnswered = true
      case .skipped(let reason):
        skipped = reason
      case .undecided(let reason):
        return SweepOutcome(
          kind: result.hasFailed ? .failed : .undecided, text: "\(check.id): \(reason)")
      case .refuted(let example):
        return SweepOutcome(
          kind: .refuted,
          text: "\(check.id): \(example.text): expected \(example.expected), got \(example.got)")
      }
    }
    // Some laws have nothing to say of a format; a case of which nothing is said is refused.
    if !isAnswered { (found.kind, found.text) = (.refused, skipped ?? "no check") }
    return found
  }

  /// Judges the cases that come in, one JSON text a line, until there are no more.
  func serve() async {
    let (decoder, encoder) = (JSONDecoder(), JSONEncoder())
    while let line = readLine() {
      guard let item = try? decoder.decode(SweepCase.self, from: Data(line.utf8)) else { return }
      let outcome = await self(item)
      guard var data = try? encoder.encode(outcome) else { return }
      data.append(10)
      FileHandle.standardOutput.write(data)
    }
  }
}
