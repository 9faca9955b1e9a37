import ArgumentParser
import Devices
import Foundation
import Specs

extension Assay {
  /// How the process ends after an error: what is printed where, and the exit code.
  struct LastWords {
    var status: ExitStatus
    var output = ""
    var diagnostic = ""

    /// Prints what is left to say and ends the process.
    func leave() -> Never {
      Output.write(diagnostic.isEmpty ? "" : Diagnostics.line(diagnostic), to: .diagnostics)
      var status = status
      do {
        Output.text(output)
        try Output.flush()
      } catch is OutputClosed {
        // Nobody listens any more; what was found out still decides the code.
      } catch {
        Output.write(Diagnostics.line("\(error)"), to: .diagnostics)
        if status == .conforms { status = .failed }
      }
      Foundation.exit(status.rawValue)
    }
  }

  /// What an error that reached the top says.
  static func ending(with error: any Error) -> LastWords {
    switch error {
    case let ending as Ending: LastWords(status: ending.status)
    case is OutputClosed: LastWords(status: .conforms)
    case let failure as CommandFailure:
      LastWords(status: failure.status, diagnostic: "\(failure)")
    case let error as SpecError: LastWords(status: .usage, diagnostic: "\(error)")
    case let error as DeviceError: LastWords(status: .failed, diagnostic: "\(error)")
    default: parserEnding(with: error)
    }
  }

  /// What the argument parser reports: a text that was asked for, or a mistake.
  private static func parserEnding(with error: any Error) -> LastWords {
    guard exitCode(for: error) != .success else {
      return LastWords(status: .conforms, output: fullMessage(for: error) + "\n")
    }
    guard exitCode(for: error) == .validationFailure else {
      return LastWords(status: .failed, diagnostic: "\(error)")
    }
    let known = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    let named = CommandLine.arguments.dropFirst().first { !$0.hasPrefix("-") }
    if let named, !known.contains(named) {
      return LastWords(
        status: .usage, diagnostic: "\(CommandFailure.unknown("command", named, among: known))")
    }
    let help = named.map { $0 == "help" ? "assay help" : "assay help \($0)" } ?? "assay help"
    return LastWords(
      status: .usage, diagnostic: "\(oneLine(message(for: error))); see '\(help)'")
  }

  /// The parser's text, which may be several sentences, as the beginning of one.
  private static func oneLine(_ message: String) -> String {
    var text = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    if let suggestion = text.range(of: ". Did you mean ") {
      text.replaceSubrange(suggestion, with: "; did you mean ")
    }
    if text.hasSuffix(".") { text.removeLast() }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}

/// Lines on stderr.
enum Diagnostics {
  /// A line as it is printed: the command's name first, control characters made visible.
  ///
  /// What somebody typed may be in it, however long that is: words and lines beyond all use are cut.
  static func line(_ text: String) -> String {
    let printable = shortened(text).unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return "assay: \(printable.joined())\n"
  }

  /// The longest word and the longest line that are printed whole.
  private static let (longestWord, longestLine) = (400, 4000)

  private static func shortened(_ text: String) -> String {
    guard text.utf8.count > longestWord else { return text }
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      word.count > longestWord ? "\(word.prefix(60))...\(word.suffix(20))" : String(word)
    }
    let line = words.joined(separator: " ")
    // What to do about it stands at the end.
    return line.count > longestLine
      ? "\(line.prefix(longestLine / 2)) ... \(line.suffix(longestLine / 2))" : line
  }
}
