import Foundation
public import Harness
import Results
import Synchronization

/// Shows on standard error how far a long search is.
///
/// On a terminal one line is rewritten, at most once per second; elsewhere a line is added, at most
/// every ten seconds. Work that is done within two seconds shows nothing. Lines are at most 79
/// characters, so that a terminal of 80 never wraps.
public final class ProgressMeter: Sendable {
  private struct State {
    var lastShown: Double?
    var shown = 0
  }

  /// The seconds within which work shows nothing.
  public static let patience = 2.0

  private let isTerminal: Bool
  private let isQuiet: Bool
  private let now: @Sendable () -> Double
  private let write: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// Creates a meter that writes to standard error, which is a terminal or not.
  ///
  /// - Parameter isQuiet: whether it shows nothing at all.
  public convenience init(isQuiet: Bool = false) {
    let begin = ContinuousClock.now
    self.init(
      isTerminal: isatty(2) == 1, isQuiet: isQuiet,
      now: { (ContinuousClock.now - begin) / .seconds(1) }
    ) { text in
      FileHandle.standardError.write(Data(text.utf8))
    }
  }

  /// Creates a meter that writes elsewhere and looks at another clock.
  ///
  /// - Parameter now: the seconds since the work began.
  public init(
    isTerminal: Bool, isQuiet: Bool = false, now: @escaping @Sendable () -> Double,
    write: @escaping @Sendable (String) -> Void
  ) {
    (self.isTerminal, self.isQuiet) = (isTerminal, isQuiet)
    (self.now, self.write) = (now, write)
  }

  /// Shows a state of the search named `label` when it is time for it.
  public func update(_ progress: SearchProgress, of label: String) {
    update(
      fraction: progress.fraction, of: label,
      detail: "\(HumanUnits.count(progress.state.tally.cases)) cases",
      spent: progress.state.seconds)
  }

  /// Shows that a part of the work named `label` is done when it is time for it.
  ///
  /// - Parameters:
  ///   - fraction: the part, in 0...1.
  ///   - detail: a fact to show behind the percentage; may be empty.
  ///   - spent: the seconds that the work has taken so far.
  public func update(fraction: Double, of label: String, detail: String = "", spent: Double) {
    guard !isQuiet else { return }
    let now = now()
    guard now >= Self.patience else { return }
    state.withLock { state in
      if let last = state.lastShown, now - last < (isTerminal ? 1 : 10) { return }
      state.lastShown = now
      let line = Self.line(fraction, label: label, detail: detail, spent: spent)
      guard isTerminal else {
        write(line + "\n")
        return
      }
      let blanks = String(repeating: " ", count: max(0, state.shown - line.count))
      state.shown = line.count
      write("\r\(line)\(blanks)")
    }
  }

  /// Clears the line on a terminal; to be called before anything else is written there.
  public func finish() {
    state.withLock { state in
      if state.shown > 0 { write("\r\(String(repeating: " ", count: state.shown))\r") }
      state.shown = 0
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
