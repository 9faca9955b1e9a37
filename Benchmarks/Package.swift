// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "assay-benchmarks",
  dependencies: [
    .package(name: "assay", path: ".."),
    // Without its traits it needs no jemalloc.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "Workloads",
      dependencies: [
        .product(name: "Production", package: "assay"),
        .product(name: "Reference", package: "assay"),
      ],
      swiftSettings: strict),
    .target(name: "Measuring", swiftSettings: strict),
    .executableTarget(
      name: "BenchmarkReport",
      dependencies: ["Workloads", "Measuring", .product(name: "Production", package: "assay")],
      swiftSettings: strict),
    .executableTarget(
      name: "PruningReport",
      dependencies: [
        "Measuring", .product(name: "Production", package: "assay"),
        .product(name: "Reference", package: "assay"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "SumsReport",
      dependencies: [
        "Measuring", .product(name: "Production", package: "assay"),
        .product(name: "Tensors", package: "assay"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "Kernels",
      dependencies: ["Workloads", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Kernels",
      swiftSettings: strict,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
