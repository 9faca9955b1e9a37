import Harness
import Reporting
import Synchronization
import Testing

private final class Sink: Sendable {
  private let text = Mutex("")
  func write(_ more: String) { text.withLock { $0 += more } }
  var all: String { text.withLock { $0 } }
}

private func progress(_ fraction: Double, cases: UInt64, seconds: Double) -> SearchProgress {
  var tally = Tally()
  tally.cases = cases
  return SearchProgress(
    state: SearchState(cursor: .index(0), tally: tally, seconds: seconds), fraction: fraction)
}

@Suite struct ProgressTests {
  @Test func aTerminalShowsOneLinePerSecond() {
    let sink = Sink()
    let meter = ProgressMeter(isTerminal: true) { sink.write($0) }
    meter.update(progress(0.001, cases: 999_900, seconds: 0.5), of: "cast")
    meter.update(progress(0.2, cases: 2_000, seconds: 1.4), of: "cast")
    meter.update(progress(0.25, cases: 300, seconds: 1.5), of: "cast")
    meter.finish()
    #expect(
      sink.all == "\rcast  0 %  1.00 M cases  500 ms"
        + "\rcast  25 %  300 cases  1.50 s, 4.50 s left\r" + String(repeating: " ", count: 42)
        + "\r")
  }

  @Test func aShorterLineCoversALongerOne() {
    let sink = Sink()
    let meter = ProgressMeter(isTerminal: true) { sink.write($0) }
    meter.update(progress(0, cases: 1, seconds: 0), of: "a long name")
    meter.update(progress(0, cases: 1, seconds: 0), of: "b")
    #expect(sink.all == "\ra long name  0 %  1 cases  0 s\rb  0 %  1 cases  0 s          ")
  }

  @Test func elsewhereEachTenthIsALine() {
    let sink = Sink()
    let meter = ProgressMeter(isTerminal: false) { sink.write($0) }
    for step in 0...100 {
      meter.update(
        progress(Double(step) / 100, cases: UInt64(step), seconds: Double(step)), of: "add")
    }
    meter.finish()
    let lines = sink.all.split(separator: "\n")
    #expect(lines.count == 10)
    #expect(lines.first == "add  10 %  10 cases  10.0 s, 1m 30s left")
    #expect(lines.last == "add  100 %  100 cases  1m 40s")
    #expect(!sink.all.contains("\r"))
  }

  @Test func linesStayBelowEightyCharacters() {
    let sink = Sink()
    let meter = ProgressMeter(isTerminal: true) { sink.write($0) }
    let label = String(repeating: "name", count: 60)
    meter.update(progress(0.5, cases: .max, seconds: 99_999), of: label)
    #expect(sink.all.dropFirst().count == 79)
    #expect(sink.all.hasSuffix("  50 %  18.4 E cases  1d 03h, 1d 03h left"))
  }
}
