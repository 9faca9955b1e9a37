import ArgumentParser
import Conformance
import ExactArithmetic

/// How a device is judged that draws its own random numbers.
struct InsideOptions: ParsableArguments {
  @Flag(
    name: .customLong("random-inside"),
    help: "The device draws its random numbers itself: cases have no words.")
  var isRandomInside = false

  @Option(
    help: ArgumentHelp("With --random-inside: all draws together.", valueName: "count"))
  var draws: Int?

  @Option(
    name: .customLong("false-alarm"),
    help: ArgumentHelp(
      "With --random-inside: how likely a healthy device is refuted, at most (1e-9).",
      valueName: "probability"))
  var falseAlarm: String?

  @Option(
    name: .customLong("see-bias"),
    help: ArgumentHelp(
      "With --random-inside: draw enough to see a shift of all cases by this share of a gap.",
      valueName: "size"))
  var bias: String?

  @Option(
    name: .customLong("see-deviation"),
    help: ArgumentHelp(
      "With --random-inside: draw enough to see one probability off by this much.",
      valueName: "size"))
  var deviation: String?

  @Flag(
    name: .customLong("allow-replays"),
    help: "With --random-inside: the same draws after every start are no mistake.")
  var allowsReplays = false

  @Flag(
    name: .customLong("one-word"),
    help: "With --random-inside: one random word rounds all elements of a block.")
  var sharesWord = false

  @Option(
    help: ArgumentHelp(
      "With --faults --random-inside: how many verdicts on healthy devices (100).",
      valueName: "count"))
  var runs: Int?

  /// What is demanded.
  ///
  /// - Throws: `CommandFailure` for numbers that make no sense.
  func demand() throws(CommandFailure) -> DrawDemand {
    var demand = DrawDemand()
    if let draws {
      guard draws >= 1000, draws <= 1 << 40 else {
        throw .usage("--draws is \(draws)", "give a number from 1000 to 2^40")
      }
      demand.draws = draws
    }
    if let falseAlarm {
      demand.falseAlarm = try Self.share(falseAlarm, "--false-alarm", least: "1e-300")
    }
    demand.bias = try bias.map { text throws(CommandFailure) in
      try Self.share(text, "--see-bias", least: "1e-5")
    }
    demand.deviation = try deviation.map { text throws(CommandFailure) in
      try Self.share(text, "--see-deviation", least: "1e-5")
    }
    demand.allowsReplays = allowsReplays
    demand.sharesWord = sharesWord
    return demand
  }

  /// Refuses the other options where `--random-inside` is missing.
  func refuseAlone() throws(CommandFailure) {
    guard draws == nil, falseAlarm == nil, bias == nil, deviation == nil, !allowsReplays,
      !sharesWord, runs == nil
    else {
      throw .usage(
        "--draws, --false-alarm, --see-bias, --see-deviation, --allow-replays, --one-word and "
          + "--runs go with --random-inside", "add it, or leave them out")
    }
  }

  private static func share(
    _ text: String, _ option: String, least: String
  ) throws(CommandFailure) -> Rational {
    guard let value = Rational(text), let bound = Rational(least), value >= bound,
      value <= Rational(1, over: 2)
    else {
      throw .usage(
        "\(option) is '\(text.excerpt)'",
        "give a number from \(least) to 1/2, as in 1/1000 or 1e-3")
    }
    return value
  }
}
