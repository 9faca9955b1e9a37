import Mustache

/// The templates of the pages, which are part of the program.
struct PageTemplates {
  private let library: MustacheLibrary
  /// The style of all pages.
  let style: String
  /// The style of pages of verdicts.
  let verdictStyle: String
  /// What makes figures interactive.
  let script: String

  /// Reads all templates.
  ///
  /// - Throws: a parser error of Mustache for a broken template.
  init() throws {
    let sources: [String: [UInt8]] = [
      "experiment": PackageResources.experiment_mustache,
      "index": PackageResources.index_mustache,
      "head": PackageResources.head_mustache,
      "table": PackageResources.table_mustache,
      "comparison": PackageResources.comparison_mustache,
      "figure": PackageResources.figure_mustache,
      "history": PackageResources.history_mustache,
      "verdict": PackageResources.verdict_mustache,
    ]
    library = MustacheLibrary(
      templates: try sources.mapValues {
        try MustacheTemplate(string: String(decoding: $0, as: UTF8.self))
      })
    style = String(decoding: PackageResources.page_css, as: UTF8.self)
    verdictStyle = style + String(decoding: PackageResources.verdict_css, as: UTF8.self)
    script = String(decoding: PackageResources.charts_js, as: UTF8.self)
  }

  /// A page; text in it is escaped, pictures and specifications are not.
  ///
  /// - Throws: `ExperimentReportError` when there is no such template.
  func render(_ page: Any, as template: String) throws(ExperimentReportError) -> String {
    guard let text = library.render(page, withTemplate: template) else {
      throw ExperimentReportError(
        path: template, problem: "no such template", remedy: "build assay again")
    }
    return text
  }
}
