import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres
import Web

extension ContactRoutes {
    func addTables(to agents: some RouterMethods<AgentContext>) {
        agents.get("contacts/export.csv", use: export)
        agents.get("contacts/imports", use: imports)
        agents.post("contacts/imports", use: upload)
        agents.get("contacts/imports/:id", use: importing)
        agents.post("contacts/imports/:id/mapping", use: mapColumns)
        agents.post("contacts/imports/:id/start", use: startImport)
        agents.get("contacts/imports/:id/errors.csv", use: importErrors)
    }

    @Sendable func imports(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        return try await importsPage(nil, request, context)
    }

    private func importsPage(
        _ refused: Problem?, text: String = "", _ request: Request, _ context: AgentContext
    ) async throws -> Response {
        let results = try await database.tenant(context.scope) { try await $0.commit([Contacts.imports(tx: $0)]) }
        let tenant = context.scope.tenant
        let all = try results.first?.rows.map { try ContactImport($0, tenant: tenant) } ?? []
        return try pages.page(
            view(context).imports(all, notice: refused?.code, text: text),
            title: context.localizer("contacts.import.title"),
            section: "contacts", status: refused?.status ?? .ok, request: request, in: context)
    }

    private struct Uploaded: Encodable { let location: String }
    private struct Refusal: Encodable { let error, message: String }

    /// A script sends the file itself as the body; without one, the table is pasted into a form.
    @Sendable func upload(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let isForm = request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
        var text = ""
        do {
            let content: [UInt8]
            var name = ""
            if isForm {
                text = try await request.form()["table"] ?? ""
                content = Array(text.utf8)
            } else {
                name = try request.query()["name"] ?? ""
                content = Array(try await request.bytes(limit: ImportFile.maximumBytes).readableBytesView)
            }
            let id = try await book.upload(content, name: name, by: context.actor)
            let location = "/contacts/imports/\(id.lowercase)"
            return isForm ? .redirect(to: location) : try .json(Uploaded(location: location), status: .created)
        } catch let problem as Problem where problem.isRefusal || problem.status == .contentTooLarge {
            if isForm { return try await importsPage(problem, text: text, request, context) }
            return try .json(
                Refusal(error: problem.code, message: view(context).words(problem.code)), status: problem.status)
        }
    }

    @Sendable func importing(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        return try await importPage(nil, request, context)
    }

    private func importPage(
        _ refused: Problem?, _ request: Request, _ context: AgentContext
    ) async throws -> Response {
        let id = try context.parameters.id("id")
        guard let file = try await database.tenant(context.scope, { try await Contacts.importing(id, tx: $0) }) else {
            throw Problem.notFound
        }
        if try request.query()["part"] == "progress" {
            return .fragment(try pages.fragment(view(context).progress(file), in: context))
        }
        let rehearsal = file.state == .draft ? try await book.rehearse(file, by: context.actor) : nil
        return try pages.page(
            view(context).importing(file, rehearsal, notice: refused?.code),
            title: context.localizer("contacts.import.title"),
            section: "contacts", status: refused?.status ?? .ok, request: request, in: context)
    }

    @Sendable func mapColumns(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let form = try await request.form()
        let mapping = (0..<CSVReader.maximumColumns).map { form["c\($0)"].flatMap(ContactColumn.init(rawValue:)) }
        return try await step(request, context) { try await book.map($0, to: mapping, by: context.actor) }
    }

    @Sendable func startImport(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        return try await step(request, context) { try await book.start($0, by: context.actor) }
    }

    private func step(
        _ request: Request, _ context: AgentContext, _ work: (UUID) async throws -> Void
    ) async throws -> Response {
        let id = try context.parameters.id("id")
        do {
            try await work(id)
        } catch let problem as Problem where problem.isRefusal {
            return try await importPage(problem, request, context)
        }
        return .redirect(to: "/contacts/imports/\(id.lowercase)")
    }

    // MARK: Files to download

    @Sendable func importErrors(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let id = try context.parameters.id("id")
        let scope = context.scope
        guard let file = try await database.tenant(scope, { try await Contacts.importing(id, tx: $0) }) else {
            throw Problem.notFound
        }
        let (view, localizer, database) = (view(context), context.localizer, database)
        let header = file.headers + [localizer("contacts.import.line"), localizer("contacts.import.reason")]
        return .table("erros.csv", header: header) { writer in
            var last = 0
            while true {
                let from = last
                let results = try await database.tenant(scope) { tx in
                    try await tx.commit([Contacts.importErrors(of: id, after: from, limit: 1000, tx: tx)])
                }
                let rows = results.first?.rows ?? []
                var text = ""
                for row in rows {
                    last = try row("line")
                    var fields: [String] = try row("fields")
                    while fields.count < file.headers.count { fields.append("") }
                    let told = fields.prefix(file.headers.count).map(CSVWriter.original)
                    text += CSVWriter.line(told + ["\(last)", view.reason(try row("reason"))])
                }
                if rows.isEmpty { return }
                try await writer.write(ByteBuffer(string: text))
            }
        }
    }

    /// The contacts a list shows, all of them: never held in memory at once.
    @Sendable func export(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        var start = ContactQuery(try request.query())
        start.cursor = nil
        let (first, scope, database, localizer) = (start, context.scope, database, context.localizer)
        try await database.tenant(scope) { tx in
            let facts: JSON = ["filtered": JSON(first != ContactQuery())]
            try await tx.commit([Audit.note("contact_export", of: "contact", nil, facts, tx: tx)])
        }
        let columns: [ContactColumn] = [.name, .phone, .email, .tags, .locale]
        let header = columns.map { localizer("contacts.column.\($0.rawValue)") } + [localizer("contacts.export.since")]
        return .table("contatos.csv", header: header) { writer in
            var query = first
            while true {
                let place = query
                let results = try await database.tenant(scope) { tx in
                    try await tx.commit([Contacts.page(place, limit: 1000, tx: tx)])
                }
                let lines = try results.first?.rows.map(Contacts.line) ?? []
                guard let last = lines.last else { return }
                var text = ""
                for line in lines {
                    text += CSVWriter.line([
                        line.name ?? "", line.phone.map(PhoneNumber.display) ?? "", line.email ?? "",
                        line.tags.joined(separator: ", "), line.locale ?? "", localizer.day(line.createdAt),
                    ])
                }
                try await writer.write(ByteBuffer(string: text))
                query.cursor = last.id
            }
        }
    }
}

extension Response {
    /// A table to download, written as it is read. The byte order mark tells spreadsheets that it is UTF-8.
    static func table(
        _ name: String, header: [String],
        _ rows: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name)\"",
                .cacheControl: "no-store",
            ],
            body: .init { writer in
                try await writer.write(ByteBuffer(string: "\u{FEFF}" + CSVWriter.line(header)))
                try await rows(&writer)
                try await writer.finish(nil)
            })
    }
}
