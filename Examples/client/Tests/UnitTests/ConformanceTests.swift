import Assay
import AssayTesting
import Testing
import Unit

private let operation = Result {
  try NamedOperation(parsing: Converter.operation, catalog: Catalog.builtIn()).operation
}

@Test func theConverterConforms() async throws {
  try await expectConformance(of: Converter(), to: operation.get())
}

@Test func aConverterThatRoundsTiesAwayDoesNot() async throws {
  await withKnownIssue {
    try await expectConformance(
      of: Converter(rounding: .toNearestOrAwayFromZero), to: operation.get())
  }
}
