import Domain
import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Synchronization
import TestSupport

@testable import App

/// A job that carries a word.
struct Note: Job {
    static let name = "test.note"
    static let queue = JobQueue.outbox
    var text: String
}

struct Other: Job {
    static let name = "test.other"
    static let queue = JobQueue.assistant
    var number = 0
}

/// What happened, in order; lets a test wait for it instead of sleeping.
final class Journal: Sendable {
    private let lines = Mutex<[String]>([])
    private let (stream, continuation) = AsyncStream<String>.makeStream()

    func add(_ line: String) {
        lines.withLock { $0.append(line) }
        continuation.yield(line)
    }

    var all: [String] { lines.withLock { $0 } }

    /// Waits until `count` lines have been added since the last call. One waiter only.
    func wait(for count: Int) async {
        guard count > 0 else { return }
        var seen = 0
        for await _ in stream {
            seen += 1
            if seen == count { return }
        }
    }
}

/// A door that opens once.
final class Gate: Sendable {
    private let (stream, continuation) = AsyncStream<Void>.makeStream()
    func open() { continuation.finish() }
    func wait() async { for await _ in stream {} }
}

struct JobsHarness {
    let test: TestDatabase
    let database: Database
    let tenant = TenantID(UUID())
    let logger = Logger(label: "test.jobs")

    /// Enqueues in a transaction of its own.
    func enqueue<J: Job>(_ job: J, _ options: JobOptions = JobOptions(), tenant: TenantID? = nil) async throws {
        let owner = tenant ?? self.tenant
        try await database.tenant(.service(owner)) { tx in
            try await tx.execute(Jobs.enqueue(job, tenant: owner, options: options))
        }
    }

    /// Claims up to `limit` jobs as a runner would.
    func claim(
        _ queue: JobQueue = .outbox, names: [String] = [Note.name, Other.name], limit: Int = 10, at date: Date? = nil
    ) async throws -> [ClaimedJob] {
        let token = UUID()
        let time = date.map(JobTime.at) ?? .database
        let sql = Jobs.claim(queue, names: names, limit: limit, token: token, lease: .seconds(30), at: time)
        let results = try await database.pool.batch(Jobs.scope, [sql])
        return try results[0].rows.map { try ClaimedJob($0, queue: queue, token: token) }
    }

    func settle(_ job: ClaimedJob, _ outcome: JobOutcome) async throws -> String {
        guard let sql = Jobs.settle(SettledJob(job: job, outcome: outcome), at: .database) else { return "" }
        return try await system { try await $0.one(sql)(0) }
    }

    func finish(_ job: ClaimedJob) async throws -> Int {
        try await system { try await $0.execute(Jobs.delete([job])) }
    }

    func system<T: Sendable>(_ body: (SystemTransaction) async throws -> T) async throws -> T {
        try await database.system("a test looks at all rows", body)
    }

    /// One value of one row.
    func value<T: PostgresDecodable & Sendable>(_ sql: SQL) async throws -> T {
        try await system { try await $0.one(sql)(0) }
    }

    func count() async throws -> Int { try await value("SELECT count(*) FROM jobs") }

    /// Cuts the sessions of this test's database, as a failing network or a restarted server would.
    func cutSessions(named pattern: String = "%") async throws {
        let superuser = try PostgresPool(PostgresConfiguration(url: test.superuserURL), logger: logger)
        defer { superuser.close() }
        try await superuser.batch(
            TransactionScope(),
            [
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = \(test.name) AND application_name LIKE \(pattern) AND pid <> pg_backend_pid()
                """
            ])
    }

    func runner(
        _ registry: JobRegistry, bus: ProcessBus? = nil, _ adjust: (inout JobRunner.Configuration) -> Void = { _ in }
    ) -> JobRunner {
        var configuration = JobRunner.Configuration()
        adjust(&configuration)
        return JobRunner(
            database: database, registry: registry, bus: bus, configuration: configuration, logger: logger)
    }
}

func withJobs(poolSize: Int = 4, _ body: (JobsHarness) async throws -> Void) async throws {
    try await withTestDatabase(poolSize: poolSize) { test in
        try await body(JobsHarness(test: test, database: Database(pool: test.pool)))
    }
}

/// Runs services around `body`, and shuts them down gracefully after it.
func running<T: Sendable>(_ services: [any Service], _ body: (ServiceGroup) async throws -> T) async throws -> T {
    let group = ServiceGroup(
        configuration: .init(services: services.map { .init(service: $0) }, logger: Logger(label: "test.services")))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        let value = try await body(group)
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return value
    }
}
