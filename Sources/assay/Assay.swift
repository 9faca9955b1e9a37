import ArgumentParser

@main
struct Assay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay", abstract: "Says, with proof, what a low-precision unit computes.")
}
