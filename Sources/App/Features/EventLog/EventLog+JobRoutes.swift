import Domain
import Foundation
import Hummingbird
import Web

/// Dead letters: jobs of this shop that used up their attempts.
extension EventLogRoutes {
    @Sendable func jobs(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let notice = try request.query()["done"].flatMap { context.localizer.strings["jobs.done.\($0)"] }
        let dead = try await database.tenant(context.scope) { try await Jobs.dead(in: $0) }
        return try page(DeadJobsPage(dead, notice: notice, context.localizer), "jobs.title", request, context)
    }

    @Sendable func retryJob(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let id = try context.parameters.id("job")
        let outcome = try await database.tenant(context.scope) { tx in
            let outcome = try await Jobs.replay(id, in: tx)
            if outcome != .gone { try await tx.commit([Audit.note("job_retry", of: "job", id.lowercase, tx: tx)]) }
            return outcome
        }
        guard outcome != .gone else { throw Problem.notFound }
        wakeAll()
        return .redirect(to: "/settings/events/jobs?done=\(outcome.rawValue)")
    }

    @Sendable func retryAllJobs(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let count = try await database.tenant(context.scope) { tx in
            let dead = try await Jobs.dead(in: tx)
            for job in dead { _ = try await Jobs.replay(job.id, in: tx) }
            if !dead.isEmpty {
                try await tx.execute(Audit.note("job_retry", of: "job", nil, ["jobs": JSON(dead.count)], tx: tx))
            }
            return dead.count
        }
        wakeAll()
        return .redirect(to: "/settings/events/jobs" + (count > 0 ? "?done=ready" : ""))
    }

    @Sendable func discardJob(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let id = try context.parameters.id("job")
        try await database.tenant(context.scope) { tx in
            guard try await Jobs.discard(id, in: tx) else { throw Problem.notFound }
            try await tx.commit([Audit.note("job_discard", of: "job", id.lowercase, tx: tx)])
        }
        return .redirect(to: "/settings/events/jobs?done=discarded")
    }

    private func wakeAll() {
        for queue in JobQueue.allCases { wakeJobs(queue) }
    }
}
