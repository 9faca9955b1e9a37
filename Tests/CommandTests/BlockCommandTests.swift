import Foundation
import Testing

@Suite("masks and estimators on the command line")
struct BlockCommandTests {
  @Test("the whole distribution of a block, as JSON")
  func distribution() throws {
    let run = try Command.run("distribution mvue --pattern 2:4 --values -3,-1,2,-4 --json")
    #expect(run.status == 0)
    let document = try Command.json(run.output)
    #expect(document["input"] as? [String] == ["-3", "-1", "2", "-4"])
    #expect(document["mean"] as? [String] == ["-3", "-1", "2", "-4"])
    #expect(document["variance"] as? String == "20")
    #expect(document["minimumVariance"] as? String == "20")
    #expect(document["unbiased"] as? Bool == true)
    let outcomes = try #require(document["outcomes"] as? [[String: Any]])
    let probabilities = outcomes.compactMap { $0["probability"] as? String }
    #expect(probabilities.sorted() == ["1/20", "1/4", "2/5", "3/20", "3/20"])
    #expect(outcomes.allSatisfy { ($0["values"] as? [String])?.count == 4 })
  }

  @Test(
    "every design that claims to be unbiased is",
    arguments: [
      ["--design", "systematic"], ["--design", "successive"], ["--design", "uniform"],
      ["--quantised", "3"], ["--integer"],
    ])
  func designs(options: [String]) throws {
    let run = try Command.run(
      ["distribution", "mvue", "--pattern", "2:4", "--values", "10,1,0,3"] + options)
    #expect(run.status == 0)
    #expect(run.text.contains("mean            10, 1, 0, 3"))
    #expect(run.text.contains("least possible  6"))
  }

  @Test("greedy pruning is shown to be biased")
  func greedy() throws {
    let run = try Command.run("distribution mvue --pattern 1:2 --values 2,1 --design greedy")
    #expect(run.status == 0)
    #expect(run.text.contains("bias            0, -1"))
    #expect(run.text.contains("fails  the mean is the input"))
  }

  @Test("the threshold for a wanted share of zeros")
  func sparsity() throws {
    let run = try Command.run("distribution prune-below --sparsity 1/2 --values 1,-2,3,4")
    #expect(run.status == 0)
    #expect(run.text.contains("prune-below 5 of 1, -2, 3, 4"))
    #expect(run.text.contains("holds  the expected share of zeros is 1/2"))
    for (line, message) in [
      ("prune-below --sparsity 1 --values 1,2", "no threshold"),
      ("prune-below --sparsity 1/4 --values 0,2", "1/2 of the values is 0 already"),
      ("prune-below --sparsity 1/4 --threshold 1 --values 1", "two ways"),
      ("mvue --pattern 1:2 --sparsity 1/4 --values 1,2", "mvue has no --sparsity"),
    ] {
      let refused = try Command.run("distribution " + line)
      #expect(refused.status == 2)
      #expect(refused.diagnostics.contains(message), "\(line)")
    }
  }

  @Test(
    "what cannot be drawn is refused in one line",
    arguments: [
      (["mvue", "--pattern", "5:4", "--values", "1,2,3,4"], "'5:4' is no pattern N:M"),
      (["mvue", "--pattern", "2:4", "--values", "1,2,3"], "--values has 3 values"),
      (["mvue", "--pattern", "2:4", "--values", "1,nan,2,3"], "'nan' is no finite number"),
      (["mvue", "--values", "1"], "mvue lacks --pattern"),
      (["mvue", "--pattern", "1:2", "--values", "1,2", "--design", "pairs"], "unknown design"),
      (["mvue", "--pattern", "1:4", "--values", "1,1,1,1", "--quantised", "1"], "1 bits"),
      (["prune-below", "--values", "1"], "prune-below lacks --threshold"),
      (["prune-below", "--values", "1", "--threshold", "-1"], "threshold is below 0"),
      (["stochastic-rounding", "--values", "1"], "stochastic-rounding lacks --to"),
      (["muve", "--values", "1"], "unknown estimator"),
    ])
  func refusals(arguments: [String], message: String) throws {
    let run = try Command.run(["distribution"] + arguments)
    #expect(run.status == 2)
    #expect(run.text == "")
    #expect(run.diagnostics.contains(message))
    #expect(run.diagnostics.split(separator: "\n").count == 1)
  }

  private static let values: [Float] = (0..<64).map { index in
    Float((index * 37 + 11) % 29) - 14 + Float(index % 5) / 8
  }

  private static func file(_ values: [Float]) -> Command.Input {
    .file(values.withUnsafeBytes { [UInt8]($0) })
  }

  @Test(
    "production and reference write the same masks",
    arguments: [
      "2:4", "4:8/columns", "sequential-2:4", "transposable-2:4", "transposable-4:8",
      "prune-greedy-2:4", "keep-greedy-4:8", "top-10", "threshold-0x41000000",
    ])
  func masks(pattern: String) throws {
    let arguments = ["apply", "mask", "--pattern", pattern, "--format", "float32"]
    let shape = ["--rows", "8", "--columns", "8"]
    let input = Self.file(Self.values)
    let fast = try Command.run(arguments + shape, input: input)
    let exact = try Command.run(arguments + shape + ["--by", "reference"], input: input)
    #expect(fast.status == 0 && exact.status == 0)
    #expect(fast.output.count == 64)
    #expect(fast.output == exact.output)
    #expect(fast.output.allSatisfy { $0 <= 1 })
  }

  @Test("a seed gives the same values by every device, and they obey the pattern")
  func pruning() throws {
    let arguments = ["apply", "mvue", "--pattern", "2:4", "--format", "float32", "--seed", "7"]
    let input = Self.file(Self.values)
    let fast = try Command.run(arguments, input: input)
    let exact = try Command.run(arguments + ["--by", "reference"], input: input)
    #expect(fast.status == 0 && exact.status == 0)
    #expect(fast.output == exact.output)
    let check = [
      "apply", "mask", "--check", "--pattern", "2:4", "--format", "float32", "--rows", "8",
      "--columns", "8",
    ]
    #expect(try Command.run(check, input: .file([UInt8](fast.output))).status == 0)
    let refused = try Command.run(check, input: input)
    #expect(refused.status == 1)
    #expect(refused.text.contains("matrix 0, row 0, columns 0...3: "))
  }

  @Test("blocks with NaN are told of")
  func flags() throws {
    let run = try Command.run(
      ["apply", "mvue", "--pattern", "2:4", "--format", "float32", "--seed", "7"],
      input: Self.file([.nan, 1, 2, 3, .infinity, .nan, 1, 0]))
    #expect(run.status == 0)
    #expect(run.diagnostics.contains("2 of 2 cases have NaN or infinities"))
    #expect(run.diagnostics.contains("1 of 2 cases are biased"))
  }

  @Test("a stream that ends inside a block is refused")
  func cutStream() throws {
    let run = try Command.run(
      ["apply", "mvue", "--pattern", "2:4", "--format", "float32"],
      input: Self.file([1, 2, 3]))
    #expect(run.status == 2)
    #expect(run.diagnostics.contains("4 codes of 4 bytes and 1 random word of 4 bytes"))
  }

  @Test("a shape that the pattern does not divide is refused unless allowed")
  func ragged() throws {
    let arguments = [
      "apply", "mask", "--pattern", "2:4", "--format", "float32", "--rows", "2", "--columns", "6",
    ]
    let input = Self.file(Array(Self.values[..<12]))
    let refused = try Command.run(arguments, input: input)
    #expect(refused.status == 2)
    #expect(refused.diagnostics.contains("6 columns are no multiple of 4"))
    let allowed = try Command.run(arguments + ["--ragged"], input: input)
    #expect(allowed.status == 0)
    #expect(allowed.output.count { $0 == 1 } == 8)
  }
}
