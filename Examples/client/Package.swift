// swift-tools-version: 6.2
import PackageDescription

/// Where Assay comes from: your mirror, or a clone as in `run-here`.
let assay = Context.environment["ASSAY_REPOSITORY"] ?? "https://example.org/assay.git"

let package = Package(
  name: "unit",
  dependencies: [.package(url: assay, from: "1.0.0")],
  targets: [
    .target(name: "Unit", dependencies: [.product(name: "Assay", package: "assay")]),
    .testTarget(
      name: "UnitTests",
      dependencies: ["Unit", .product(name: "AssayTesting", package: "assay")]),
  ]
)
