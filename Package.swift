// swift-tools-version: 6.2
import PackageDescription

/// Whether this is the package that is worked on.
///
/// As a dependency by version it lies among the checkouts, and there it may bring no flags of its own.
let isRoot = Context.packageDirectory.split(separator: "/").dropLast().last != "checkouts"

let strict: [SwiftSetting] =
  [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
  ]
  // Debug information of optimised builds costs a tenth of their time and half of their size.
  + (isRoot ? [.unsafeFlags(["-gnone"], .when(configuration: .release))] : [])

/// Modules that do arithmetic are optimised in debug builds too, or the test run takes minutes.
let fast: [SwiftSetting] =
  strict + (isRoot ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : [])
let fastC: [CSetting] = isRoot ? [.unsafeFlags(["-O3"])] : []

let package = Package(
  name: "assay",
  products: [
    .executable(name: "assay", targets: ["assay"]),
    .library(name: "Assay", targets: ["Assay"]),
    .library(name: "AssayTesting", targets: ["AssayTesting"]),
    .executable(name: "assay-sweep", targets: ["sweep"]),
    .library(name: "Production", targets: ["Production", "Descriptors", "Specs"]),
    .library(name: "Reference", targets: ["Reference", "ExactArithmetic"]),
    .library(name: "Tensors", targets: ["Tensors"]),
    .library(
      name: "Conformance",
      targets: ["Conformance", "Devices", "Harness", "Drift", "Reporting", "Results"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // MARK: - Floor 1
    .systemLibrary(name: "CGMP", pkgConfig: "gmp", providers: [.apt(["libgmp-dev"])]),
    .target(name: "CKernels", cSettings: fastC),
    .target(name: "CResources"),
    .target(name: "Descriptors", swiftSettings: fast),

    // MARK: - Floor 2
    .target(name: "ExactArithmetic", dependencies: ["CGMP"], swiftSettings: fast),
    .target(name: "Production", dependencies: ["CKernels", "Descriptors"], swiftSettings: fast),
    .target(name: "CInstructions", cSettings: fastC),
    .target(name: "CDevice"),
    .target(
      name: "Specs", dependencies: ["CResources", "Descriptors", "Yams"], path: "Specs",
      // The texts are taken in by CResources.
      exclude: [
        "pages", "formats.yaml", "dialects.yaml", "masks.yaml", "estimators.yaml",
        "accumulators.yaml", "blocks.yaml", "corpus.yaml", "profiles.yaml",
        "quantizers.yaml",
      ],
      swiftSettings: strict),
    .target(name: "Harness", swiftSettings: fast),
    .target(name: "Tensors", dependencies: ["Harness"], swiftSettings: fast),

    // MARK: - Floor 3
    .target(
      name: "Reference", dependencies: ["ExactArithmetic", "Descriptors"], swiftSettings: fast),
    .target(
      name: "Devices",
      dependencies: [
        "Production", "CInstructions", "CDevice", "CResources", "Descriptors",
      ],
      exclude: ["Peers/peer.py"],
      swiftSettings: fast),
    .target(name: "Results", dependencies: ["Harness"], swiftSettings: strict),
    .target(
      name: "Reporting",
      dependencies: [
        "CResources", "Harness", "Results", .product(name: "Mustache", package: "swift-mustache"),
      ],
      exclude: ["Page/Templates"],
      swiftSettings: strict),

    // MARK: - Floor 4
    .target(
      name: "Conformance",
      dependencies: [
        "Reference", "Devices", "Harness", "Specs", "Results", "ExactArithmetic", "Descriptors",
      ],
      swiftSettings: fast),
    .target(
      name: "Drift",
      dependencies: [
        "Reference", "Devices", "Production", "Specs", "Tensors", "Results", "ExactArithmetic",
        "Descriptors",
      ],
      swiftSettings: fast),

    .target(
      name: "Calibration",
      dependencies: [
        "Reference", "Production", "Specs", "Tensors", "ExactArithmetic", "Descriptors",
      ],
      swiftSettings: fast),

    // MARK: - Floor 5
    .executableTarget(
      name: "assay",
      dependencies: [
        "Conformance", "Drift", "Calibration", "Reporting", "Results", "Reference", "Devices",
        "Specs", "Harness", "Tensors", "ExactArithmetic", "Descriptors", "Production",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict,
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),

    // MARK: - For other packages
    .target(
      name: "Assay",
      dependencies: [
        "Conformance", "Devices", "Reference", "Production", "Specs", "Descriptors",
      ],
      path: "Sources/Umbrella", swiftSettings: strict),
    .target(
      name: "AssayTesting",
      dependencies: [
        "Conformance", "Devices", "Results", "Harness", "Descriptors",
      ],
      swiftSettings: strict),

    .executableTarget(
      name: "sweep",
      dependencies: [
        "Conformance", "Reference", "Devices", "Specs", "Harness", "Descriptors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict,
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),

    // MARK: - Tests
    .testTarget(
      name: "ExactArithmeticTests", dependencies: ["ExactArithmetic", "CGMP"],
      swiftSettings: strict),
    .testTarget(name: "DescriptorsTests", dependencies: ["Descriptors"], swiftSettings: strict),
    .testTarget(
      name: "SpecsTests", dependencies: ["Specs", "Descriptors"], swiftSettings: strict),
    .testTarget(name: "HarnessTests", dependencies: ["Harness"], swiftSettings: strict),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"], swiftSettings: strict),
    .testTarget(
      name: "ProductionTests", dependencies: ["Production", "CKernels", "Descriptors", "Specs"],
      swiftSettings: fast),
    .testTarget(
      name: "ReferenceTests",
      dependencies: ["Reference", "ExactArithmetic", "Descriptors", "Specs"],
      swiftSettings: strict),
    .testTarget(
      name: "DevicesTests", dependencies: ["Devices", "Descriptors", "Specs"],
      swiftSettings: strict),
    .testTarget(
      name: "ConformanceTests",
      dependencies: [
        "Conformance", "Reference", "Devices", "Harness", "Specs", "ExactArithmetic", "Descriptors",
        "Production", "Reporting", "Results",
      ],
      exclude: [],
      swiftSettings: strict),
    .testTarget(
      name: "DriftTests",
      dependencies: [
        "Drift", "Devices", "Production", "Tensors", "Reference", "Reporting", "Results",
        "ExactArithmetic",
        "Specs", "Descriptors",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CalibrationTests",
      dependencies: [
        "Calibration", "Reference", "Production", "Specs", "Tensors", "ExactArithmetic",
        "Descriptors",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting", "Results", "Harness"],
      swiftSettings: strict),
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "Conformance", "Devices", "Specs", "Tensors", "Reporting", "Results", "Harness",
        "ExactArithmetic",
        "Descriptors",
      ],
      exclude: ["Corpus"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: ["assay", "Conformance", "Harness", "Specs", "Descriptors"],
      swiftSettings: strict),
    .testTarget(name: "SweepTests", dependencies: ["sweep", "assay"], swiftSettings: strict),
    .testTarget(name: "HouseTests", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
