import Domain
import Foundation
import Hummingbird
import Postgres
import Web

/// `POST /support/{id}/files`: a script sends the file itself as the body, with its name in the query; the composer sends it off later.
/// Refused at once, in words, when the conversation's channel would not take it.
package struct ConversationFileRoutes: Sendable {
    let database: Database
    let intake: FileIntake

    package init(database: Database, intake: FileIntake) {
        self.database = database
        self.intake = intake
    }

    package func add(to agents: some RouterMethods<AgentContext>) { agents.post("support/:id/files", use: upload) }

    private struct Uploaded: Encodable {
        let id, name, size, kind: String
    }
    private struct Refusal: Encodable { let error, message: String }

    @Sendable func upload(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let id = try context.parameters.id("id")
        let standing = try await database.tenant(context.scope) { try await Conversations.standing($0, id) }
        guard let standing else { throw Problem.notFound }
        let rules = FileRules.of(channel: standing.channel, provider: standing.provider)
        do {
            guard rules.takesFiles else { throw Problem.unprocessable("files_not_supported") }
            let label = try FileIntake.Label(request)
            var kind = FileRules.Kind.document
            let upload = try await intake.receive(
                request.body, label, in: context.scope, form: .voice(on: standing.channel)
            ) {
                kind = try rules.passage(of: $0).kind
            }
            return try .json(
                Uploaded(
                    id: upload.id.lowercase, name: upload.fileName, size: InboxView.size(upload.byteSize),
                    kind: context.localizer(
                        "message.kind.\(upload.isVoice && kind == .audio ? "voice" : kind.rawValue)")),
                status: .created)
        } catch let problem as Problem where [413, 422].contains(problem.status.code) {
            return try .json(
                Refusal(error: problem.code, message: FileWords(rules, context.localizer).refusal(problem.code)),
                status: problem.status)
        }
    }
}

/// What a channel takes, and why not, in words.
struct FileWords {
    let rules: FileRules
    let localizer: Localizer

    init(_ rules: FileRules, _ localizer: Localizer) {
        self.rules = rules
        self.localizer = localizer
    }

    /// "Fotos até 5 MB, …": nil where the channel takes none.
    var limits: String? {
        let parts = FileRules.Kind.allCases.compactMap { kind in
            rules.most(kind).map { localizer("files.limit.\(kind.rawValue)", ["size": InboxView.size($0)]) }
        }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    func refusal(_ code: String) -> String {
        let words = localizer.strings["notice.\(code)"] ?? localizer("error.failed")
        switch code {
        case "body_too_large", "file_too_large", "file_type":
            return [localizer("notice.\(code)"), limits ?? ""].joined(separator: " ")
        default: return words
        }
    }
}
