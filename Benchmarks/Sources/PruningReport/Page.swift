import Descriptors
import ExactArithmetic
import Measuring

/// The report for readers.
struct Page {
  let machine: Machine
  let speed: Speed
  let variances: VarianceTable
  let kept: KeptWeights
  let curves: LognormalCurves
  let diversity = Diversity()

  var markdown: String {
    [introduction, varianceSection, figureSection, keptSection, diversitySection, speedSection]
      .joined(separator: "\n\n") + "\n"
  }

  private var introduction: String {
    """
    # Pruning and masks, measured

    Written by `make pruning` on \(machine.processor), \(machine.cores) cores, load average \
    \(machine.load.map(\.figure).joined(separator: " to ")). `Specs/pages/mvue.md`, \
    `Specs/pages/masks.md` and `Specs/pages/transposable.md` define what is measured here.
    """
  }

  private var varianceSection: String {
    var lines = [
      "## Variance of unbiased N:M pruning", "",
      "The expected squared error in relation to the mean square of the values: of the estimator "
        + "of minimum variance, and in brackets of keeping the largest, which is biased. Drawn by "
        + "the production kernels; every outcome of a block has the same sum of squares, so one "
        + "draw per block shows its variance. \(variances.cells[0][0].blocks) blocks for patterns "
        + "of up to 4, \(variances.cells[0][4].blocks) of 8, \(variances.cells[0][5].blocks) of 32; "
        + "± is three standard errors.", "",
      row(["distribution"] + variances.patterns.map(\.name) + ["2:4, successive"]),
      row(Array(repeating: "---", count: variances.patterns.count + 2)),
    ]
    for (law, cells) in zip(variances.laws, variances.cells) {
      let successive = cells[2].successive.text
      lines.append(
        row(
          [law.name] + cells.map { "\($0.unbiased.text) (\($0.greedy.ratio.figure))" }
            + [successive]))
    }
    lines += [
      "",
      "What theory says of 1:M is (M - 1) (E|g|)^2 / E g^2: "
        + variances.laws.map {
          "\($0.name) \($0.flatness.figure) for 1:2 and \((3 * $0.flatness).figure) for 1:4"
        }.joined(separator: "; ") + ". Keeping N of M at random costs M/N - 1 for every "
        + "distribution. The wider the distribution, the fewer blocks decide a mean, and the more "
        + "their rare large ones make the measured figures of sigma = 2 and 3 scatter.",
    ]
    return lines.joined(separator: "\n")
  }

  private var figureSection: String {
    let sentences = curves.rounding.map { other in
      let sigma = LognormalCurves.crossing(below: other.points[0].variance)
      return "below that of \(other.name), \(other.points[0].variance.figure), from sigma = "
        + "\(sigma.figure) on"
    }
    return """
      ## When 1:2 is enough

      ![Relative variance against sigma](pruning-variance.svg)

      Lognormal values, as gradients nearly are: the variance of pruning falls with sigma, the \
      noise of stochastic rounding does not. Where pruning adds less than the rounding that a \
      gradient gets anyway, the simplest pattern is enough. By theory the variance of 1:2 is \
      e^(-sigma^2), \(sentences.joined(separator: ", ")). Rounding draws 32 random bits and is measured at \
      sigma = 1, with a scale of a power of two that puts the largest value into the format's \
      topmost binade. Samples of wide distributions lack the rarest values, so the measured curves \
      end a little below theory.
      """
  }

  private var keptSection: String {
    var lines = [
      "## Magnitude that masks keep", "",
      "The share of the sum of magnitudes that stays, on a \(kept.side) x \(kept.side) matrix of "
        + "normal values; ± is three standard errors over its tiles.", "",
      row(["tile", "mask", "kept", ""]), row(["---", "---", "---", "---"]),
    ]
    for line in kept.rows {
      let side = line.pattern.of
      lines.append(
        row(["\(side) x \(side), \(line.pattern)", line.name, line.kept.text, line.note]))
    }
    return lines.joined(separator: "\n")
  }

  private var diversitySection: String {
    var lines = [
      "## How many masks there are", "",
      "Of 8 x 8 elements, half of them kept; counted exactly. The formula printed for transposable "
        + "masks, (M! (M-1)! ... (M-K+1)!) per tile, counts more than there are masks, and not by "
        + "the same factor: by it 4:8 transposable masks seem more various than 2:4 along rows, by "
        + "the count they are less. In the magnitude they keep, above, the two are close all the "
        + "same. `Specs/pages/mask-diversity.md` has the derivation.", "",
      row(["masks", "count", "printed formula", "printed / count"]),
      row(["---", "---:", "---:", "---:"]),
    ]
    for line in diversity.rows {
      let excess = line.printed.map { ($0 / line.count).decimal(significantDigits: 3) }
      lines.append(
        row([
          line.name, line.count.description, line.printed?.description ?? "the count",
          excess ?? "",
        ]))
    }
    return lines.joined(separator: "\n")
  }

  private var speedSection: String {
    let tables = SpeedTables(machine: machine, targets: speed.targets, rows: speed.rows)
    return """
      ## Speed

      One thread unless the row says otherwise. \(speed.rows.first?.seconds.count ?? 0) rounds; \
      a round measures every row and right after it its peers, and ratios are medians within \
      a round. Absolute rates hold for this machine and hour. torch runs on one thread, \
      networkx finds one tile at a time.

      \(tables.targetTable)

      \(tables.rowTable)
      """
  }

  private func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
}
