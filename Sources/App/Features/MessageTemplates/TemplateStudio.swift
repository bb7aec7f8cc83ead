import Domain
import Foundation
import HTTPTypes
import Postgres
import Providers
import Web

/// Where templates are written and handed in. One method a verb.
package struct TemplateStudio: Sendable {
    let database: Database
    let channels: Channels
    let http: ProviderHTTP
    let files: MediaFolder
    let now: @Sendable () -> Date
    /// Called after a commit that left work for the jobs.
    let hasWork: @Sendable () -> Void

    package init(
        database: Database, channels: Channels, http: ProviderHTTP, files: MediaFolder,
        now: @escaping @Sendable () -> Date = { Date() }, hasWork: @escaping @Sendable () -> Void
    ) {
        self.database = database
        self.channels = channels
        self.http = http
        self.files = files
        self.now = now
        self.hasWork = hasWork
    }

    /// Keeps what was written. A name is taken once a language and business account; a template Meta has keeps its name.
    package func save(
        _ document: TemplateDocument, over id: UUID? = nil, business: String? = nil, as scope: TenantScope
    )
        async throws -> UUID
    {
        guard try document.encoded().utf8.count <= TemplateDocument.maximumBytes else {
            throw Problem.unprocessable("template_too_long")
        }
        do {
            return try await database.tenant(scope) { tx in
                var document = document
                var business = business
                if let id {
                    guard let known = try await MessageTemplates.template(id, tx) else { throw Problem.notFound }
                    guard known.mayChange else { throw Problem.templateFixed }
                    business = known.businessAccount
                    if !known.isDraft { (document.name, document.language) = (known.name, known.language) }
                }
                let all = try await MessageTemplates.businesses(tx)
                guard let business = business ?? all.first?.id, all.contains(where: { $0.id == business }) else {
                    throw Problem.noBusinessAccount
                }
                let place = id ?? .v7()
                try await tx.commit([
                    try MessageTemplates.save(place, document, business: business, tenant: tx.tenant)
                ])
                return place
            }
        } catch let error as PostgresError where error.isUniqueViolation {
            throw Problem.templateExists
        }
    }

    package func template(_ id: UUID, as scope: TenantScope) async throws -> MessageTemplate {
        guard let found = try await database.tenant(scope, { try await MessageTemplates.template(id, $0) }) else {
            throw Problem.notFound
        }
        return found
    }

    func client(for business: String, _ tenant: TenantID) async throws -> (MetaWhatsApp.Client, ChannelCredentials) {
        let row = try await database.tenant(.service(tenant)) {
            try await $0.first(MessageTemplates.account(of: business, tenant: tenant.value))
        }
        guard let row else { throw Problem.noBusinessAccount }
        let account = try await channels.credentials(tenant, row("id"))
        return (Self.client(account, http), account)
    }

    static func client(_ account: ChannelCredentials, _ http: ProviderHTTP) -> MetaWhatsApp.Client {
        MetaWhatsApp.Client(
            http: http, baseURL: account.baseURL, token: account[.accessToken] ?? "", phoneNumberID: account.address)
    }
}

extension Problem {
    static let templateExists = Problem.conflict(
        "template_exists", detail: "The business account has a template of this name in this language.")
    static let templateFixed = Problem.conflict(
        "template_fixed", detail: "Only drafts and approved, rejected or paused templates can be changed; duplicate it."
    )
    static let noBusinessAccount = Problem.conflict(
        "no_business_account",
        detail: "No connected WhatsApp number names this business account (WABA) in its settings.")
    static let submissionUnconfirmed = Problem.conflict(
        "submission_unconfirmed", detail: "No answer came from Meta; its list is read in a moment and tells.")

    /// Meta said no, or could not be asked. Its own words stand in `errors`.
    static func meta(_ error: ProviderError) -> Problem {
        let (code, status): (String, Int) =
            switch error {
            case .rejected, .blocked: ("refused_by_meta", 422)
            case .unauthorized: ("channel_unauthorized", 409)
            case .rateLimited, .unavailable, .ambiguous: ("meta_unavailable", 503)
            }
        var problem = Problem(
            .init(code: status), code: code,
            detail: "Meta's own words are in errors. A token needs the permission whatsapp_business_management.")
        if status == 503 { problem.headers = [.retryAfter: "30"] }
        let fault = error.fault
        problem.faults = [
            .init(place: "meta", code: fault.code, message: fault.detail ?? fault.title)
        ]
        return problem
    }
}
