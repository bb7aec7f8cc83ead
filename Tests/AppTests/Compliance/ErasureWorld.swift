import Domain
import Foundation
import Logging
import Postgres
import Simulators
import TestSupport
import Testing

@testable import App

/// Mariana Quintanilha, with something of hers in every table that can hold a customer's data, and Otávio, who mentions her once.
///
/// What she says and sends goes through the real doors: the pretend Meta's webhooks, raw mail, the contact book, an uploaded table.
/// Rows that no door makes in a test (an order, a dead job) are written as their features would write them.
struct ErasureWorld: Sendable {
    static let phone = "553187654321"
    static let typed = "+55 (31) 98765-4321"
    static let mail = "Mariana.Q@exemplo.com.br"

    /// What must be nowhere afterwards, in lower case.
    static let traces = [
        "mariana", "quintanilha", "553187654321", "5531987654321", "3187654321", "31987654321", "98765-4321",
        "8765-4321", "123456781355", "529.982.247-25", "52998224725", "rua das acácias", "alergia a corante",
        "tag secretíssima",
        "gosta de lilás", "tamanho 38 largo", "motivo por telefone", "foto-do-documento", "bytes-da-foto",
    ]

    let bench: MetaBench
    let eraser: Eraser
    let ledger: ErasureLedger
    let mailbox: UUID
    let book: ContactBook
    let actor: ContactBook.Actor
    /// Her conversation on WhatsApp, and Otávio's.
    let conversation: UUID
    let other: UUID

    var database: Database { bench.database }
    var tenant: TenantID { bench.tenant }
    var owner: TenantScope { bench.fixture.owner(0) }

    static func run(_ body: @escaping @Sendable (ErasureWorld) async throws -> Void) async throws {
        try await MetaBench.run { bench in
            let folder = FileManager.default.temporaryDirectory.appending(path: "erasure-\(UUID())")
            defer { try? FileManager.default.removeItem(at: folder) }
            try await body(try await make(bench, folder))
        }
    }

    private static func make(_ bench: MetaBench, _ folder: URL) async throws -> ErasureWorld {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let ledger = ErasureLedger(file: folder.appending(path: "backups/erasure-ledger.jsonl"))
        let eraser = Eraser(
            database: bench.database, vault: try ShopFixture.vault(), media: bench.media, ledger: ledger, logger: quiet)
        let mailbox = try await bench.fixture.channels.connect(
            NewChannel(
                channelType: .email, provider: .smtp, name: "Ajuda", address: "ajuda@loja.com.br",
                settings: ["host": "mail.example.com", "port": "587", "security": "starttls", "username": "loja"],
                secrets: [.password: "segredo-da-loja"], hookSecret: "a-secret-address-of-the-server-1"),
            as: bench.fixture.owner(0))
        let mariana = GraphCustomer(phone: phone, name: "Mariana Quintanilha")
        let conversation = try await bench.hear(
            "Oi, sou a Mariana, CPF 529.982.247-25, moro na Rua das Acácias, 40", from: mariana)
        let other = try await bench.hear(
            "Quem me indicou foi ela, o telefone é (31) 98765-4321",
            from: GraphCustomer(phone: "5511955554444", name: "Otávio"))
        let world = ErasureWorld(
            bench: bench, eraser: eraser, ledger: ledger, mailbox: mailbox,
            book: ContactBook(database: bench.database, realtime: Realtime(database: bench.database, logger: quiet)),
            actor: .init(scope: bench.fixture.owner(0), name: "Bia"), conversation: conversation, other: other)
        try await world.talk(mariana)
        try await world.describe()
        try await world.leaveTraces()
        try await world.ask()
        return world
    }

    private func hear(_ message: GraphCustomerMessage, _ customer: GraphCustomer) async throws {
        _ = try await bench.meta.receive(message, from: customer, on: bench.simulation.account.phoneNumberID)
        _ = try await bench.lanes.drain(tenant)
    }

    /// Words, an edit, a file, a reaction, answers with their reports; a mail.
    private func talk(_ mariana: GraphCustomer) async throws {
        let first = try await database.tenant(.service(tenant)) { tx in
            try await tx.one(
                "SELECT external_id FROM messages WHERE tenant_id = \(tx.tenant) AND conversation_id = \(conversation)")(
                    "external_id") as String
        }
        try await hear(.edit(of: first, text: "Corrigindo: CPF 529.982.247-25, Rua das Acácias, 44"), mariana)
        let file = bench.meta.addMedia(Array("%PDF-1.4 bytes-da-foto".utf8), mimeType: "application/pdf")
        try await hear(
            .media(
                kind: "document", id: file, mimeType: "application/pdf", caption: "minha alergia a corante",
                fileName: "foto-do-documento.pdf"),
            mariana)
        let photo = bench.meta.addMedia([0xFF, 0xD8, 0xFF] + Array("bytes-da-foto".utf8), mimeType: "image/jpeg")
        try await hear(.media(kind: "image", id: photo, mimeType: "image/jpeg"), mariana)
        let message = try await bench.say("Olá, Mariana! Anotado.", in: conversation)
        try await bench.deliver()
        let sent = try #require(try await bench.standing(message).externalID)
        try await bench.report("delivered", of: sent)
        try await hear(.reaction(to: sent, emoji: "❤️"), mariana)
        // Waits to be sent while she is erased.
        _ = try await bench.say("Mais uma coisa, Mariana…", in: conversation)
        let mail = """
            From: "Mariana Quintanilha" <\(Self.mail)>
            To: ajuda@loja.com.br
            Subject: Entrega para Mariana
            Message-ID: <carta@exemplo.com.br>
            Content-Type: text/plain; charset=utf-8

            Moro na Rua das Acácias, 44. Meu CPF: 52998224725
            """.replacing("\n", with: "\r\n")
        let taken = try await MailDoor(database: database).take(Array(mail.utf8), for: mailbox, of: tenant)
        #expect(taken?.is_known == false)
        _ = try await bench.lanes.drain(tenant)
    }

    func contact(of conversation: UUID) async throws -> UUID {
        try await database.tenant(owner) { tx in
            try await tx.one(
                "SELECT customer_id FROM conversations WHERE tenant_id = \(tx.tenant) AND id = \(conversation)")(
                    "customer_id")
        }
    }

    /// What the shop's people know of her; the mail's writer turns out to be her, and somebody else does not.
    private func describe() async throws {
        let her = try await contact(of: conversation)
        let writer: UUID = try await database.tenant(owner) { tx in
            try await tx.one(
                "SELECT id FROM contacts WHERE tenant_id = \(tx.tenant) AND id = (SELECT contact_id FROM contact_identities WHERE kind = 'email' AND match_key = \(Self.mail.lowercased()))"
            )(
                "id")
        }
        try await book.merge(writer, into: her, by: actor)
        let stranger = try await contact(of: other)
        let wrong = try await book.merge(stranger, into: her, by: actor)
        try await book.unmerge(wrong, of: her, by: actor)
        try await book.addTags(["Tag secretíssima"], to: her, by: actor)
        _ = try await book.addNote("Gosta de lilás, liga do (31) 98765-4321", to: her, by: actor)
        let field = try await book.addField("Calçado", type: "text", options: [], by: actor)
        try await book.setFields([field: "Tamanho 38 largo"], of: her, by: actor)
        try await book.decide(
            "marketing", channel: "", granted: false, source: "motivo por telefone", of: her, by: actor)
        let table = "nome;telefone;email\nMariana Quintanilha;(31) 98765-4321;\nOtávio;11 95555-4444;\n"
        _ = try await book.upload(Array(table.utf8), name: "clientes.csv", by: actor)
        let faulty = try await book.upload(
            Array("nome;telefone;email\nMariana Quintanilha;12;\(Self.mail)\n".utf8), name: "erros.csv", by: actor)
        try await book.start(faulty, by: actor)
        try await ImportContactsWorker(book: book).run(
            ImportContacts(file: faulty),
            JobContext(id: UUID(), tenant: tenant, attempt: 1, maxAttempts: 4, leaseToken: UUID()))
    }

    private func leaveTraces() async throws {
        let (shop, her, account) = (tenant.value, try await contact(of: conversation), bench.account)
        let faulty = try await database.tenant(owner) { tx in
            try await tx.query(
                "SELECT id FROM contact_imports WHERE tenant_id = \(tx.tenant) AND file_name = 'erros.csv'"
            ).first?("id") as UUID?
        }
        try await database.system("test") { system in
            try await system.batch(
                Mail.suppress(
                    [.init(account: mailbox, address: Self.mail.lowercased(), reason: "bounce")], tenant: tenant))
            try await system.batch([
                """
                INSERT INTO orders (tenant_id, number, contact_id, status, total_cents, items, placed_at)
                VALUES (\(shop), 'A-1', \(her), 'delivered', 18990, '[{"sku":"1","name":"Vestido","quantity":1,"price_cents":18990}]', '2026-01-31T12:00:00Z')
                """,
                "UPDATE message_attachments SET ai_description = 'Documento de Mariana', transcription = 'aqui é a Mariana' WHERE tenant_id = \(shop)",
                """
                INSERT INTO knowledge_gaps (tenant_id, conversation_id, question) VALUES (\(shop), \(conversation), 'tem sem alergia a corante?')
                """,
                """
                INSERT INTO mail_bodies (tenant_id, message_id, html)
                SELECT tenant_id, id, '<p>Aqui é a Mariana Quintanilha</p>' FROM messages
                WHERE tenant_id = \(shop) AND conversation_id = \(conversation) ORDER BY id LIMIT 1
                """,
                """
                INSERT INTO contact_identities (tenant_id, account_id, kind, match_key, value, contact_id)
                VALUES (\(shop), \(account), 'push', \(her.lowercase), 'Celular da Mariana', \(her))
                """,
                """
                INSERT INTO contact_browsers (tenant_id, account_id, match_key, endpoint, p256dh, auth, device)
                VALUES (\(shop), \(account), \(her.lowercase), 'https://push.example/mariana', 'k', 'a', 'Celular da Mariana')
                """,
                """
                INSERT INTO subject_codes (tenant_id, contact_id, message_id, channel, address, created_at, expires_at, created_by)
                VALUES (\(shop), \(her), new_id(), 'whatsapp', '(**) *****-4321', now() - interval '2 hours', now() - interval '1 hour', 'Mariana')
                """,
                """
                INSERT INTO ai_drafts (tenant_id, conversation_id, revision, content)
                VALUES (\(shop), \(conversation), 1, 'Mariana, o prazo é de 2 dias.')
                """,
                """
                INSERT INTO outbox_names (tenant_id, account_id, external_id, outbox_id)
                SELECT tenant_id, account_id, 'wamid.parte-123456781355', id FROM outbox WHERE tenant_id = \(shop) AND account_id = \(account) LIMIT 1
                """,
                """
                INSERT INTO jobs_dead (tenant_id, id, queue, name, arguments, priority, attempt, max_attempts, lock_key, reason, created_at)
                SELECT tenant_id, new_id(), queue, name, arguments, priority, 20, 20, lock_key, 'gave up on 5531987654321', created_at
                FROM jobs WHERE tenant_id = \(shop) AND name = 'outbox.deliver' LIMIT 1
                """,
            ])
            // An import that found no address in its line keeps the line.
            if let faulty {
                try await system.execute(
                    """
                    INSERT INTO contact_import_errors (tenant_id, import_id, line, reason, fields)
                    VALUES (\(shop), \(faulty), 2, 'invalid_phone', ARRAY['Mariana Quintanilha', '12', \(Self.mail)]) ON CONFLICT DO NOTHING
                    """)
            }
        }
    }

    /// Her request is registered.
    private func ask() async throws {
        let reference = try #require(SubjectReference(Self.typed))
        let hash = try await eraser.subjectKey(of: tenant).hash(reference.key)
        let her = try await contact(of: conversation)
        try await database.tenant(owner) { tx in
            try await tx.commit([
                Compliance.awaitNumber(tx),
                Compliance.insertRequest(
                    "erasure", of: reference, contact: her, hash: hash, way: "ligou do (31) 98765-4321",
                    received: Date(),
                    due: Date(), tx: tx),
            ])
        }
    }

    func erase(_ reference: String = typed) async throws -> ErasureReceipt {
        let reference = try #require(SubjectReference(reference))
        return try await eraser.erase(
            .init(target: .reference(reference), reason: "pedido do titular", by: "Olga"), as: owner)
    }

    /// Every column of every table of this database, as text; bytes with their letters.
    func dump() async throws -> [(place: String, text: String)] {
        try await database.system("test") { system in
            let columns = try await system.query(
                """
                SELECT c.relname::text AS name, a.attname::text AS field, format_type(a.atttypid, NULL) AS type FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_migrations'
                ORDER BY 1, a.attnum
                """)
            var found: [(String, String)] = []
            for column in columns {
                let (name, field, type): (String, String, String) = (
                    try column("name"), try column("field"), try column("type")
                )
                let value = type == "bytea" ? "encode(\"\(field)\", 'escape')" : "\"\(field)\"::text"
                for row in try await system.query("SELECT \(unsafeRaw: value) AS v FROM \(unsafeRaw: name)") {
                    if let text: String = try row("v") { found.append(("\(name).\(field)", text.lowercased())) }
                }
            }
            return found
        }
    }

    /// Where a piece of her is still to be seen.
    func traces() async throws -> [String] {
        try await dump().flatMap { place, text in
            Self.traces.filter { text.contains($0) || text.contains(Self.escaped($0)) }.map { "\(place): \($0)" }
        }
    }

    /// As `encode(…, 'escape')` writes what is not ASCII.
    private static func escaped(_ text: String) -> String {
        text.utf8.map { $0 < 0x80 ? String(UnicodeScalar($0)) : "\\" + String($0, radix: 8) }.joined()
    }

    /// How many files there are below the media folder, and how many with something of hers inside.
    func files() throws -> [Int] {
        let folder = bench.media.folder
        guard let walk = FileManager.default.enumerator(atPath: folder.path) else { return [0, 0] }
        var (all, hers) = (0, 0)
        for case let path as String in walk {
            guard let bytes = FileManager.default.contents(atPath: folder.appending(path: path).path), !bytes.isEmpty
            else { continue }
            all += 1
            let text = String(decoding: bytes, as: UTF8.self).lowercased()
            if Self.traces.contains(where: text.contains) { hers += 1 }
        }
        return [all, hers]
    }
}
