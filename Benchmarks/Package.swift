// swift-tools-version: 6.2
import PackageDescription

// The load generator shares the machine with what it measures, so it depends on nothing and does as little as it can.
let package = Package(
    name: "secretaria-benchmarks",
    platforms: [.macOS(.v15)],
    targets: [
        .systemLibrary(name: "CEpoll"),
        .target(
            name: "Load", dependencies: [.target(name: "CEpoll", condition: .when(platforms: [.linux]))],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "loadgen", dependencies: ["Load"], path: "Sources/command", swiftSettings: [.swiftLanguageMode(.v6)]),
        .testTarget(name: "LoadTests", dependencies: ["Load"]),
    ]
)
