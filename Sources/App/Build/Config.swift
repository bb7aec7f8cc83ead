import Foundation
import Logging
import Web

/// Everything an operator can set, read once at start from the environment (and a `.env` file) and validated there.
///
/// Settings of one shop are data, not configuration. The keys, their defaults and meanings are in ``keys``, which
/// docs/configuration.md repeats (a test compares them).
package struct Config: Sendable {
    package var host: String
    package var port: Int
    /// A libpq URI; nil means the embedded server.
    package var databaseURL: String?
    package var databasePoolSize: Int
    package var dataDirectory: URL
    package var masterKey: MasterKey
    package var openAI: OpenAIEndpoint?
    package var metaGraphURL: String
    package var publicURL: String?
    /// Certificates, as PEM, that mail servers are trusted by instead of the system's.
    package var mailAuthorities: String?
    package var trustedProxies: [AddressRange]
    package var allowsInsecureHTTP: Bool
    package var metricsToken: String?
    package var logLevel: Logger.Level
    package var logFormat: LogFormat
    package var webhookLimits = WebhookLimits()
    package var retention = RetentionPolicy()
    /// Beside the backups: what was erased must not come back with them.
    package var erasureLedger: URL
    package var workers: [String: Int]

    /// An OpenAI-compatible server. `key` may be empty: local servers ask for none.
    package struct OpenAIEndpoint: Sendable, Equatable {
        package var baseURL: String
        package var key: String
    }

    private enum Answer: String, CaseIterable { case yes, no }
    package enum LogFormat: String, Sendable, CaseIterable { case text, json }

    /// Where browsers and providers find this server, without a trailing slash.
    package func address(port: Int) -> String {
        if let publicURL { return publicURL }
        let shown = host == "0.0.0.0" || host == "::" ? "127.0.0.1" : host
        return "http://\(shown.contains(":") ? "[\(shown)]" : shown):\(port)"
    }

    /// Reads `environment`, whose empty values count as unset.
    ///
    /// - Throws: ``ConfigError`` naming every key whose value cannot be used.
    package init(environment: [String: String], layout: DataLayout = .current) throws {
        var read = ConfigReader(environment: environment)
        host = read.string("HOST") ?? "127.0.0.1"
        port = read.integer("PORT", 0...65535) ?? 8080
        databaseURL = read.string(
            "DATABASE_URL", where: Self.isDatabaseURL, else: "must start with postgres:// or postgresql://")
        databasePoolSize = read.integer("DATABASE_POOL_SIZE", 2...500) ?? 16
        dataDirectory =
            read.string("SECRETARIA_DATA").map { URL(fileURLWithPath: $0, isDirectory: true) } ?? layout.data
        openAI = Self.openAI(&read)
        metaGraphURL = read.url("META_GRAPH_URL") ?? "https://graph.facebook.com/v25.0"
        publicURL = read.url("PUBLIC_URL")
        mailAuthorities = read.file("MAIL_CA_FILE")
        trustedProxies = read.addressRanges("TRUSTED_PROXIES")
        allowsInsecureHTTP = read.choice("ALLOW_INSECURE_HTTP", Answer.allCases) == .yes
        metricsToken = read.string("METRICS_TOKEN")
        logLevel = read.choice("LOG_LEVEL", Logger.Level.allCases) ?? .info
        logFormat = read.choice("LOG_FORMAT", LogFormat.allCases) ?? .text
        if let count = read.integer("WEBHOOK_RATE_LIMIT_IP", 0...1_000_000) { webhookLimits.perAddress = count }
        if let count = read.integer("WEBHOOK_RATE_LIMIT_NUMBER", 0...1_000_000) { webhookLimits.perNumber = count }
        if let count = read.integer("RATE_LIMIT_WINDOW_SECONDS", 1...86_400) { webhookLimits.window = .seconds(count) }
        retention = Self.retention(&read)
        erasureLedger =
            read.string("ERASURE_LEDGER").map { URL(fileURLWithPath: $0) }
            ?? dataDirectory.appending(path: "backups/erasure-ledger.jsonl")
        workers = Self.workerDefaults
        for name in Self.workerDefaults.keys.sorted() {
            if let count = read.integer("WORKERS_\(name.uppercased())", 0...500) { workers[name] = count }
        }
        masterKey = read.masterKey("SECRETARIA_MASTER_KEY") ?? .inFile(dataDirectory.appending(path: "master.key"))
        guard read.problems.isEmpty else { throw ConfigError(problems: read.problems) }
    }

    /// Jobs of each queue that one process runs at once.
    package static let workerDefaults = [
        "inbox": 4, "assistant": 16, "outbox": 16, "media": 4, "knowledge": 1, "maintenance": 1,
    ]

    private static func openAI(_ read: inout ConfigReader) -> OpenAIEndpoint? {
        let key = read.string("OPENAI_API_KEY")
        let baseURL = read.url("OPENAI_BASE_URL")
        guard key != nil || baseURL != nil else { return nil }
        return OpenAIEndpoint(baseURL: baseURL ?? "https://api.openai.com/v1", key: key ?? "")
    }

    private static func retention(_ read: inout ConfigReader) -> RetentionPolicy {
        var policy = RetentionPolicy()
        if let days = read.integer("RETENTION_DAYS_CONTEXTS", 1...36_500) { policy.contexts = days }
        if let days = read.integer("RETENTION_DAYS_FEEDBACK", 1...36_500) { policy.feedback = days }
        if let days = read.integer("RETENTION_DAYS_AB_EVENTS", 1...36_500) { policy.abEvents = days }
        if let months = read.integer("RETENTION_MONTHS_FISCAL", 1...1200) { policy.fiscalMonths = months }
        if let seconds = read.integer("CONTEXT_TTL", 1...31_536_000)
            ?? read.integer("CONTEXT_TTL_SECONDS", 1...31_536_000)
        {
            policy.contextTTL = seconds
        }
        if let seconds = read.integer("BUSINESS_AI_INSIGHTS_TTL", 60...31_536_000) { policy.insightsTTL = seconds }
        return policy
    }

    private static func isDatabaseURL(_ value: String) -> Bool {
        value.hasPrefix("postgres://") || value.hasPrefix("postgresql://")
    }
}

/// The values that cannot be used, each with the name of its key. Values are not repeated: some are secrets.
package struct ConfigError: Error, CustomStringConvertible {
    package let problems: [String]
    package var description: String { problems.joined(separator: "\n") }
}
