// swift-tools-version: 6.2
import PackageDescription

/// Every target is compiled in Swift 6 mode with the same upcoming features, so a file can move between targets.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")

func library(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies, resources: resources,
        swiftSettings: settings)
}

let package = Package(
    name: "secretaria",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "secretaria", targets: ["secretaria"]),
        .executable(name: "interop", targets: ["interop"]),
        .library(name: "Postgres", targets: ["Postgres"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.36.0"),
    ],
    targets: [
        // System libraries: nothing but a module map.
        .systemLibrary(
            name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .systemLibrary(
            name: "CCmarkGFM",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),
        .systemLibrary(
            name: "CHiredis", pkgConfig: "hiredis", providers: [.apt(["libhiredis-dev"]), .brew(["hiredis"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

        // Reusable, without a word of the domain.
        library("Postgres", ["CLibpq", logging, lifecycle]),
        library("Privacy"),

        // The product.
        library("Domain", ["Privacy"]),
        library("Providers", ["Domain", "Privacy", httpClient, crypto, logging, nioCore, nioHTTP1, nioPosix, nioSSL]),
        library(
            "Web",
            ["Privacy", hummingbird, httpTypes, crypto, logging, metrics, lifecycle, nioCore, nioHTTP1]),
        library(
            "Simulators",
            [
                "Domain", hummingbird, httpTypes, httpClient, crypto, logging, lifecycle, nioCore, nioHTTP1, nioPosix,
                nioSSL,
            ]),
        library(
            "App",
            [
                "CCmarkGFM", "CHiredis", "CZlib", "Domain", "Postgres", "Privacy", "Providers", "Simulators", "Web",
                hummingbird, httpTypes, httpClient, crypto, cryptoExtras, logging, metrics, lifecycle, nioCore,
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            resources: [.copy("Resources")]),
        .executableTarget(
            name: "secretaria",
            dependencies: [
                "App", "Postgres", "Simulators",
                .product(name: "ArgumentParser", package: "swift-argument-parser"), logging, lifecycle,
            ],
            swiftSettings: settings),

        // Tests.
        .target(
            name: "TestSupport",
            dependencies: [
                "App", "Domain", "Postgres", "Providers", "Simulators", "Web", hummingbird, httpClient, logging,
                nioCore, nioHTTP1, httpTypes, .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            path: "Tests/TestSupport", swiftSettings: settings),
        // Damaged input for every parser; and our code for clients of other languages (Tests/interop).
        .target(
            name: "FuzzSupport", dependencies: ["Domain", "Privacy", "Providers"], path: "Tests/FuzzSupport",
            swiftSettings: settings),
        // Labelled chat messages, for tests and for scripts/privacy-compare.
        .target(name: "PrivacyCorpus", path: "Tests/PrivacyCorpus", swiftSettings: settings),
        .executableTarget(
            name: "interop",
            dependencies: [
                "Domain", "FuzzSupport", "PrivacyCorpus", "Providers", "Simulators", crypto, logging, nioPosix,
            ],
            path: "Tests/InteropSupport", swiftSettings: settings),
        tests("Postgres", ["TestSupport"]),
        tests("Privacy", ["FuzzSupport", "PrivacyCorpus"]),
        tests("Domain", []),
        tests("Providers", ["FuzzSupport", "Simulators", "TestSupport", crypto], resources: [.copy("Fixtures")]),
        tests(
            "Web",
            [
                "TestSupport", lifecycle, .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "InMemoryLogging", package: "swift-log"),
            ]),
        tests(
            "App",
            ["TestSupport", "Simulators", "Providers", .product(name: "HummingbirdTesting", package: "hummingbird")]),
    ]
)
