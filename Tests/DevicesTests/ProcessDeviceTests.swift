import Descriptors
import Devices
import Specs
import Testing

@Suite("Programs over pipes")
struct ProcessDeviceTests {
  private let operation: Descriptors.Operation
  private let blocks: Operation

  init() throws {
    let catalog = try Catalog.builtIn()
    let int8 = try catalog.format(named: "int8")
    operation = .cast(from: int8, to: int8, dialect: Dialect())
    blocks = Operation(
      .dot(try catalog.accumulator(named: "int32-wrap"), length: 2), format: int8,
      result: try catalog.format(named: "int32"))
  }

  /// What a program makes of the codes 0 to 255, or how it failed.
  private func answers(
    _ command: String, _ framing: ProcessDevice.Framing = .lines, count: Int = 256,
    timeout: Int = 10
  ) async throws -> [UInt64] {
    var batch = Batch(operation, count: count)
    for index in 0..<count { batch.operands[0][index] = UInt64(index) }
    let unit = try ProcessDevice(
      command, framing: framing, timeout: timeout, patience: 300
    ).prepare(operation)
    let done = try await unit.run(&batch)
    return (0..<done).map { batch.results[$0] }
  }

  private func failure(
    _ command: String, _ framing: ProcessDevice.Framing = .lines, timeout: Int = 10
  ) async throws -> String {
    do {
      let got = try await answers(command, framing, timeout: timeout)
      return "answered \(got.count)"
    } catch let error as DeviceError {
      return "\(error)"
    }
  }

  @Test("Lines and raw streams come back as they went")
  func identity() async throws {
    #expect(try await answers("cat") == Array(0..<256))
    #expect(try await answers("cat", .frames) == Array(0..<256))
  }

  @Test("Cases may be repeated, and then come in any order, lower-case or not")
  func orders() async throws {
    let doubled = #"while read x; do echo "$x $x"; done"#
    #expect(try await answers(doubled) == Array(0..<256))
    // All 256 lines are read before the first is written.
    let backwards = "head -n 256 | sed 's/.*/& &/' | tac"
    #expect(try await answers(backwards) == Array(0..<256))
    let lower = "head -n 256 | sed 's/.*/& &/' | tr A-F a-f | tac"
    #expect(try await answers(lower) == Array(0..<256))
  }

  @Test("One unit answers many batches, also at once")
  func batches() async throws {
    let unit = try ProcessDevice("cat").prepare(operation)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask { [operation] () async throws -> Void in
          for _ in 0..<5 {
            var batch = Batch(operation, count: 50)
            for index in 0..<50 { batch.operands[0][index] = UInt64(index + task) }
            let done = try await unit.run(&batch)
            #expect(done == 50)
            #expect(batch.results[49] == UInt64(49 + task))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("More than a pipe holds goes through")
  func large() async throws {
    var batch = Batch(operation, count: 1 << 20)
    batch.operands[0].fill(from: 0)
    let unit = try ProcessDevice("cat", framing: .frames).prepare(operation)
    #expect(try await unit.run(&batch) == 1 << 20)
    #expect(batch.results == batch.operands[0])
  }

  @Test("Blocks have all their operands in a line and results of another width")
  func sums() async throws {
    var batch = Batch(blocks, count: 2)
    batch.set(0, codes: [1, 2, 3, 4])
    batch.set(1, codes: [0xFF, 0, 0x80, 0x7F])
    // The first operand's bits, three times over: only the widths are looked at here.
    let unit = try ProcessDevice(#"while read a b c d; do echo "$d$c$b$a"; done"#).prepare(blocks)
    #expect(try await unit.run(&batch) == 2)
    #expect(batch.results(at: 0) == [0x0403_0201])
    #expect(batch.results(at: 1) == [0x7F80_00FF])
  }

  @Test("What a program answered before it ended well counts")
  func short() async throws {
    #expect(try await answers("head -n 100") == Array(0..<100))
    #expect(try await answers("head -c 100", .frames) == Array(0..<100))
  }

  @Test(
    "Every failure says what and where",
    arguments: [
      (
        "exit 3",
        "it ended with exit code 3 after 0 of 256 answers; it does so whenever it is "
          + "asked 00"
      ),
      ("kill -11 $$", "by signal 11"), ("/nonexistent/device", "exit code 127"),
      (
        "while read x; do [ $x = 2A ] && exit 7; echo $x; done",
        "exit code 7 after 42 of 256 answers; it does so whenever it is asked 2A"
      ),
      ("sed 's/^3F$/3G/'", "line 64 of its answer has '3G', which is no code in hex"),
      ("sed 's/^10$/xx/'", "line 17 of its answer has 'xx', with unknown bits"),
      ("sed 's/^10$/110/'", "line 17 of its answer has '110', more than 8 bits"),
      ("sed 's/^10$//'", "line 17 of its answer is empty"),
      ("sed 's/^10$/1 2 3/'", "line 17 of its answer has 3 fields, not 1 or, with the case"),
      ("sed 's/.*/& &/; s/^11 /10 /'", "line 18 of its answer repeats '10', which was not asked"),
      ("sed p", "more than the 256 cases"),
    ])
  func failures(command: String, message: String) async throws {
    let text = try await failure(command)
    #expect(text.contains(message), "\(text)")
  }

  @Test("Silence ends after the timeout, and is traced to its case")
  func silence() async throws {
    let text = try await failure(
      "while read x; do [ $x = 05 ] && sleep 60; echo $x; done", timeout: 1)
    #expect(text.contains("nothing came for 1 s after 5 of 256 answers"))
    #expect(text.hasSuffix("whenever it is asked 05"))
  }

  @Test("A program that keeps its answers back until its input ends is asked again and again")
  func buffered() async throws {
    let unit = try ProcessDevice("sed s/^/0/", patience: 200).prepare(operation)
    for count in [3, 256, 1] {
      var batch = Batch(operation, count: count)
      batch.operands[0].fill(from: 0)
      #expect(try await unit.run(&batch) == count)
      #expect(batch.results == batch.operands[0])
    }
  }

  @Test("A slow start is no silence, and what it says late still counts")
  func slowStart() async throws {
    #expect(try await answers("sleep 0.3; exec cat", timeout: 2) == Array(0..<256))
    #expect(try await answers("sleep 0.3; exec cat", .frames, timeout: 2) == Array(0..<256))
  }

  @Test("A program that closes its input or its output is told, and does not take us along")
  func closedPipes() async throws {
    // It hears nothing, and answers all the same: what it says counts.
    var batch = Batch(operation, count: 1 << 18)
    let deaf = try ProcessDevice("exec <&-; head -c 262144 /dev/zero", framing: .frames)
      .prepare(operation)
    #expect(try await deaf.run(&batch) == 1 << 18)
    let text = try await failure("exec <&-; sleep 0.2", timeout: 5)
    #expect(
      text == "the device failed: it ended after 0 of 256 answers; "
        + "it does so whenever it is asked 00")
    let mute = try await failure("exec >&-; sleep 30")
    #expect(mute.contains("it closed its output and went on running after 0 of 256 answers"))
  }

  @Test("Programs that start at the same time do not hold each other's pipes open")
  func simultaneousStarts() async throws {
    let living = try ProcessDevice("cat").prepare(operation)
    let texts = try await withThrowingTaskGroup(of: String?.self) { group in
      for task in 0..<40 {
        group.addTask { [operation] () async throws -> String? in
          var batch = Batch(operation, count: 1)
          guard task % 2 == 0 else {
            _ = try await living.run(&batch)
            return nil
          }
          do {
            let unit = try ProcessDevice("kill -9 $$", timeout: 1).prepare(operation)
            return "answered \(try await unit.run(&batch))"
          } catch {
            return "\(error)"
          }
        }
      }
      return try await group.reduce(into: Set<String>()) { if let text = $1 { $0.insert(text) } }
    }
    #expect(
      texts == [
        "the device failed: it ended by signal 9 after 0 of 1 answers; "
          + "it does so whenever it is asked 00"
      ])
  }

  @Test("Too many and too few raw answers are told")
  func rawCounts() async throws {
    #expect(
      try await failure("head -c 556 /dev/zero", .frames)
        == "the device failed: it answered more than the 256 cases it was asked")
    #expect(try await answers("head -c 7; exec >&-", .frames) == Array(0..<7))
  }

  @Test("A raw code beyond its format's bits is told")
  func wide() async throws {
    let int4 = try Catalog.builtIn().format(named: "int4")
    let narrow = Descriptors.Operation.cast(from: int4, to: int4, dialect: Dialect())
    var batch = Batch(narrow, count: 3)
    let unit = try ProcessDevice(#"printf '\001\020\002'; cat >/dev/null"#, framing: .frames)
      .prepare(narrow)
    do {
      _ = try await unit.run(&batch)
      Issue.record("it was taken")
    } catch {
      #expect(error == .failed("answer 2 is 10, more than the bits of a result"))
    }
  }
}
