import ArgumentParser
import Devices

/// A program of the user's own in the place of a device.
struct ExecOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A command that computes the operation: a case a line in, a result a line out.",
      valueName: "command"))
  var exec: String?

  @Flag(help: "With --exec: raw streams of codes both ways, not lines.") var frames = false

  @Option(
    help: ArgumentHelp(
      "With --exec: the seconds without any answer after which it has failed.",
      valueName: "seconds"))
  var timeout: Int?

  /// The device that the options name beside `--device`; `nil` where neither is given.
  ///
  /// - Throws: `CommandFailure` for options that do not go together.
  func device(named device: String?) throws(CommandFailure) -> (any Device)? {
    guard let exec else {
      guard !frames, timeout == nil else {
        throw .usage("--frames and --timeout go with --exec", "name a command with --exec")
      }
      if let device { return try KnownDevices.device(named: device) }
      return nil
    }
    guard device == nil else {
      throw .usage("--exec and --device both name a device", "give one of them")
    }
    guard !exec.allSatisfy(\.isWhitespace) else {
      throw .usage("--exec is empty", "name a command, as ./device")
    }
    guard timeout ?? 1 >= 1 else {
      throw .usage("--timeout is \(timeout ?? 0)", "give a number of seconds from 1 on")
    }
    return ProcessDevice(exec, framing: frames ? .frames : .lines, timeout: timeout ?? 60)
  }
}
