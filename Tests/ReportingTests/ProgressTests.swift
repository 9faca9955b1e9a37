import Harness
import Reporting
import Synchronization
import Testing

private final class Sink: Sendable {
  private let text = Mutex("")
  func write(_ more: String) { text.withLock { $0 += more } }
  var all: String { text.withLock { $0 } }
}

/// A meter whose clock is what each update says.
private final class Metered: Sendable {
  private let sink = Sink()
  private let clock = Mutex(0.0)
  private let isTerminal: Bool
  private let isQuiet: Bool

  init(isTerminal: Bool, isQuiet: Bool = false) {
    (self.isTerminal, self.isQuiet) = (isTerminal, isQuiet)
  }

  private var meter: ProgressMeter {
    ProgressMeter(
      isTerminal: isTerminal, isQuiet: isQuiet, now: { [self] in clock.withLock { $0 } }
    ) { [sink] in sink.write($0) }
  }

  /// What is written while one meter gets some updates.
  func written(_ updates: (_ show: (Double, Double, UInt64, String) -> Void) -> Void) -> String {
    let meter = meter
    updates { seconds, fraction, cases, label in
      clock.withLock { $0 = seconds }
      var tally = Tally()
      tally.cases = cases
      let state = SearchState(cursor: .index(0), tally: tally, seconds: seconds)
      meter.update(SearchProgress(state: state, fraction: fraction), of: label)
    }
    meter.finish()
    return sink.all
  }
}

@Suite struct ProgressTests {
  @Test func aTerminalShowsOneLinePerSecond() {
    let text = Metered(isTerminal: true).written { show in
      show(1.9, 0.001, 999_900, "cast")
      show(2.1, 0.002, 999_900, "cast")
      show(3.0, 0.2, 2_000, "cast")
      show(3.1, 0.25, 300, "cast")
    }
    #expect(
      text == "\rcast  0 %  1.00 M cases  2.10 s"
        + "\rcast  25 %  300 cases  3.10 s, 9.30 s left\r" + String(repeating: " ", count: 42)
        + "\r")
  }

  @Test func aShorterLineCoversALongerOne() {
    let text = Metered(isTerminal: true).written { show in
      show(2, 0, 1, "a long name")
      show(3, 0, 1, "b")
    }
    #expect(
      text.hasPrefix("\ra long name  0 %  1 cases  2.00 s\rb  0 %  1 cases  3.00 s          \r"))
  }

  @Test func elsewhereThereIsALineEveryTenSeconds() {
    let text = Metered(isTerminal: false).written { show in
      // Sixty seconds, ten updates in each, and another name halfway.
      for step in 0...600 {
        show(Double(step) / 10, Double(step) / 600, UInt64(step), step < 300 ? "add" : "mul")
      }
    }
    let lines = text.split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines.first == "add  3 %  20 cases  2.00 s, 58.0 s left")
    #expect(lines.last == "mul  86 %  520 cases  52.0 s, 8.00 s left")
    #expect(!text.contains("\r"))
  }

  @Test func shortWorkAndQuietWorkShowNothing() {
    for isTerminal in [true, false] {
      let short = Metered(isTerminal: isTerminal).written { show in
        for step in 0..<20 { show(Double(step) / 10, Double(step) / 20, 1, "add") }
      }
      #expect(short.isEmpty)
      let quiet = Metered(isTerminal: isTerminal, isQuiet: true).written { show in
        for step in 0..<100 { show(Double(step), Double(step) / 100, 1, "add") }
      }
      #expect(quiet.isEmpty)
    }
  }

  @Test func linesStayBelowEightyCharacters() {
    let text = Metered(isTerminal: true).written { show in
      show(99_999, 0.5, .max, String(repeating: "name", count: 60))
    }
    let line = text.dropFirst().prefix { $0 != "\r" }
    #expect(line.count == 79)
    #expect(line.hasSuffix("  50 %  18.4 E cases  1d 03h, 1d 03h left"))
  }
}
