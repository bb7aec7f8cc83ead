import Domain
import Foundation
import HTTPTypes
import Postgres
import Providers
import Web

/// `templates.sync`: have the lists of all shops read.
struct SyncAllTemplates: Job {
    static let name = "templates.sync"
    static let queue = JobQueue.maintenance
}

/// `templates.sync.account`: read one business account's list.
struct SyncBusinessTemplates: Job {
    static let name = "templates.sync.account"
    static let queue = JobQueue.maintenance

    let business: String
}

/// `templates.notice`: what a webhook said of one template.
struct TemplateNoticed: Job {
    static let name = "templates.notice"
    static let queue = JobQueue.maintenance

    enum Kind: String, Codable { case status, quality, category, content }

    let businessAccount: String
    let templateID: String
    let name: String
    let language: String
    let kind: Kind
    /// The status, the quality or the category.
    let value: String?
    let rejection: String?
    let detail: String?
    let at: Date
}

extension MessageTemplates {
    /// The statements that take in what webhooks said of templates. They belong in the inbox's transaction; wake
    /// ``JobQueue/maintenance`` after the commit.
    static func receive(_ notices: [(businessAccount: String, notice: TemplateNotice)], tenant: TenantID) -> [SQL] {
        guard !notices.isEmpty else { return [] }
        return [
            Jobs.enqueueMany(
                notices.map { (job: TemplateNoticed($0.businessAccount, $0.notice), options: $0.notice.options) },
                tenant: tenant)
        ]
    }

    static func register(in registry: inout JobRegistry, _ studio: TemplateStudio) {
        registry.register(SyncAllTemplates.self) { _, _ in try await studio.syncAll() }
        registry.register(SyncBusinessTemplates.self) { job, context in
            guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
            try await studio.run(job, tenant, isLastAttempt: context.isLastAttempt)
        }
        registry.register(TemplateNoticed.self) { job, context in
            guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
            try await studio.note(job, tenant)
        }
        registry.schedule("templates.sync", every: .seconds(3_600), SyncAllTemplates())
    }
}

extension TemplateStudio {
    func syncAll() async throws {
        _ = try await database.system("every shop's templates are read from time to time") { system in
            let requests = try await system.query(MessageTemplates.accountsToSync).map { row in
                JobRequest(
                    SyncBusinessTemplates(business: try row("business")), tenant: TenantID(try row("tenant_id")),
                    options: JobOptions(
                        lockKey: "templates:\(try row("business") as String)",
                        uniqueKey: "templates:\(try row("business") as String)", maxAttempts: 5))
            }
            if !requests.isEmpty { try await system.commit([Jobs.enqueue(requests)]) }
        }
    }

    /// A refusal is written down for the page and waits for the next hour: asking again at once would change nothing.
    func run(_ job: SyncBusinessTemplates, _ tenant: TenantID, isLastAttempt: Bool) async throws {
        do {
            _ = try await sync(job.business, tenant)
        } catch let problem as Problem where problem.status != .serviceUnavailable || isLastAttempt {
            return
        }
    }

    /// What is not known here was made elsewhere: then the whole list is read.
    func note(_ job: TemplateNoticed, _ tenant: TenantID) async throws {
        guard let change = job.change else { throw JobDiscard(reason: "not understood") }
        let needsList = try await database.system("Meta's word on a shop's template") { system in
            let row = try await system.first(MessageTemplates.apply(job, change, tenant: tenant.value))
            if change == .content { return true }
            if row != nil { return false }
            return try await system.first(MessageTemplates.exists(job, tenant: tenant.value)) == nil
        }
        if needsList { try await requestSync(job.businessAccount, tenant) }
    }
}

extension TemplateNoticed {
    init(_ businessAccount: String, _ notice: TemplateNotice) {
        self.businessAccount = businessAccount
        templateID = notice.templateID
        name = notice.name
        language = notice.language
        at = notice.at
        switch notice.change {
        case .status(let status, let reason, let words):
            (kind, value, rejection, detail) = (.status, status.rawValue, reason?.rawValue, words)
        case .quality(let quality): (kind, value, rejection, detail) = (.quality, quality, nil, nil)
        case .category(let category): (kind, value, rejection, detail) = (.category, category, nil, nil)
        case .content: (kind, value, rejection, detail) = (.content, nil, nil, nil)
        }
    }

    var change: TemplateNotice.Change? {
        switch (kind, value) {
        case (.status, let value?):
            TemplateStatus(rawValue: value).map {
                .status($0, rejection.flatMap(TemplateRejection.init(rawValue:)), detail: detail)
            }
        case (.quality, let value?): .quality(value)
        case (.category, let value?): .category(value)
        case (.content, _): .content
        default: nil
        }
    }
}

extension TemplateNotice {
    /// Notices on one template take turns, in the order they came.
    fileprivate var options: JobOptions { JobOptions(lockKey: "template:\(name)/\(language)", maxAttempts: 10) }
}
