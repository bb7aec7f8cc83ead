import Domain
import Foundation
import Hummingbird
import NIOCore
import Postgres
import Web

/// `/compliance`: the console. Owners and admins only.
package struct ComplianceRoutes: Sendable {
    let eraser: Eraser
    let policy: RetentionPolicy
    let sweeper: RetentionSweeper
    /// Where the language model is, if one is used.
    let modelHost: String?
    let pages: Pages
    /// Wakes the jobs that carry messages away.
    let outboxHasWork: @Sendable () -> Void
    var database: Database { eraser.database }

    package init(
        eraser: Eraser, sweeper: RetentionSweeper, modelHost: String? = nil, pages: Pages,
        outboxHasWork: @escaping @Sendable () -> Void = {}
    ) {
        self.outboxHasWork = outboxHasWork
        self.eraser = eraser
        self.sweeper = sweeper
        self.modelHost = modelHost
        policy = sweeper.policy
        self.pages = pages
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("compliance", use: person)
        agents.post("compliance/person", use: lookUp)
        agents.post("compliance/person/export", use: exportPerson)
        agents.post("compliance/person/code", use: sendCode)
        agents.post("compliance/person/code/check", use: checkCode)
        agents.post("compliance/person/preview", use: previewErasure)
        agents.post("compliance/person/erase", use: erasePerson)
        agents.get("compliance/erasures/:id", use: certificate)
        addRegisters(to: agents)
        addHolds(to: agents)
    }

    // MARK: One person

    @Sendable func person(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        return try await personPage(request: request, context)
    }

    /// By POST: an address of a person does not belong into the history of a browser, nor into a log.
    @Sendable func lookUp(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        return try await personPage(try await request.form()["q"] ?? "", request: request, context)
    }

    @Sendable func previewErasure(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let query = try await request.form()["q"] ?? ""
        guard let reference = SubjectReference(query) else {
            return try await personPage(query, request: request, context)
        }
        let (_, receipt) = try await eraser.preview(.reference(reference), of: context.scope)
        return try await personPage(query, preview: receipt, request: request, context)
    }

    @Sendable func erasePerson(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        let query = form["q"] ?? ""
        guard let reference = SubjectReference(query), form["sure"] == "yes" else {
            return try await personPage(query, notice: "compliance.say_sure", request: request, context)
        }
        let receipt = try await eraser.erase(
            .init(
                target: .reference(reference), reason: String((form.text("reason") ?? "").prefix(400)),
                by: context.agent.name),
            as: context.scope)
        guard let id = receipt.id else {
            return try await personPage(query, notice: "compliance.nothing_erased", request: request, context)
        }
        return .redirect(to: "/compliance/erasures/\(id.lowercase)")
    }

    func personPage(
        _ query: String? = nil, preview: ErasureReceipt? = nil, notice: String? = nil, request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        let key = try await eraser.subjectKey(of: context.scope.tenant)
        let now = Date()
        let localizer = context.localizer
        let words = ErasureWords(localizer: localizer)
        let reference = query.flatMap(SubjectReference.init)
        let (subject, counts, proof, holds, recent) = try await database.tenant(context.scope) { tx in
            var (subject, counts): (Subject?, Row?) = (nil, nil)
            var (proof, holds): (PersonPage.Proof?, [LegalHold]) = (nil, [])
            if let reference {
                let found = try await Compliance.subject(reference, of: tx.tenant, in: tx)
                subject = found
                counts = try await tx.one(Compliance.summary(of: found, tx: tx))
                let standing = try await Compliance.proof(of: found, at: now, in: tx.tenant, tx)
                let ways = try await Compliance.ways(of: found, at: now, tx: tx)
                proof = PersonPage.Proof(standing, ways, localizer)
                holds = try await Compliance.standingHolds(
                    on: found, hashes: Array(Set(found.hashes(with: key)).union([key.hash(reference.key)])),
                    of: tx.tenant, in: tx)
            }
            let recent = try await tx.query(Compliance.erasures(tx)).map(ErasureRecord.init)
            return (subject, counts, proof, holds, recent)
        }
        var found: PersonPage.Found?
        if let subject, let counts, let proof, let query, !subject.contacts.isEmpty || preview != nil {
            let facts = try ["conversations", "messages", "files", "orders", "consents"].map { name in
                PersonPage.Fact(
                    label: localizer("compliance.fact.\(name)"), value: localizer.number(try counts(name) as Int))
            }
            let open: Int = try counts("requests")
            found = PersonPage.Found(
                subject: subject.contacts.isEmpty ? reference?.masked ?? "" : subject.masked, query: query,
                facts: facts,
                requests: open > 0 ? localizer("compliance.open_requests", count: open) : nil,
                holds: holds.map { "\($0.reason) (\($0.placedBy), \(localizer.date($0.placedAt)))" }, proof: proof,
                preview: preview.map { receipt in
                    PersonPage.Preview(
                        summary: localizer(
                            "compliance.preview.rows", count: receipt.rows, ["files": localizer.number(receipt.files)]),
                        counts: words.counts(receipt.counts), exceptions: words.exceptions(receipt.exceptions))
                })
        }
        let problem: String? =
            if let notice { notice } else if query != nil, reference == nil {
                "compliance.no_reference"
            } else if query != nil,
                found == nil
            { "compliance.nobody" } else { nil }
        let model = PersonPage(
            tabs: ComplianceTab.tabs("person", localizer), query: query ?? "", notice: problem.map { localizer($0) },
            found: found, hasErased: !recent.isEmpty,
            erased: recent.map {
                .init(
                    href: "/compliance/erasures/\($0.id.lowercase)", at: localizer.iso($0.at),
                    time: localizer.dateTime($0.at),
                    subject: $0.subject,
                    rows: $0.isHeld
                        ? localizer("compliance.hold.word") : localizer.number($0.counts.values.reduce(0, +)))
            })
        return try page(model, "compliance.title", request, context)
    }

    // MARK: Taking it away

    /// Masked for whoever works here; complete for the person, once they have proved who they are.
    @Sendable func exportPerson(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let form = try await request.form()
        guard let query = form.text("q"), let reference = SubjectReference(query) else {
            throw Problem.unprocessable("invalid_number")
        }
        let kind = form["kind"] ?? "json"
        let isComplete = kind == "zip"
        let scope = context.scope
        let package = try await database.tenant(scope, deadline: .seconds(120)) {
            tx -> (ExportedRecords, [(name: String, path: String)])? in
            let subject = try await Compliance.subject(reference, of: tx.tenant, in: tx)
            if isComplete {
                guard try await Compliance.proof(of: subject, at: Date(), in: tx.tenant, tx).isProved else {
                    return nil
                }
            }
            let records = try await Compliance.records(of: subject, complete: isComplete, tx: tx)
            let files = isComplete ? try await Compliance.places(of: subject, tx: tx) : []
            let facts = Compliance.exportFacts(reference.masked, format: kind, complete: isComplete)
            try await tx.commit([
                Audit.note("export_data", of: "compliance", subject.contacts.first?.lowercase, facts, tx: tx)
            ])
            return (records, files)
        }
        guard let (records, files) = package else {
            return try await personPage(query, notice: "compliance.say_verified", request: request, context)
        }
        let number = isComplete ? reference.value : reference.masked
        let json = records.json(company: context.agent.tenantNumber, number: number)
        switch kind {
        case "csv": return .file("compliance_export.csv", "text/csv; charset=utf-8", Array(records.table.utf8))
        case "zip": return archive(json, records.table, files)
        default: return .file("compliance_export.json", "application/json", json.serialize())
        }
    }

    /// Everything in one file: `dados.json`, the same as a table, and the files that came and went.
    private func archive(_ json: JSON, _ table: String, _ files: [(name: String, path: String)]) -> Response {
        let media = eraser.media
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/zip", .contentDisposition: "attachment; filename=\"dados-pessoais.zip\"",
                .cacheControl: "no-store",
            ],
            body: .init { writer in
                var zip = ZipWriter()
                for (name, content) in [("dados.json", json.serialize()), ("dados.csv", Array(table.utf8))] {
                    if let bytes = zip.add(name, content) { try await writer.write(ByteBuffer(bytes: bytes)) }
                }
                for file in files {
                    // One that was swept since it was listed is left out.
                    guard let place = media.place(file.path),
                        let content = FileManager.default.contents(atPath: place.path),
                        let bytes = zip.add(file.name, Array(content))
                    else { continue }
                    try await writer.write(ByteBuffer(bytes: bytes))
                }
                try await writer.write(ByteBuffer(bytes: zip.end()))
                try await writer.finish(nil)
            })
    }

    @Sendable func certificate(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let id = try context.parameters.id("id")
        let (record, officer) = try await database.tenant(context.scope) { tx in
            (
                try await tx.first(Compliance.erasures(tx, id: id)).map(ErasureRecord.init),
                try await tx.first(Compliance.settings(tx)).map { try $0("officer") as String }
            )
        }
        guard let record else { throw Problem.notFound }
        let (localizer, words) = (context.localizer, ErasureWords(localizer: context.localizer))
        let model = CertificatePage(
            id: record.id.lowercase, isHeld: record.isHeld,
            proof: record.proof.isEmpty
                ? localizer("compliance.proof.none") : ComplianceRoutes.proofWords(record.proof, localizer),
            shop: context.agent.tenantName, officer: officer?.isEmpty == false ? officer : nil,
            subject: record.subject, at: localizer.iso(record.at), time: localizer.dateTime(record.at),
            by: record.actor,
            reason: record.reason.isEmpty ? nil : record.reason,
            total: localizer.number(record.counts.values.reduce(0, +)), counts: words.counts(record.counts),
            exceptions: words.exceptions(record.exceptions),
            ledger: localizer(
                record.isHeld
                    ? "compliance.ledger.held"
                    : record.ledgerAt == nil ? "compliance.ledger.waiting" : "compliance.ledger.written"),
            hashes: record.hashes)
        return try page(
            model, record.isHeld ? "compliance.certificate.held" : "compliance.certificate", request, context)
    }

    func page(_ model: some PageModel, _ title: String, _ request: Request, _ context: AgentContext) throws -> Response
    {
        try pages.page(model, title: context.localizer(title), section: "compliance", request: request, in: context)
    }
}

extension Compliance {
    static func erasures(_ tx: TenantTransaction, id: UUID? = nil) -> SQL {
        """
        SELECT id, erased_at, subject, counts::text AS counts, exceptions::text AS exceptions, reason, actor_name, hashes, ledger_at,
          is_held, proof
        FROM erasures WHERE tenant_id = \(tx.tenant) AND (\(id)::uuid IS NULL OR id = \(id)) ORDER BY erased_at DESC, id DESC LIMIT 20
        """
    }

    static func settings(_ tx: TenantTransaction) -> SQL {
        "SELECT officer, officer_contact, is_small_agent FROM privacy_settings WHERE tenant_id = \(tx.tenant)"
    }

    static func summary(of subject: Subject, tx: TenantTransaction) -> SQL {
        """
        WITH talks AS (SELECT id FROM conversations WHERE tenant_id = \(tx.tenant) AND customer_id = ANY (\(subject.contacts)::uuid[]))
        SELECT (SELECT count(*) FROM talks) AS conversations,
          (SELECT count(*) FROM messages m WHERE m.tenant_id = \(tx.tenant) AND m.conversation_id IN (SELECT id FROM talks)) AS messages,
          (SELECT count(*) FROM messages m JOIN message_attachments f ON f.tenant_id = m.tenant_id AND f.message_id = m.id
            WHERE m.tenant_id = \(tx.tenant) AND m.conversation_id IN (SELECT id FROM talks)) AS files,
          (SELECT count(*) FROM orders WHERE tenant_id = \(tx.tenant) AND contact_id = ANY (\(subject.contacts)::uuid[])) AS orders,
          (SELECT count(*) FROM contact_consent_events WHERE tenant_id = \(tx.tenant) AND contact_id = ANY (\(subject.contacts)::uuid[])) AS consents,
          (SELECT count(*) FROM subject_requests WHERE tenant_id = \(tx.tenant) AND contact_id = ANY (\(subject.contacts)::uuid[])
            AND state IN ('open', 'verified')) AS requests
        """
    }
}
