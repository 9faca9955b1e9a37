import Descriptors
import Devices
import Foundation
import Specs
import Testing

/// The `assay` of this build, which loads libraries; `nil` where it was not built.
private let host: String? = {
  var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  for _ in 0..<5 {
    let candidate = folder.appendingPathComponent("assay").path
    if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    folder.deleteLastPathComponent()
  }
  let built = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent(".build/debug/assay").path
  return FileManager.default.isExecutableFile(atPath: built) ? built : nil
}()

/// Whether a C compiler is at hand.
private let canCompile =
  host != nil && (try? shell("command -v clang >/dev/null 2>&1")) == 0

private func shell(_ line: String) throws -> Int32 {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/bin/sh")
  process.arguments = ["-c", line]
  try process.run()
  process.waitUntilExit()
  return process.terminationStatus
}

@Suite("Shared libraries", .enabled(if: canCompile, "no clang, or assay was not built"))
struct LibraryDeviceTests {
  private let operation: Descriptors.Operation
  private let blocks: Descriptors.Operation

  init() throws {
    let catalog = try Catalog.builtIn()
    let int8 = try catalog.format(named: "int8")
    operation = .cast(from: int8, to: int8, dialect: Dialect())
    blocks = Descriptors.Operation(
      .encodeBlock(try catalog.block(named: "nvfp4"), rows: 1, columns: 32, ragged: .refuse),
      format: try catalog.format(named: "float32"))
  }

  /// A library compiled from C, in a folder of its own.
  private struct Library {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-library-\(UUID().uuidString)")
    let path: String

    /// - Parameter body: what is done for case `i`, `x` and `y` being operand and result as bytes.
    init(
      each body: String = "y[i] = x[i];", end: String = "return (int64_t)count;",
      abi: String? = "ASSAY_DEVICE_ABI", more: String = ""
    ) throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let source = folder.appendingPathComponent("device.c")
      path = folder.appendingPathComponent("libdevice.so").path
      let header = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Sources/CDevice/include").standardized.path
      let text = """
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <unistd.h>
        #include "assay_device.h"
        \(abi.map { "int assay_device_abi(void) { return \($0); }" } ?? "")
        int64_t assay_device_run(const assay_operation *operation, const void *const *operands,
                                 const uint32_t *words, void *const *results, size_t count) {
          const uint8_t *x = operands[0];
          uint8_t *y = results[0];
          for (size_t i = 0; i < count; i++) { \(body) }
          \(end)
        }
        \(more)
        """
      try Data(text.utf8).write(to: source)
      let status = try shell("clang -w -shared -fPIC -I '\(header)' -o '\(path)' '\(source.path)'")
      try #require(status == 0)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func device(timeout: Int = 10) throws -> LibraryDevice {
      LibraryDevice(path, host: try #require(host), timeout: timeout)
    }
  }

  /// What a library makes of the codes 0 to 255.
  private func answers(_ library: Library, timeout: Int = 10) async throws -> [UInt64] {
    var batch = Batch(operation, count: 256)
    batch.operands[0].fill(from: 0)
    let done = try await library.device(timeout: timeout).prepare(operation).run(&batch)
    return (0..<done).map { batch.results[$0] }
  }

  @Test("Codes come back as they went, whatever is printed on the way, batch after batch")
  func identity() async throws {
    let library = try Library(
      end: #"printf("hello\n"); fflush(stdout); return (int64_t)count;"#,
      more: #"const char *assay_device_name(void) { return "mirror"; }"#)
    defer { library.remove() }
    #expect(try await answers(library) == Array(0..<256))
    #expect(try library.device().inspect() == "mirror")
    let unit = try library.device().prepare(operation)
    for count in [3, 1 << 18, 0, 7] {
      var batch = Batch(operation, count: count)
      batch.operands[0].fill(from: 5)
      #expect(try await unit.run(&batch) == count)
      #expect(batch.results == batch.operands[0])
    }
  }

  @Test("The operation, its columns and its random words arrive")
  func words() async throws {
    let catalog = try Catalog.builtIn()
    var dialect = Dialect()
    dialect.rounding = .stochastic(bits: 8, variant: .c)
    let wide = try catalog.format(named: "float32")
    let sum = Descriptors.Operation(.add, operands: [wide, wide], result: wide, dialect: dialect)
    // The result is made of all that came, so that nothing can be missing.
    let library = try Library(
      each: """
        const uint32_t *a = operands[0], *b = operands[1];
        ((uint32_t *)results[0])[i] = a[i] ^ b[i] << 8 ^ words[i] << 16
          ^ (uint32_t)operation->rounding[11] << 24;
        """,
      more: """
        #include <string.h>
        const char *assay_device_prepare(const assay_operation *o) {
          return strcmp(o->kind, "add") || strcmp(o->rounding, "stochastic-8")
            || strcmp(o->overflow, "sat-none") || o->operand_count != 2 || o->result_count != 1
            || strcmp(o->operands[1].format, "float32") || o->operands[1].bytes != 4
            || o->operands[1].bits != 32 || o->operands[1].count != 1 || o->words != 1
            ? "it is another operation" : 0;
        }
        """)
    defer { library.remove() }
    let device = try library.device()
    #expect(device.support(for: sum) == .supported)
    #expect(device.support(for: operation) == .unsupported("it is another operation"))
    var batch = Batch(sum, count: 5)
    for index in 0..<5 {
      batch.operands[0][index] = UInt64(index)
      batch.operands[1][index] = UInt64(2 * index + 1)
      batch.words[index] = UInt32(3 * index + 2)
    }
    #expect(try await device.prepare(sum).run(&batch) == 5)
    for index in 0..<5 {
      let (second, word) = (2 * index + 1, 3 * index + 2)
      let expected: Int = 0x3800_0000 + word << 16 + second << 8 + index
      #expect(batch.results[index] == UInt64(expected))
    }
  }

  @Test("Blocks have an array for every run of a format")
  func blockRuns() async throws {
    let runs = blocks.resultRuns
    try #require(runs.count > 1)
    // Result run r of case c is filled with 8 c + r + 1.
    let library = try Library(
      each: """
        for (uint32_t r = 0; r < operation->result_count; r++) {
          const assay_run *run = &operation->results[r];
          for (uint32_t k = 0; k < run->count; k++) {
            uint64_t code = (8 * i + r + 1) & ((1u << (run->bits < 4 ? run->bits : 4)) - 1);
            __builtin_memcpy((char *)results[r] + (i * run->count + k) * run->bytes, &code,
                             run->bytes);
          }
        }
        """)
    defer { library.remove() }
    var batch = Batch(blocks, count: 2)
    #expect(try await library.device().prepare(blocks).run(&batch) == 2)
    for index in 0..<2 {
      let expected = runs.enumerated().flatMap { place, run in
        Array(repeating: UInt64((8 * index + place + 1) & 15), count: run.count)
      }
      #expect(batch.results(at: index) == expected)
    }
  }

  @Test("Fewer answers than cases count as far as they go")
  func short() async throws {
    let library = try Library(end: "return count > 100 ? 100 : (int64_t)count;")
    defer { library.remove() }
    #expect(try await answers(library) == Array(0..<100))
  }

  @Test(
    "Every failure says what and where",
    arguments: [
      (
        "if (x[i] == 42) kill(getpid(), SIGSEGV); y[i] = x[i];", "return (int64_t)count;",
        "the device failed: it ended by signal 11; it does so whenever it is asked 2A"
      ),
      (
        "if (x[i] == 3) exit(0);", "return (int64_t)count;",
        "it ended its process with exit code 0; it does so whenever it is asked 03"
      ),
      (
        "if (x[i] == 23) return -5;", "return (int64_t)count;",
        "assay_device_run returned -5: no such unit; it does so whenever it is asked 17"
      ),
      (
        "", "return (int64_t)count + 44;",
        "assay_device_run returned 300 when asked 256 cases; it does so whenever it is asked 00"
      ),
      (
        "", "y[count] = 0; return (int64_t)count;",
        "assay_device_run wrote behind the end of its results; it does so whenever it is asked 00"
      ),
    ])
  func failures(body: String, end: String, message: String) async throws {
    let library = try Library(
      each: body, end: end,
      more: #"const char *assay_device_error(void) { return "no such\nunit"; }"#)
    defer { library.remove() }
    await #expect {
      _ = try await answers(library)
    } throws: {
      "\($0)".contains(message)
    }
  }

  @Test("Silence ends after the timeout, and is traced to its case")
  func silence() async throws {
    let library = try Library(each: "if (x[i] == 0) for (;;) pause();")
    defer { library.remove() }
    await #expect {
      _ = try await answers(library, timeout: 1)
    } throws: {
      "\($0)".contains("nothing came for 1 s; it does so whenever it is asked 00")
    }
  }

  @Test("A code beyond its format's bits is told")
  func wide() async throws {
    let int4 = try Catalog.builtIn().format(named: "int4")
    let narrow = Descriptors.Operation.cast(from: int4, to: int4, dialect: Dialect())
    let library = try Library(each: "y[i] = i == 1 ? 16 : 1;")
    defer { library.remove() }
    var batch = Batch(narrow, count: 3)
    await #expect {
      _ = try await library.device().prepare(narrow).run(&batch)
    } throws: {
      "\($0)".contains("answer 2 is 10, more than the bits of a result")
    }
  }

  @Test(
    "A file that is no device is told before anything is asked",
    arguments: [
      (nil, "", "it does not export assay_device_abi"),
      ("7", "", "assay_device_abi answers 7, and this is version 1"),
      ("ASSAY_DEVICE_ABI", "int absent(void); int user(void) { return absent(); }", "absent"),
    ] as [(String?, String, String)])
  func unusable(abi: String?, more: String, message: String) throws {
    let library = try Library(abi: abi, more: more)
    defer { library.remove() }
    #expect {
      _ = try library.device().inspect()
    } throws: {
      guard case .unusable(let why)? = $0 as? LibraryDevice.Problem else { return false }
      return why.contains(message)
    }
  }

  @Test("No file, and one that brings down who loads it")
  func unloadable() throws {
    #expect {
      _ = try LibraryDevice("/nonexistent.so", host: try #require(host)).inspect()
    } throws: {
      guard case .unusable(let why)? = $0 as? LibraryDevice.Problem else { return false }
      return why.contains("/nonexistent.so")
    }
    let library = try Library(
      more: "__attribute__((constructor)) static void begin(void) { abort(); }")
    defer { library.remove() }
    #expect(throws: LibraryDevice.Problem.failed("when it was loaded, it ended by signal 6")) {
      _ = try library.device().inspect()
    }
  }
}
