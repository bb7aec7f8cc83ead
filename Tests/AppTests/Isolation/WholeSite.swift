import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import Simulators
import TestSupport
import Web

@testable import App

/// Everything the process serves, as the composition root puts it together, over two shops with the same kinds of things
/// in them: Joana owns the first, Olga the second.
struct WholeSite: Sendable {
    static let cookie = Secrets.random()
    static let csrf = Secrets.random()

    let shops: InboxFixture
    let routes: [RouteTable.Route]
    private let responder: SiteResponder
    let installation: Installation
    let token: String
    let mine: Things
    let theirs: Things

    struct Things: Sendable {
        let tenant: TenantID
        let number: Int
        let account: UUID
        let conversation: UUID
        let message: UUID
        let document: UUID
        let knowledgeImport: UUID
        let person: UUID
        let event: UUID
        let deadJob: UUID
        let file: UUID
        let contact: UUID
        let otherContact: UUID
        let table: UUID
        let field: UUID
        let note: UUID
        let template: UUID
        let templateFile: UUID
        let device: UUID
        let erasure: UUID
        let request: UUID
        let hold: UUID
        let incident: UUID
    }

    /// - Parameter model: address of a language model server; nil for none.
    init(_ test: TestDatabase, model: String? = nil) async throws {
        shops = try await InboxFixture(test)
        let database = shops.database
        installation = try await Self.installation(test, model)
        // Somebody runs the jobs, or /healthz would complain.
        _ = try await database.pool.batch(Database.systemScope, Jobs.beat(UUID(), queues: JobQueue.allCases))
        let options = ServeOptions(queues: [], isServing: true, hasDemo: true)
        let table = try AllRoutes.table(
            Parts(installation: installation, metrics: PrometheusRegistry(), options: options))
        (routes, responder) = (table.routes, table.buildResponder())
        mine = try await Self.things(
            shops, shops.shop, shops.account, "joana", label: "Minha", media: installation.media)
        theirs = try await Self.things(
            shops, shops.other, shops.otherAccount, "olga", label: "Segredo", media: installation.media)
        let (shop, joana) = (shops.shop, shops.joana)
        token = try await database.system("test") { system in
            try await Accounts.setRole(.owner, of: joana, in: shop, transaction: system)
            try await system.execute(
                Accounts.insertSession(
                    tenant: shop.value, user: joana, hash: Secrets.sha256(Self.cookie), csrfToken: Self.csrf,
                    userAgent: nil))
            return try await Accounts.createToken(
                NewToken(tenant: shop, name: "t", scopes: Set(Scope.allCases), createdBy: joana), in: system)
        }
    }

    private static func installation(_ test: TestDatabase, _ model: String?) async throws -> Installation {
        let data = FileManager.default.temporaryDirectory.appending(path: "secretaria-site-\(UUID())")
        var environment = [
            "DATABASE_URL": test.url, "DATABASE_POOL_SIZE": "4", "SECRETARIA_DATA": data.path,
            "SECRETARIA_MASTER_KEY": String(repeating: "ab", count: 32),
        ]
        if let model {
            (environment["OPENAI_BASE_URL"], environment["OPENAI_API_KEY"]) = (model, OpenAISimulator.key)
        }
        let config = try Config(environment: environment)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try await Installation.open(config, logger: logger)
    }

    /// One of each: a conversation with a message that could not be sent, and a document.
    private static func things(
        _ shops: InboxFixture, _ tenant: TenantID, _ account: UUID, _ person: String, label: String, media: MediaFolder
    ) async throws -> Things {
        let conversation = try await shops.conversation("\(label) Cliente", phone: nil, in: tenant)
        let message = try await shops.message(
            "\(label) texto", in: conversation, from: "agent", delivery: "failed", age: 5)
        let owner = TenantScope(tenant: tenant, role: .owner)
        let (document, knowledgeImport) = try await shops.database.tenant(owner) { tx -> (UUID, UUID) in
            var draft = KnowledgeDraft(
                title: "\(label) documento", kind: "policy", format: "markdown", content: "\(label) conteúdo",
                priority: 0, status: "published", validFrom: nil, validUntil: nil)
            let id = try await Knowledge.add(tx, draft)
            draft.content += " novo"
            _ = try await Knowledge.replace(tx, id, draft)
            return (
                id,
                try await Knowledge.queue(
                    name: "\(label).md", url: nil, content: [65], kind: "policy", by: label, tx)
            )
        }
        let file = UUID()
        let path = try media.write(Array("\(label) arquivo".utf8), tenant: tenant, attachment: file)
        try await shops.database.system("test") { system in
            _ = try await system.execute(
                "INSERT INTO mail_bodies (tenant_id, message_id, html) VALUES (\(tenant.value), \(message), \("<p>\(label)</p>"))"
            )
            _ = try await system.execute(
                """
                INSERT INTO message_attachments (tenant_id, id, message_id, kind) VALUES (\(tenant.value), \(file), \(message), 'document')
                """)
            _ = try await system.execute(
                """
                INSERT INTO media_files (tenant_id, attachment_id, state, storage_path, byte_size, mime_type)
                VALUES (\(tenant.value), \(file), 'here', \(path), 10, 'application/pdf')
                """)
        }
        let contact: UUID = try await shops.row(conversation)("customer_id")
        let note = try await ContactBook(database: shops.database, realtime: shops.realtime).addNote(
            "\(label) nota", to: contact, by: .init(scope: owner, name: label))
        let other = try await ContactBook(database: shops.database, realtime: shops.realtime).create(
            NewContact(name: "\(label) Segunda"), by: .init(scope: owner, name: label))
        let table = try await ContactBook(database: shops.database, realtime: shops.realtime).upload(
            Array("nome;fone\n\(label) Terceira;11988887777".utf8), name: "\(label).csv",
            by: .init(scope: owner, name: label))
        let field: UUID = try await shops.database.system("test") { system in
            try await system.one(
                "INSERT INTO contact_fields (tenant_id, label, type) VALUES (\(tenant.value), \(label), 'text') RETURNING id"
            )("id")
        }
        let (number, id) = try await shops.database.system("test") { system -> (Int, UUID) in
            let email = "\(person)@example.com"
            return (
                try await system.one("SELECT number FROM tenants WHERE tenant_id = \(tenant.value)")("number"),
                try await system.one("SELECT id FROM users WHERE email = \(email)")("id")
            )
        }
        let templateFile = UUID()
        let header = try media.write(Array("%PDF-\(label)".utf8), tenant: tenant, attachment: templateFile)
        let template: UUID = try await shops.database.system("test") { system in
            try await system.execute(
                """
                INSERT INTO template_files (tenant_id, id, mime_type, file_name, byte_size, storage_path)
                VALUES (\(tenant.value), \(templateFile), 'application/pdf', 'a.pdf', 10, \(header))
                """)
            return try await system.one(
                """
                INSERT INTO message_templates (tenant_id, business_account_id, name, language, category, status, components)
                VALUES (\(tenant.value), '1', 'modelo', 'pt_BR', 'UTILITY', 'approved',
                  jsonb_build_array(jsonb_build_object('type', 'BODY', 'text', \(label + " modelo")::text))) RETURNING id
                """)("id")
        }
        let device: UUID = try await shops.database.system("test") { system in
            try await system.one(
                """
                INSERT INTO push_subscriptions (tenant_id, user_id, endpoint, p256dh, auth, device)
                VALUES (\(tenant.value), \(id), 'https://push.example/' || \(label), 'k', 'a', \(label)) RETURNING id
                """)("id")
        }
        let registers = try await shops.database.system("test") { system -> [UUID] in
            let inserts: [SQL] = [
                """
                INSERT INTO erasures (tenant_id, subject, hashes, contacts, counts) VALUES (\(tenant.value), \(label), '{}', '{}', '{}') RETURNING id
                """,
                """
                INSERT INTO subject_requests (tenant_id, number, kind, subject, hash, received_at, due_at)
                VALUES (\(tenant.value), 1, 'access', \(label), 'x', now(), now()) RETURNING id
                """,
                """
                INSERT INTO privacy_incidents (tenant_id, title, known_at) VALUES (\(tenant.value), \(label), now()) RETURNING id
                """,
                """
                INSERT INTO legal_holds (tenant_id, subject, contacts, hashes, reason, placed_by)
                VALUES (\(tenant.value), \(label), '{}', '{}', \(label), \(label)) RETURNING id
                """,
            ]
            var ids: [UUID] = []
            for insert in inserts { ids.append(try await system.one(insert)("id")) }
            return ids
        }
        let (event, job) = try await shops.database.system("test") { system -> (UUID, UUID) in
            let (event, job) = (UUID.v7(), UUID.v7())
            try await system.execute(
                """
                INSERT INTO webhook_events (tenant_id, id, account_id, provider, digest, body, state)
                VALUES (\(tenant.value), \(event), \(account), 'meta', \(Array("digest".utf8)), \(Array("{}".utf8)), 'failed')
                """)
            try await system.execute(
                """
                INSERT INTO jobs_dead (tenant_id, id, queue, name, arguments, priority, attempt, max_attempts, reason, created_at)
                VALUES (\(tenant.value), \(job), 'outbox', 'outbox.deliver', '{}', 100, 20, 20, \(label), now())
                """)
            return (event, job)
        }
        return Things(
            tenant: tenant, number: number, account: account, conversation: conversation, message: message,
            document: document, knowledgeImport: knowledgeImport, person: id, event: event, deadJob: job, file: file,
            contact: contact,
            otherContact: other,
            table: table, field: field, note: note, template: template, templateFile: templateFile, device: device,
            erasure: registers[0], request: registers[1], hold: registers[3], incident: registers[2])
    }

    func application() -> some ApplicationProtocol {
        Application(
            responder: responder, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// As Joana: her session for pages, her token for the API.
    func ask(
        _ client: any TestClientProtocol, _ method: HTTPRequest.Method, _ path: String, form: [(String, String)] = [],
        json: String = "{}", accept: String? = nil
    ) async throws -> TestResponse {
        var headers: HTTPFields = [:]
        var body = ""
        if path.hasPrefix("/api/") {
            headers = [.authorization: "Bearer \(token)", .contentType: "application/json"]
            body = json
        } else {
            headers = [
                .cookie: "secretaria-session=\(Self.cookie)", .csrfToken: Self.csrf,
                .contentType: "application/x-www-form-urlencoded",
            ]
            body = form.map { "\($0.0)=\($0.1.percentEncoded)" }.joined(separator: "&")
        }
        if let accept { headers[.accept] = accept }
        let reads = method == .get || method == .head
        return try await client.executeRequest(
            uri: path, method: method, headers: headers, body: reads ? nil : ByteBuffer(string: body))
    }
}

func withWholeSite(model: String? = nil, _ body: (WholeSite, TestDatabase) async throws -> Void) async throws {
    try await withTestDatabase { test in
        let site = try await WholeSite(test, model: model)
        do {
            try await body(site, test)
        } catch {
            await site.installation.close()
            throw error
        }
        await site.installation.close()
    }
}
