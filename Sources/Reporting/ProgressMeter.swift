import Foundation
public import Harness
import Synchronization

/// Shows on standard error how far a long search is.
///
/// On a terminal one line is rewritten, at most once per second; elsewhere each tenth of the work
/// is a line of its own. Lines are at most 79 characters, so that a terminal of 80 never wraps.
public final class ProgressMeter: Sendable {
  private struct State {
    var label = ""
    var lastSecond = -Double.infinity
    var lastTenth = 0
    var shown = 0
  }

  private let isTerminal: Bool
  private let write: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// Creates a meter that writes to standard error, which is a terminal or not.
  public convenience init() {
    self.init(isTerminal: isatty(2) == 1) { text in
      FileHandle.standardError.write(Data(text.utf8))
    }
  }

  /// Creates a meter that writes elsewhere.
  public init(isTerminal: Bool, write: @escaping @Sendable (String) -> Void) {
    self.isTerminal = isTerminal
    self.write = write
  }

  /// Shows a state of the search named `label` when it is time for it.
  ///
  /// `seconds` is a time on any clock that only goes forward; by default it is what the search has
  /// spent.
  public func update(_ progress: SearchProgress, of label: String, at seconds: Double? = nil) {
    update(
      fraction: progress.fraction, of: label,
      detail: "\(HumanUnits.count(progress.state.tally.cases)) cases",
      spent: progress.state.seconds, at: seconds)
  }

  /// Shows that a part of the work named `label` is done when it is time for it.
  ///
  /// - Parameters:
  ///   - fraction: the part, in 0...1.
  ///   - detail: a fact to show behind the percentage; may be empty.
  ///   - spent: the seconds that the work has taken so far.
  ///   - seconds: a time on any clock that only goes forward; `spent` where it is left out.
  public func update(
    fraction: Double, of label: String, detail: String = "", spent: Double,
    at seconds: Double? = nil
  ) {
    let now = seconds ?? spent
    state.withLock { state in
      if state.label != label {
        let shown = state.shown
        state = State()
        state.label = label
        state.shown = shown
      }
      let line = Self.line(fraction, label: label, detail: detail, spent: spent)
      if isTerminal {
        guard now - state.lastSecond >= 1 else { return }
        state.lastSecond = now
        let blanks = String(repeating: " ", count: max(0, state.shown - line.count))
        state.shown = line.count
        write("\r\(line)\(blanks)")
      } else {
        let tenth = Int(fraction * 10)
        guard tenth > state.lastTenth else { return }
        state.lastTenth = tenth
        write(line + "\n")
      }
    }
  }

  /// Clears the line on a terminal; to be called before anything else is written there.
  public func finish() {
    state.withLock { state in
      if state.shown > 0 { write("\r\(String(repeating: " ", count: state.shown))\r") }
      state = State()
    }
  }

  private static func line(
    _ share: Double, label: String, detail: String, spent: Double
  ) -> String {
    let fraction = min(1, max(0, share))
    var facts = "  \(Int(fraction * 100)) %"
    if !detail.isEmpty { facts += "  \(detail)" }
    facts += "  \(HumanUnits.time(spent))"
    if fraction > 0.01, fraction < 1 {
      facts += ", \(HumanUnits.time(spent * (1 - fraction) / fraction)) left"
    }
    return TextTable.shortened(label, to: max(0, 79 - facts.count)) + facts
  }
}
