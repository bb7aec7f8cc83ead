import Domain
import Foundation
import Logging
import Postgres
import Web

/// `contacts.import`: works through an uploaded file, some rows a transaction.
package struct ImportContacts: Job {
    package static let name = "contacts.import"
    package static let queue = JobQueue.maintenance
    package static let timeout = Duration.seconds(1800)

    package let file: UUID
}

package struct ImportContactsWorker: Sendable {
    /// Rows a transaction: the inbox waits for no longer than one takes.
    static let step = 400
    let book: ContactBook

    package init(book: ContactBook) { self.book = book }

    package func run(_ job: ImportContacts, _ context: JobContext) async throws {
        guard let tenant = context.tenant else { throw JobDiscard(reason: "no tenant") }
        do {
            try await work(job.file, TenantScope.service(tenant))
        } catch {
            if context.isLastAttempt {
                try await book.database.tenant(.service(tenant)) { tx in
                    _ = try await Contacts.move(job.file, from: [.queued, .running], to: .failed, tx: tx)
                }
            }
            throw error
        }
    }

    /// Each step is committed with its place in the file: after a crash it goes on from there.
    private func work(_ id: UUID, _ scope: TenantScope) async throws {
        let found = try await book.database.tenant(scope) { tx -> (ContactImport, [UInt8])? in
            guard let file = try await Contacts.importing(id, tx: tx), file.state == .queued || file.state == .running,
                let content = try await Contacts.importedFile(id, tx: tx)
            else { return nil }
            return (file, content)
        }
        guard let (file, content) = found else { return }
        let table = try ImportFile(content, mapping: file.mapping)
        for start in stride(from: file.processed, to: table.rows.count, by: Self.step) {
            let lines = table.lines(start..<start + Self.step)
            let touched = try await book.database.tenant(scope) { tx -> [UUID] in
                try await tx.execute(Inbox.holdLane(tx))
                var plan = ImportPlan(known: try await Contacts.holders(of: lines.flatMap(\.keys), tx: tx))
                for line in lines { plan.add(line) { UUID.v7() } }
                let author = file.author ?? .init(scope: scope, name: "")
                let results = try await tx.commit(plan.statements(of: file, rows: lines.count, by: author, tx: tx))
                return try results.last?.rows.map { try $0("id") } ?? []
            }
            book.publish(touched, of: .init(scope: scope, name: ""))
        }
        try await book.database.tenant(scope) { tx in
            _ = try await Contacts.move(id, from: [.queued, .running], to: .done, tx: tx)
        }
    }
}

extension ContactBook {
    /// Keeps an uploaded file and guesses what its columns are.
    func upload(_ content: [UInt8], name: String, by actor: Actor) async throws -> UUID {
        let file = try ImportFile(content)
        let name = String(
            name.unicodeScalars.filter { $0.properties.generalCategory != .control }.map(Character.init).prefix(120))
        let id = UUID.v7()
        try await database.tenant(actor.scope) { tx in
            try await tx.commit([
                Contacts.insert(file, id: id, name: name.isEmpty ? "contatos.csv" : name, content: content, by: actor)
            ])
        }
        return id
    }

    /// What importing would do, without doing it.
    struct Rehearsal: Sendable {
        var created = 0
        var updated = 0
        var failures: [ImportPlan.Failure] = []
        var samples: [[String]] = []
    }

    func rehearse(_ file: ContactImport, by actor: Actor) async throws -> Rehearsal {
        let content = try await database.tenant(actor.scope) { try await Contacts.importedFile(file.id, tx: $0) } ?? []
        let table = try ImportFile(content, mapping: file.mapping)
        var plan = ImportPlan(known: [:])
        for start in stride(from: 0, to: table.rows.count, by: 5000) {
            let lines = table.lines(start..<start + 5000)
            let known = try await database.tenant(actor.scope) { tx in
                try await Contacts.holders(of: lines.flatMap(\.keys), tx: tx)
            }
            plan.known.merge(known) { earlier, _ in earlier }
            for line in lines { plan.add(line) { UUID.v7() } }
        }
        return Rehearsal(
            created: plan.created, updated: plan.updated, failures: plan.failures,
            samples: table.rows.prefix(3).map(\.fields))
    }

    func map(_ id: UUID, to mapping: [ContactColumn?], by actor: Actor) async throws {
        try await database.tenant(actor.scope) { tx in
            guard let file = try await Contacts.importing(id, tx: tx) else { throw Problem.notFound }
            guard file.state == .draft else { throw Problem.conflict("import_started") }
            var taken: Set<ContactColumn> = []
            let unique = mapping.prefix(file.headers.count).map { $0.flatMap { taken.insert($0).inserted ? $0 : nil } }
            try await tx.commit([Contacts.map(id, to: unique, tx: tx)])
        }
    }

    /// Hands the file to the job. Starting twice is one import.
    func start(_ id: UUID, by actor: Actor) async throws {
        try await database.tenant(actor.scope) { tx in
            guard let file = try await Contacts.importing(id, tx: tx) else { throw Problem.notFound }
            let reachable: Set<ContactColumn> = [.phone, .email]
            guard file.mapping.contains(where: { $0.map(reachable.contains) == true }) else {
                throw Problem.unprocessable("no_address_column")
            }
            guard try await Contacts.move(id, from: [.draft, .failed], to: .queued, tx: tx) else { return }
            let options = JobOptions(
                lockKey: "contacts.import", uniqueKey: "contacts.import:\(id.lowercase)", maxAttempts: 4)
            try await tx.commit([Jobs.enqueue(ImportContacts(file: id), tenant: tx.scope.tenant, options: options)])
        }
        importWasQueued()
    }
}
