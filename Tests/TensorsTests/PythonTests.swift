import Foundation
import Tensors
import Testing

/// Agreement with the formats' own libraries, where a Python that has them is installed.
///
/// `PYTHON` names the interpreter, `python3` when it is not set.
@Suite struct PythonTests {
  @Test(.enabled(if: Python.has("numpy"), "needs a python3 with numpy"))
  func numPyWritesAndWeRead() throws {
    try withTemporaryFolder { folder in
      let printed = try Python.run(
        """
        import numpy as np, itertools, sys
        descrs = ['|b1', '|u1', '|i1', '|V1', '|V2'] + [
          o + k for o, k in itertools.product('<>', ['u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f2', 'f4', 'f8'])]
        rng = np.random.default_rng(5)
        for i, (d, version, order) in enumerate(itertools.product(descrs, [1, 2, 3], 'CF')):
          t = np.dtype(d)
          raw = rng.integers(0, 2 if d == '|b1' else 256, 24 * t.itemsize, dtype='u1')
          a = raw.view(t).reshape((4, 6), order=order)
          with open(f'{sys.argv[1]}/{i}.npy', 'wb') as f:
            np.lib.format.write_array(f, a, version=(version, 0))
          flat = a.flatten(order)
          little = flat.astype(t.newbyteorder('<')) if t.kind != 'V' else flat
          print(i, d, version, order, little.tobytes().hex())
        """, folder)
      let lines = printed.split(separator: "\n")
      #expect(lines.count == 23 * 3 * 2)
      var wrong: [String] = []
      for line in lines {
        let fields = line.split(separator: " ").map(String.init)
        let file = try TensorFile.open("\(folder)/\(fields[0]).npy")
        let entry = file.tensors[0]
        var bytes: [UInt8] = []
        try file.read(entry, elements: 0..<entry.count, into: &bytes)
        let isRight =
          entry.shape == [4, 6] && entry.isColumnMajor == (fields[3] == "F")
          && file.kind == .npy(version: Int(fields[2]) ?? 0)
          && entry.isBigEndian == fields[1].hasPrefix(">")
          && entry.element.npyName?.dropFirst() == fields[1].dropFirst()
          && Self.hex(bytes) == fields[4]
        if !isRight { wrong.append(String(line)) }
      }
      #expect(wrong.isEmpty, "\(wrong.first ?? "")")
    }
  }

  @Test(.enabled(if: Python.has("numpy"), "needs a python3 with numpy"))
  func weWriteAndNumPyReads() throws {
    try withTemporaryFolder { folder in
      var random = FixedRandom(state: 6)
      var expected: [String] = []
      let types = ElementType.allCases.filter { $0.npyName != nil }
      for (index, element) in types.enumerated() {
        for (isColumnMajor, version) in [(false, 1), (true, 2), (false, 3)] {
          let bytes = (0..<6 * element.streamBytes).map { _ in
            UInt8(truncatingIfNeeded: random.next()) & (element == .bool ? 1 : 255)
          }
          let tensor = Tensor(name: "", element: element, shape: [2, 3], bytes: bytes)
          let path = "\(folder)/\(index)-\(version).npy"
          try NpyWriter.write(tensor, isColumnMajor: isColumnMajor, version: version, to: path)
          expected.append(
            "\(path) \(element.npyName ?? "") (2, 3) \(isColumnMajor) \(Self.hex(bytes))")
        }
      }
      let names = expected.compactMap { $0.split(separator: " ").first.map(String.init) }
      let printed = try Python.run(
        """
        import numpy as np, sys
        for p in sys.argv[1:]:
          a = np.load(p)
          f = a.flags.f_contiguous and not a.flags.c_contiguous
          print(p, a.dtype.str, a.shape, str(f).lower(), a.tobytes('F' if f else 'C').hex())
        """, names)
      #expect(printed.split(separator: "\n").map(String.init) == expected)
    }
  }

  @Test(.enabled(if: Python.has("safetensors.numpy"), "needs a python3 with safetensors and numpy"))
  func safetensorsWritesAndWeRead() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/f"
      let printed = try Python.run(
        """
        import numpy as np, sys
        from safetensors.numpy import save_file
        rng = np.random.default_rng(7)
        kinds = {'BOOL': '?', 'U8': 'u1', 'I8': 'i1', 'U16': 'u2', 'I16': 'i2', 'F16': 'f2', 'U32': 'u4',
          'I32': 'i4', 'F32': 'f4', 'U64': 'u8', 'I64': 'i8', 'F64': 'f8', 'C64': 'c8'}
        out = {}
        for name, kind in kinds.items():
          t = np.dtype(kind)
          raw = rng.integers(0, 2 if kind == '?' else 256, 15 * t.itemsize, dtype='u1')
          out[name + ' é"\\n'] = raw.view(t).reshape(5, 3)
        out['scalar'] = np.array(3, dtype='i4')
        out['empty'] = np.zeros((0, 4), dtype='f4')
        save_file(out, sys.argv[1], {'clé': 'a"\\n\\u0001'})
        for name, a in out.items(): print(name.split()[0], a.tobytes().hex())
        """, path)
      let file = try TensorFile.open(path)
      #expect(file.metadata == [.init(key: "clé", value: "a\"\n\u{1}")])
      let lines = printed.split(separator: "\n")
      #expect(file.tensors.count == lines.count)
      for line in lines {
        let fields = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let entry = try #require(
          file.tensor(named: fields[0]) ?? file.tensor(named: fields[0] + " é\"\n"))
        var bytes: [UInt8] = []
        try file.read(entry, elements: 0..<entry.count, into: &bytes)
        #expect(Self.hex(bytes) == fields[1], "\(fields[0])")
        if entry.shape == [5, 3] { #expect(entry.element.safetensorsName == fields[0]) }
      }
    }
  }

  @Test(.enabled(if: Python.has("safetensors"), "needs a python3 with safetensors"))
  func weWriteAndSafetensorsReads() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/f"
      var random = FixedRandom(state: 8)
      var expected: [String] = []
      var tensors: [Tensor] = []
      for element in ElementType.allCases {
        guard let dtype = element.safetensorsName else { continue }
        let mask: UInt8 = element.bits < 8 ? 1 << UInt8(element.bits) - 1 : 255
        let bytes = (0..<8 * element.streamBytes).map { _ in
          UInt8(truncatingIfNeeded: random.next()) & mask
        }
        tensors.append(Tensor(name: dtype, element: element, shape: [2, 4], bytes: bytes))
        let stored = element.bits < 8 ? Self.packed(bytes, bits: element.bits) : bytes
        expected.append("\(dtype) \(dtype) [2, 4] \(Self.hex(stored))")
      }
      try SafetensorsWriter.write(
        tensors, metadata: [.init(key: "k", value: "v\u{2}")], to: path)
      let printed = try Python.run(
        """
        import sys
        from safetensors import deserialize
        for name, t in sorted(deserialize(open(sys.argv[1], 'rb').read())):
          print(name, t['dtype'], t['shape'], bytes(t['data']).hex())
        """, path)
      #expect(printed.split(separator: "\n").map(String.init) == expected.sorted())
    }
  }

  /// The codes as one number in base two, least significant first: another way to pack them.
  private static func packed(_ codes: [UInt8], bits: Int) -> [UInt8] {
    let all = codes.flatMap { code in (0..<bits).map { code >> UInt8($0) & 1 } }
    return stride(from: 0, to: all.count, by: 8).map { start in
      all[start..<start + 8].reversed().reduce(0) { $0 << 1 | $1 }
    }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// The Python interpreter of this machine, where there is one.
enum Python {
  struct Failure: Error {
    var output: String
  }

  static func has(_ module: String) -> Bool {
    (try? run("import \(module)")) != nil
  }

  /// Runs a program and gives what it prints.
  static func run(_ program: String, _ arguments: String...) throws -> String {
    try run(program, arguments)
  }

  static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let interpreter = ProcessInfo.processInfo.environment["ASSAY_PYTHON"] ?? "python3"
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [interpreter, "-c", program] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self)
    guard process.terminationStatus == 0 else { throw Failure(output: text) }
    return text
  }
}
