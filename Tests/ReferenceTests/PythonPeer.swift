import Foundation

/// A Python interpreter with ml_dtypes, asked in a process of its own.
///
/// The interpreter is `python3`, or the one that the environment names in `ASSAY_PYTHON`.
enum PythonPeer {
  /// Reads commands line by line; all numbers are hexadecimal codes.
  ///
  /// `decode NAME` answers with every code of the format as binary32, `cast NAME CODES...` with
  /// what binary32 codes become.
  private static let script = """
    import sys
    import numpy as np
    import ml_dtypes

    def words(array, dtype):
        width = dtype.itemsize
        kind = {1: np.uint8, 2: np.uint16}[width]
        return " ".join("%x" % code for code in array.view(kind))

    bits = {"float4_e2m1fn": 4, "float6_e2m3fn": 6, "float6_e3m2fn": 6}
    np.seterr(all="ignore")
    for line in sys.stdin:
        command, name, *codes = line.split()
        dtype = np.dtype(getattr(ml_dtypes, name, None) or name)
        if command == "decode":
            count = 1 << bits.get(name, 8 * dtype.itemsize)
            kind = {1: np.uint8, 2: np.uint16}[dtype.itemsize]
            values = np.arange(count, dtype=kind).view(dtype).astype(np.float32)
            print(" ".join("%x" % code for code in values.view(np.uint32)))
        else:
            values = np.array([int(code, 16) for code in codes], dtype=np.uint32)
            print(words(values.view(np.float32).astype(dtype), dtype))
    """

  static let interpreter = ProcessInfo.processInfo.environment["ASSAY_PYTHON"] ?? "python3"

  /// Whether the version of ml_dtypes that the dialect speaks of is there.
  static let isPresent: Bool = {
    let probe = "import ml_dtypes; assert ml_dtypes.__version__.startswith('0.6.')"
    return (try? run(["-c", probe], input: "")) != nil
  }()

  /// One answer line for each command line.
  static func ask(_ commands: [String]) throws -> [[UInt64]] {
    let output = try run(["-c", script], input: commands.joined(separator: "\n") + "\n")
    return output.split(separator: "\n").map { line in
      line.split(separator: " ").map { UInt64($0, radix: 16) ?? .max }
    }
  }

  struct Failure: Error {
    let status: Int32
  }

  private static func run(_ arguments: [String], input: String) throws -> String {
    // Through a file, since a pipe fills up while the other one is not read.
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-peer-\(UUID().uuidString)")
    try Data(input.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [interpreter] + arguments
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardError = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(status: process.terminationStatus)
    }
    return String(decoding: data, as: UTF8.self)
  }
}
