import Devices
import ExactArithmetic
import Reference
import Results
import Specs
import Testing

@testable import Drift

@Suite("Matrices stored in fewer bits")
struct MatrixFormatTests {
  private let values: [Float] = [-3, 0.4, 0.03, 100, 0, 2.6, -0.0004, 90]

  private func store(_ name: String, rows: Int = 1) async throws -> MatrixFormat.Stored {
    let format = try MatrixFormat(name, try Catalog.builtIn())
    return try await format.store(
      values, rows: rows, measured: values.count, on: ProductionDevice())
  }

  @Test("One power of two puts the largest magnitude at the format's largest value")
  func numbers() async throws {
    // 100 / 2^4 = 6.25 saturates at 6; 90 / 2^4 rounds to 6; -3 / 2^4 to 0, as a tie to even.
    let stored = try await store("float4_e2m1fn")
    #expect(stored.values == [0, 0, 0, 96, 0, 0, 0, 96])
    #expect(stored.numbers[0].exact == Rational(-3, over: 16))
    #expect(stored.numbers[3].got.number == 6)
  }

  @Test("Block formats find their scales along the rows")
  func blocks() async throws {
    let one = try await store("mxfp4_e2m1")
    #expect(one.values == [0, 0, 0, 96, 0, 0, 0, 96])
    // Four rows of two: -3 and 0.4 over 2^-1 are -6 and 0.8, 0 and 2.6 over it 0 and 5.2.
    let four = try await store("mxfp4_e2m1", rows: 4)
    #expect(four.values == [-3, 0.5, 0, 96, 0, 3, 0, 96])
  }

  @Test("The error of one value, by hand")
  func error() throws {
    let scale = ResultScale(try Catalog.builtIn().format(named: "float4_e2m1fn"))
    var tally = ErrorTally()
    for scale in [scale, nil] {
      tally.add(
        CaseError(
          got: .finite(6), exact: Rational(25, over: 4), magnitudes: .zero, scale: scale))
    }
    let figures = tally.figures.map { "\($0.quantity) \($0.statistic) \($0.value)" }
    #expect(figures.contains("relative error max 0.04"))
    #expect(figures.contains("error in ulp max 0.125"))
    #expect(figures.contains("shrink factor value 0.96"))
    #expect(tally.distribution(experiment: "", series: [:]).isEmpty)
  }
}

@Suite("Experiments and their sheets")
struct ExperimentSheetTests {
  @Test(
    "Every figure, table and bound of a sheet has measurements",
    arguments: ["accumulators", "formats", "digits"])
  func sheet(name: String) async throws {
    let catalog = try Catalog.builtIn()
    let experiment = try #require(Experiments.all(catalog).first { $0.name == name })
    var measured: Set<[String]> = []
    var quantities: Set<String> = []
    var cases = 0
    try await experiment.run(ExperimentContext(effort: .quick, catalog: catalog, tasks: 2)) {
      switch $0 {
      case .measurement(let one):
        measured.insert([one.quantity, one.statistic, one.x == nil ? "" : "x"])
        quantities.insert(one.quantity)
      case .worst(let worst):
        cases += 1
        #expect(worst.derivation.count >= 3)
      default: break
      }
    }
    let sheet = experiment.sheet
    for figure in sheet.figures {
      let place = figure.horizontal.series == nil ? "x" : ""
      #expect(measured.contains([figure.quantity, figure.statistic, place]), "\(figure.id)")
    }
    for table in sheet.tables {
      switch table.columns {
      case .quantities(let columns):
        for column in columns {
          #expect(measured.contains([column.quantity, column.statistic, ""]), "\(column.heading)")
        }
      case .abscissas(let column):
        #expect(measured.contains([column.quantity, column.statistic, "x"]), "\(table.title)")
      }
    }
    #expect(quantities.isSuperset(of: sheet.smallerIsBetter + sheet.largerIsBetter))
    #expect(cases > 0 || name == "formats")
  }
}
