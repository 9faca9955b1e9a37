/// How the results of an experiment are shown: what it is about, which figures, which tables.
public struct ExperimentSheet: Hashable, Sendable {
  /// The experiment's name on the command line.
  public var experiment: String
  /// The heading.
  public var title: String
  /// What was asked, how it was measured, how to read it; plain sentences.
  public var paragraphs: [String]
  /// The figures, in order.
  public var figures: [FigureDescription]
  /// The tables, in order.
  public var tables: [TableDescription]
  /// For which quantities a larger value is a worsening, for comparing with older results.
  public var smallerIsBetter: [String]
  /// For which quantities a smaller value is a worsening.
  public var largerIsBetter: [String]

  /// Creates a sheet.
  public init(
    experiment: String, title: String, paragraphs: [String], figures: [FigureDescription],
    tables: [TableDescription], smallerIsBetter: [String] = [], largerIsBetter: [String] = []
  ) {
    self.experiment = experiment
    self.title = title
    self.paragraphs = paragraphs
    self.figures = figures
    self.tables = tables
    self.smallerIsBetter = smallerIsBetter
    self.largerIsBetter = largerIsBetter
  }
}

/// One figure: the measurements of one quantity and statistic against their abscissa or a series.
public struct FigureDescription: Hashable, Sendable {
  /// A short name for files and anchors, unique in the experiment.
  public var id: String
  /// The caption's first sentence: what one sees.
  public var title: String
  /// The rest of the caption, for readers who cannot see the figure too.
  public var caption: String
  public var quantity: String
  public var statistic: String
  /// What the marks are.
  public var mark: Mark
  /// The horizontal axis: the abscissa, or the values of a series.
  public var horizontal: Axis
  /// The vertical axis is always the value.
  public var vertical: Axis
  /// The series that colour and shape tell apart; `nil` for one.
  public var colour: String?
  /// The series that is spread over small multiples; `nil` for none.
  public var facet: String?

  /// What the marks are.
  public enum Mark: String, Hashable, Sendable, CaseIterable {
    case line, point, bar
  }

  /// One axis.
  public struct Axis: Hashable, Sendable {
    /// What it shows, with its unit.
    public var title: String
    /// The series along it; `nil` for the abscissa, and for the value.
    public var series: String?
    /// Whether it is logarithmic; values that are not above 0 are left out then, and the page says
    /// how many.
    public var isLogarithmic: Bool

    /// Creates an axis.
    public init(_ title: String, series: String? = nil, isLogarithmic: Bool = false) {
      self.title = title
      self.series = series
      self.isLogarithmic = isLogarithmic
    }
  }

  /// Creates a figure.
  public init(
    id: String, title: String, caption: String, quantity: String, statistic: String, mark: Mark,
    horizontal: Axis, vertical: Axis, colour: String? = nil, facet: String? = nil
  ) {
    self.id = id
    self.title = title
    self.caption = caption
    self.quantity = quantity
    self.statistic = statistic
    self.mark = mark
    self.horizontal = horizontal
    self.vertical = vertical
    self.colour = colour
    self.facet = facet
  }
}

/// One table: a row for each combination of series, a column for each quantity and statistic, or for
/// each abscissa.
public struct TableDescription: Hashable, Sendable {
  /// What the table shows.
  public var title: String
  /// The series whose combinations are the rows, in the order of their columns.
  public var rows: [String]
  /// The columns behind them.
  public var columns: Columns

  /// What the columns are.
  public enum Columns: Hashable, Sendable {
    /// One for each of these, each a quantity and a statistic; measurements at an abscissa are left
    /// out.
    case quantities([Quantity])
    /// One for each abscissa of this quantity and statistic.
    case abscissas(Quantity)
  }

  /// A quantity and one of its statistics.
  public struct Quantity: Hashable, Sendable {
    public var quantity: String
    public var statistic: String
    /// The column's heading.
    public var heading: String

    /// Creates one.
    public init(_ quantity: String, _ statistic: String, heading: String) {
      self.quantity = quantity
      self.statistic = statistic
      self.heading = heading
    }
  }

  /// Creates a table.
  public init(title: String, rows: [String], columns: Columns) {
    self.title = title
    self.rows = rows
    self.columns = columns
  }
}
