import Domain
import Foundation
import Privacy
import Web

/// `/settings/events/jobs`: work that was given up, to be tried again or thrown away.
struct DeadJobsPage: PageModel {
    struct Line: Encodable {
        let href: String
        let name: String
        let reason: String
        let attempts: String
        let at: String
        let time: String
    }

    let jobs: [Line]
    let hasJobs: Bool
    let hasSeveral: Bool
    let notice: String?

    static let template = "settings/jobs"
    static let sample = DeadJobsPage(
        jobs: [
            .init(
                href: "/settings/events/jobs/1", name: "Enviar mensagem", reason: "timeout", attempts: "20 tentativas",
                at: "2026-11-20T14:00:00Z",
                time: "14:00")
        ], hasJobs: true, hasSeveral: true, notice: "De volta à fila")
}

extension DeadJobsPage {
    init(_ dead: [DeadJob], notice: String?, _ localizer: Localizer) {
        jobs = dead.map { job in
            Line(
                href: "/settings/events/jobs/\(job.id.lowercase)",
                name: localizer.strings["jobs.name.\(job.name)"] ?? job.name,
                reason: Mask.text(job.reason), attempts: localizer("jobs.attempts", count: job.attempts),
                at: localizer.iso(job.diedAt),
                time: localizer.dateTime(job.diedAt))
        }
        hasJobs = !jobs.isEmpty
        hasSeveral = jobs.count > 1
        self.notice = notice
    }
}
