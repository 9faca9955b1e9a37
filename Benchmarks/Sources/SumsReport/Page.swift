import Measuring

/// The report for readers.
struct Page {
  let tables: SpeedTables
  let weights: String
  let elements: Int?
  let rounds: Int

  var markdown: String {
    """
    # Sums and block formats, measured

    Written by `make sums` on \(tables.machine.processor), \(tables.machine.cores) cores, load \
    average \(tables.machine.load.map(\.figure).joined(separator: " to ")). \
    `Specs/pages/accumulator-kernels.md` and `Specs/pages/block-kernels.md` say how each is computed \
    and why it is exact.

    \(tables.targetTable)

    One thread each. \(rounds) rounds; a round measures every row and right after it its peer, and \
    ratios are medians within a round. Absolute rates hold for this machine and hour. torch does \
    every step on the whole matrix of sums, a handful of operations each: what one writes first. \
    It is bit-exact for \(Products.near) only. A product's time contains reading the codes, laying \
    out the weights and writing the results as codes. \(weightsSentence)

    \(tables.rowTable)

    """
  }

  private var weightsSentence: String {
    guard let elements else { return "The weights of the block formats were not there." }
    let name = weights.split(separator: "/").last.map(String.init) ?? weights
    return "The \(elements) weights of the block formats are the matrices of \(name), which "
      + "`make weights` fetches; one matrix after the other, so that most come from memory."
  }
}
