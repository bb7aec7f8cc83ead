import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Web

/// `/api/templates`: WhatsApp's message templates for programs. Reading needs `read`, writing them `admin`; sending one is
/// `POST /api/conversations/{id}/templates`.
package struct TemplateAPI: Sendable {
    let studio: TemplateStudio

    package init(studio: TemplateStudio) { self.studio = studio }

    package func add(to api: some RouterMethods<ApiContext>) {
        api.get("api/templates", use: list)
        api.post("api/templates", use: create)
        api.post("api/templates/check", use: check)
        api.post("api/templates/sync", use: sync)
        api.post("api/templates/files", use: upload)
        api.get("api/templates/files/:id", use: file)
        api.get("api/templates/:id", use: show)
        api.put("api/templates/:id", use: change)
        api.delete("api/templates/:id", use: remove)
        api.post("api/templates/:id/submit", use: submit)
        api.post("api/templates/:id/duplicate", use: duplicate)
    }

    /// `status` narrows, `name` is exact.
    @Sendable func list(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let query = try request.query()
        let all = try await studio.database.tenant(context.scope) { try await MessageTemplates.all($0) }
        let found = all.filter { template in
            (query["status"].map { $0 == template.state } ?? true)
                && (query["name"].map { $0 == template.name } ?? true)
        }
        return try .json(["items": found.map { TemplateJSON($0, context.visitor.localizer) }])
    }

    @Sendable func show(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        return try await answer(context.parameters.id("id"), context)
    }

    /// The template's fields, and beside them where it goes.
    private struct Body: Decodable {
        let document: TemplateDocument
        let business_account_id: String?
        let submit: Bool

        private enum Keys: String, CodingKey { case business_account_id, submit }

        init(from decoder: any Decoder) throws {
            document = try TemplateDocument(from: decoder)
            let values = try decoder.container(keyedBy: Keys.self)
            business_account_id = try values.decodeIfPresent(String.self, forKey: .business_account_id)
            submit = try values.decodeIfPresent(Bool.self, forKey: .submit) ?? false
        }
    }

    @Sendable func create(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await request.json(as: Body.self)
        let id = try await studio.save(body.document, business: body.business_account_id, as: context.scope)
        return try await answer(id, handIn: body.submit, context, status: .created)
    }

    @Sendable func change(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await request.json(as: Body.self)
        let id = try await studio.save(body.document, over: context.parameters.id("id"), as: context.scope)
        return try await answer(id, handIn: body.submit, context)
    }

    @Sendable func submit(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        return try await answer(context.parameters.id("id"), handIn: true, context)
    }

    private struct Copy: Decodable {
        let name: String
        let language: String?
    }

    @Sendable func duplicate(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        let body = try await request.json(as: Copy.self)
        let template = try await studio.template(context.parameters.id("id"), as: context.scope)
        guard var document = template.document else { throw Problem.templateFixed }
        document.name = body.name
        document.language = body.language ?? document.language
        let id = try await studio.save(document, business: template.businessAccount, as: context.scope)
        return try await answer(id, context, status: .created)
    }

    @Sendable func remove(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.admin)
        try await studio.delete(context.parameters.id("id"), as: context.scope)
        return Response(status: .noContent)
    }

    private struct Verdict: Encodable {
        let problems: [Problem.Fault]
        let variables: [String]
        let text: String
    }

    /// What would be refused, and what the customer would read. Nothing is kept.
    @Sendable func check(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        let document = try await request.json(as: TemplateDocument.self)
        let (draft, _) = document.draft()
        let form = TemplateForm(components: draft.shape, names: draft.names)
        return try .json(
            Verdict(
                problems: document.problems.map { TemplateWords.fault($0, context.visitor.localizer) },
                variables: form.slots.map(\.name), text: form.text(draft.examples)))
    }

    private struct Synced: Encodable {
        let business_account_id: String
        let added, changed, gone: Int
    }

    @Sendable func sync(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let businesses = try await studio.database.tenant(context.scope) { try await MessageTemplates.businesses($0) }
        guard !businesses.isEmpty else { throw Problem.noBusinessAccount }
        var all: [Synced] = []
        for business in businesses {
            let report = try await studio.sync(business.id, context.scope.tenant)
            all.append(
                Synced(
                    business_account_id: business.id, added: report.added, changed: report.changed, gone: report.gone))
        }
        return try .json(["items": all])
    }

    /// The file itself as the body, `name` in the query.
    @Sendable func upload(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let name = try request.query()["name"] ?? ""
        let bytes = Array(try await request.bytes(limit: TemplateStudio.fileLimit).readableBytesView)
        return try .json(
            TemplateFileJSON(try await studio.keep(bytes, named: name, as: context.scope)), status: .created)
    }

    @Sendable func file(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.read)
        return try await studio.serve(context.parameters.id("id"), as: context.scope)
    }

    private func answer(
        _ id: UUID, handIn: Bool = false, _ context: ApiContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let localizer = context.visitor.localizer
        if handIn { try await studio.submit(id, as: context.scope, localizer) }
        return try .json(
            TemplateJSON(try await studio.template(id, as: context.scope), localizer), status: status)
    }
}

extension TemplateStudio {
    /// A header's file, for the shop's people.
    func serve(_ id: UUID, as scope: TenantScope) async throws -> Response {
        guard let file = try await database.tenant(scope, { try await MessageTemplates.file(id, $0) }),
            let bytes = files.read(file.path)
        else { throw Problem.notFound }
        let isShown = MediaKind.isShown(file.mimeType)
        return Response(
            status: .ok,
            headers: [
                .contentType: isShown ? file.mimeType : "application/octet-stream",
                .contentDisposition: MediaRoutes.disposition(isShown ? "inline" : "attachment", file.fileName),
                .cacheControl: "private, max-age=86400, immutable",
                .contentSecurityPolicy: "default-src 'none'; sandbox",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
