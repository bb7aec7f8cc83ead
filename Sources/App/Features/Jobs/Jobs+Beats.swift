import Foundation
import Logging
import Postgres
import Web

/// Processes that run jobs say so four times a minute.
extension Jobs {
    package struct Beat: Sendable, Equatable {
        package let process: UUID
        /// Seconds since it was last heard of.
        package let age: Double
    }

    /// One that was not heard of for so long is gone.
    static let beatLimit = 180.0

    static func beat(_ process: UUID, queues: [JobQueue]) -> [SQL] {
        [
            """
            INSERT INTO worker_beats (id, queues) VALUES (\(process), \(queues.map(\.rawValue).sorted()))
            ON CONFLICT (id) DO UPDATE SET beat_at = now()
            """,
            "DELETE FROM worker_beats WHERE beat_at < now() - interval '1 hour'",
        ]
    }

    static func endBeat(_ process: UUID) -> SQL { "DELETE FROM worker_beats WHERE id = \(process)" }

    /// The processes that are alive, the freshest first.
    package static func workers(in system: SystemTransaction) async throws -> [Beat] {
        try await system.query(
            """
            SELECT id, greatest(extract(epoch FROM clock_timestamp() - beat_at), 0)::float8 AS age FROM worker_beats
            WHERE beat_at > now() - make_interval(secs => \(beatLimit)) ORDER BY 2
            """
        ).map { Beat(process: try $0("id"), age: try $0("age")) }
    }
}

/// Nobody runs jobs.
struct NoWorker: Error {}

extension JobRunner {
    var isWorking: Bool { !configuration.concurrency.isEmpty }

    func beat() async {
        guard isWorking else { return }
        do {
            _ = try await database.pool.batch(
                Database.systemScope, Jobs.beat(process, queues: Array(configuration.concurrency.keys)))
        } catch {
            logger.debug("Not heard of as a worker", metadata: ["error": "\(error)"])
        }
    }

    func endBeat() async {
        guard isWorking else { return }
        _ = try? await database.pool.batch(Database.systemScope, [Jobs.endBeat(process)])
    }

    /// Who runs jobs, over all processes; this one needs no proof.
    package func health() async throws -> HealthDetail {
        let beats = try await database.system("which processes run jobs") { try await Jobs.workers(in: $0) }
        var ages = beats.filter { $0.process != process }.map(\.age)
        if isWorking { ages.append(0) }
        guard let freshest = ages.min() else { throw NoWorker() }
        return HealthDetail(workers: ages.count, freshestAge: freshest)
    }
}
