import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Web

extension TemplateRoutes {
    /// What the form follows while somebody types: problems, examples, bubble. Nothing is kept.
    @Sendable func check(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.admin)
        let model = TemplateCheckModel(TemplateDocument(try await request.form()), context.localizer)
        return .fragment(try pages.fragment(model, in: context))
    }

    private struct Refusal: Encodable { let error, message: String }

    /// A file for a header: the body is the file, the query its name.
    @Sendable func upload(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        do {
            let name = try request.query()["name"] ?? ""
            let bytes = Array(try await request.bytes(limit: TemplateStudio.fileLimit).readableBytesView)
            return try .json(
                TemplateFileJSON(try await studio.keep(bytes, named: name, as: context.scope)), status: .created)
        } catch let problem as Problem where problem.isTellable || problem.status == .contentTooLarge {
            return try .json(Refusal(error: problem.code, message: words(problem, context)), status: problem.status)
        }
    }

    /// A refusal in the reader's words, with Meta's own where it was Meta's.
    func words(_ problem: Problem, _ context: AgentContext) -> String {
        let reason = problem.faults.first.map { "\($0.message) (\($0.code))" } ?? ""
        let key = "templates.notice.\(problem.code)"
        return context.localizer.strings[key] == nil
            ? context.localizer("error.failed") : context.localizer(key, ["reason": reason])
    }

    func page(
        _ model: some PageModel, _ title: String, status: HTTPResponse.Status = .ok, _ request: Request,
        _ context: AgentContext
    ) throws -> Response {
        try pages.page(model, title: title, section: "templates", status: status, request: request, in: context)
    }
}

extension Problem {
    /// Said on the page it belongs to, instead of a page of its own.
    var isTellable: Bool {
        status == .conflict || status == .unprocessableContent || code == "meta_unavailable"
            || status == .contentTooLarge
    }
}
