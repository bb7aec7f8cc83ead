import Foundation
import Logging
import Testing
import Web

@testable import App

@Suite struct ConfigTests {
    private let layout = DataLayout(program: "", workingDirectory: "/srv/shop", isRoot: false)

    private func config(_ environment: [String: String]) throws -> Config {
        try Config(environment: environment, layout: layout)
    }

    @Test func `an empty environment gives the documented defaults`() throws {
        let config = try config([:])
        #expect(config.host == "127.0.0.1" && config.port == 8080)
        #expect(config.databaseURL == nil && config.openAI == nil && config.publicURL == nil)
        #expect(config.dataDirectory.path == "/srv/shop/.secretaria")
        #expect(config.logLevel == .info && config.logFormat == .text)
        #expect(config.metaGraphURL == "https://graph.facebook.com/v25.0")
        #expect(config.address(port: 8080) == "http://127.0.0.1:8080")
        #expect(config.masterKey.description == "master key in /srv/shop/.secretaria/master.key")
    }

    @Test func `every key has an effect or is refused`() throws {
        let key = String(repeating: "ab", count: 32)
        let config = try config([
            "HOST": "0.0.0.0", "PORT": "0", "PUBLIC_URL": "https://shop.example/",
            "DATABASE_URL": "postgresql://a,b/db",
            "DATABASE_POOL_SIZE": "9", "SECRETARIA_DATA": "/data", "SECRETARIA_MASTER_KEY": key,
            "OPENAI_API_KEY": "sk-x",
            "OPENAI_BASE_URL": "http://127.0.0.1:9/v1/", "META_GRAPH_URL": "http://127.0.0.1:8/v25.0",
            "METRICS_TOKEN": "m", "TRUSTED_PROXIES": "10.0.0.0/8, ::1", "ALLOW_INSECURE_HTTP": "yes",
            "LOG_LEVEL": "Debug", "LOG_FORMAT": "json", "WORKERS_INBOX": "1", "WORKERS_ASSISTANT": "2",
            "WORKERS_OUTBOX": "3",
            "WORKERS_MEDIA": "5", "WORKERS_KNOWLEDGE": "4", "WORKERS_MAINTENANCE": "0",
        ])
        #expect(config.host == "0.0.0.0" && config.port == 0 && config.databasePoolSize == 9)
        #expect(config.address(port: 81) == "https://shop.example")
        #expect(config.databaseURL == "postgresql://a,b/db" && config.dataDirectory.path == "/data")
        #expect(try config.masterKey.load() == [UInt8](repeating: 0xAB, count: 32))
        #expect(config.openAI == Config.OpenAIEndpoint(baseURL: "http://127.0.0.1:9/v1", key: "sk-x"))
        #expect(config.metaGraphURL == "http://127.0.0.1:8/v25.0" && config.metricsToken == "m")
        #expect(
            config.trustedProxies.count == 2 && config.trustedProxies[0].contains("10.1.2.3")
                && config.allowsInsecureHTTP)
        #expect(config.logLevel == .debug && config.logFormat == .json)
        #expect(
            config.workers == ["inbox": 1, "assistant": 2, "outbox": 3, "media": 5, "knowledge": 4, "maintenance": 0])
    }

    @Test(arguments: [
        ("PORT", "70000"), ("PORT", "eighty"), ("DATABASE_URL", "mysql://x"), ("PUBLIC_URL", "shop.example"),
        ("SECRETARIA_MASTER_KEY", "short"), ("OPENAI_BASE_URL", "ftp://x"), ("META_GRAPH_URL", "https://"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"), ("WORKERS_INBOX", "-1"), ("DATABASE_POOL_SIZE", "1001"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,proxy"), ("ALLOW_INSECURE_HTTP", "maybe"),
    ])
    func `a value that cannot be used is refused by its key's name, without repeating it`(key: String, value: String)
        throws
    {
        let error = try #require(throws: ConfigError.self) { try config([key: value]) }
        #expect(error.problems.count == 1 && error.description.hasPrefix("\(key) must"))
        #expect(!error.description.contains(value))
    }

    @Test func `all mistakes are named at once, and empty values count as unset`() throws {
        let error = try #require(throws: ConfigError.self) {
            try config(["PORT": "x", "LOG_FORMAT": "y", "LOG_LEVEL": " "])
        }
        #expect(error.problems.count == 2)
    }

    @Test func `a model endpoint alone is used without a key, a key alone with the usual endpoint`() throws {
        #expect(try config(["OPENAI_BASE_URL": "http://127.0.0.1:11434/v1"]).openAI?.key == "")
        #expect(try config(["OPENAI_API_KEY": "sk"]).openAI?.baseURL == "https://api.openai.com/v1")
    }

    @Test func `docs/configuration.md lists every key with its default`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let page = try String(contentsOf: root.appending(path: "docs/configuration.md"), encoding: .utf8)
        for key in Config.keys {
            #expect(
                page.contains("| `\(key.name)` | \(key.fallback) | \(key.meaning) |"),
                "\(key.name) is missing or differs")
        }
    }

    @Test func `a .env file is read as shells would, and the process environment wins`() throws {
        let values = DotEnv.parse(
            "# comment\nPORT=9000 # inline\nexport HOST = '0.0.0.0'\nMETRICS_TOKEN=\"a b#c\"\nOPENAI_API_KEY=sk#1\n\nnonsense\n=x\nEMPTY=\r\n"
        )
        #expect(
            values == [
                "PORT": "9000", "HOST": "0.0.0.0", "METRICS_TOKEN": "a b#c", "OPENAI_API_KEY": "sk#1", "EMPTY": "",
            ])
        let file = FileManager.default.temporaryDirectory.appending(path: "env-\(UUID())")
        try "PATH=/nowhere\nFROM_FILE=1".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let merged = try DotEnv.environment(file: file)
        #expect(merged["FROM_FILE"] == "1" && merged["PATH"] != "/nowhere")
        #expect(try DotEnv.environment(file: file.appending(path: "none"))["FROM_FILE"] == nil)
        try Data([0x41, 0x3D, 0xFF, 0xFE]).write(to: file)
        #expect(throws: ConfigError.self) { try DotEnv.environment(file: file) }
    }

    @Test func `the data folder lies in the checkout, and as root outside it, one per checkout`() {
        let built = DataLayout(
            program: "/home/ana/shop/.build/release/secretaria", workingDirectory: "/", isRoot: false)
        #expect(built.home.path == "/home/ana/shop" && built.data.path == "/home/ana/shop/.secretaria")
        let one = DataLayout(program: "/srv/a/.build/debug/secretaria", workingDirectory: "/", isRoot: true)
        let two = DataLayout(program: "/srv/b/.build/debug/secretaria", workingDirectory: "/", isRoot: true)
        #expect(one.data.path.hasPrefix("/var/lib/secretaria/a-") && one.data != two.data)
        #expect(
            DataLayout(program: "/usr/bin/secretaria", workingDirectory: "/srv", isRoot: false).data.path
                == "/srv/.secretaria")
    }
}
