import ArgumentParser
import Devices

/// A program or a library of the user's own in the place of a device.
struct ExecOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A command that computes the operation: a case a line in, a result a line out; {operation} in "
        + "it becomes the operation's name, where it computes many.",
      valueName: "command"))
  var exec: String?

  @Flag(help: "With --exec: raw streams of codes both ways, not lines.") var frames = false

  @Option(
    help: ArgumentHelp(
      "A shared library that computes the operation by assay_device.h.", valueName: "file"))
  var library: String?

  @Option(
    help: ArgumentHelp(
      "With --exec or --library: the seconds without a whole answer after which it has failed.",
      valueName: "seconds"))
  var timeout: Int?

  /// Whether either names a device.
  var isGiven: Bool { exec != nil || library != nil }

  /// The device that the options name beside `--device`; `nil` where neither is given.
  ///
  /// - Throws: `CommandFailure` for options that do not go together.
  func device(named device: String?) throws(CommandFailure) -> (any Device)? {
    guard !frames || exec != nil else {
      throw .usage("--frames goes with --exec", "name a command with --exec")
    }
    guard timeout == nil || isGiven else {
      throw .usage("--timeout goes with --exec or --library", "name a command with --exec")
    }
    guard isGiven else {
      if let device { return try KnownDevices.device(named: device) }
      return nil
    }
    guard device == nil, exec == nil || library == nil else {
      let named = [exec.map { _ in "--exec" }, library.map { _ in "--library" }, "--device"]
        .compactMap { $0 }.prefix(2).joined(separator: " and ")
      throw .usage("\(named) both name a device", "give one of them")
    }
    guard timeout ?? 1 >= 1 else {
      throw .usage("--timeout is \(timeout ?? 0)", "give a number of seconds from 1 on")
    }
    if let library { return try Self.library(library, timeout ?? 60) }
    let command = exec ?? ""
    guard !command.allSatisfy(\.isWhitespace) else {
      throw .usage("--exec is empty", "name a command, as ./device")
    }
    return ProcessDevice(command, framing: frames ? .frames : .lines, timeout: timeout ?? 60)
  }

  /// A library that has been seen to load.
  private static func library(_ path: String, _ timeout: Int) throws(CommandFailure)
    -> LibraryDevice
  {
    guard !path.isEmpty else {
      throw .usage("--library is empty", "name a file, as ./libdevice.so")
    }
    let library = LibraryDevice(path, host: OwnExecutable.path, timeout: timeout)
    do {
      _ = try library.inspect()
    } catch {
      switch error {
      case .unusable(let why):
        throw .usage(
          "the library \(path) cannot be used: \(why)", "Specs/pages/devices.md says what it needs")
      case .failed(let how):
        throw .failed(
          "the library \(path) failed: \(how)", "load it in a program of your own first")
      }
    }
    return library
  }
}
