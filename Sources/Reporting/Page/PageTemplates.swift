import CResources
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
    let sources: [String: UnsafePointer<CChar>] = [
      "experiment": assay_experiment_mustache(),
      "index": assay_index_mustache(),
      "head": assay_head_mustache(),
      "table": assay_table_mustache(),
      "comparison": assay_comparison_mustache(),
      "figure": assay_figure_mustache(),
      "history": assay_history_mustache(),
      "verdict": assay_verdict_mustache(),
    ]
    library = MustacheLibrary(
      templates: try sources.mapValues {
        try MustacheTemplate(string: String(cString: $0))
      })
    style = String(cString: assay_page_css())
    verdictStyle = style + String(cString: assay_verdict_css())
    script = String(cString: assay_charts_js())
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
