extension PageDrawing {
  /// What a renderer makes of figures, by the names of their specifications.
  static func drawn(
    _ specifications: [String: String], by renderer: ChartRenderer?
  ) -> PageDrawing {
    var result = PageDrawing()
    guard !specifications.isEmpty else { return result }
    guard let renderer else {
      result.absence =
        "No pictures: nothing was there to draw them; 'make report' does with Python 3, "
        + "or 'pip install \(ChartRenderer.requirement)' for the interpreter in ASSAY_PYTHON."
      return result
    }
    do {
      let drawing = try renderer.draw(specifications, withBundle: true)
      result.pictures = drawing.pictures
      result.problems = drawing.problems.mapValues { "No picture: \($0)." }
      result.bundle = drawing.bundle
    } catch {
      let text = error.description
      result.absence = text.prefix(1).uppercased() + text.dropFirst() + "."
    }
    return result
  }
}
