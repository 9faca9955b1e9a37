public import Tensors

/// What a survey found: figures per tensor and target, and per target over all tensors.
public struct SurveyReport: Sendable {
  /// The file, as the caller named it.
  public let file: String
  /// The seed of the random words of stochastic roundings.
  public let seed: UInt64
  /// The targets, in the order of every list of figures.
  public let targets: [SurveyTarget]
  /// The tensors that were measured, in order.
  public private(set) var rows: [Row] = []
  /// The tensors that were not, in order.
  public internal(set) var skipped: [Skipped] = []
  /// The figures over all rows, one per target.
  public internal(set) var totals: [ErrorFigures] = []

  /// A tensor with its figures.
  public struct Row: Sendable {
    /// The tensor's name.
    public let name: String
    /// The type of its elements.
    public let element: ElementType
    /// Its dimensions, outermost first.
    public let shape: [Int]
    /// The figures, one per target.
    public let figures: [ErrorFigures]

    init(_ entry: TensorEntry, figures: [ErrorFigures]) {
      name = entry.name
      element = entry.element
      shape = entry.shape
      self.figures = figures
    }
  }

  /// A tensor that was not measured, with the reason.
  public struct Skipped: Sendable, Hashable {
    /// The tensor's name.
    public let name: String
    /// The type of its elements.
    public let element: ElementType
    /// Why.
    public let reason: String
  }

  init(file: String, seed: UInt64, targets: [SurveyTarget]) {
    self.file = file
    self.seed = seed
    self.targets = targets
  }

  mutating func add(_ row: Row) {
    rows.append(row)
    for index in totals.indices { totals[index].add(row.figures[index]) }
  }
}
