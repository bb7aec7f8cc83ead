import Domain
import Foundation
import Hummingbird
import Web

/// `POST /api/conversations`: a program has the first word.
extension ConversationAPI {
    private struct FirstWordBody: Decodable {
        let contact_id: UUID?
        /// An e-mail or a telephone number; a contact is made where nobody has it.
        let to: String?
        let channel_id: UUID
        let subject: String?
        let content: String?
        let template: TemplateBody?
    }

    @Sendable func start(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let body = try await request.json(as: FirstWordBody.self)
        let words: FirstWord.Words
        switch (body.template, body.content) {
        case (let template?, nil): words = .template(try template.template())
        case (nil, let text?): words = .text(text, subject: body.subject)
        default:
            throw Problem.unprocessable("missing_content", detail: "Give either content or a template.")
        }
        let contact: UUID
        switch (body.contact_id, body.to) {
        case (let id?, nil): contact = id
        case (nil, let address?): contact = try await book.contact(at: address, by: context.actor)
        default: throw Problem.unprocessable("missing_recipient", detail: "Give either contact_id or to.")
        }
        let key = request.headers[.idempotencyKey].map { "api:" + $0 } ?? "api:" + UUID.v7().uuidString
        let started = try await desk.start(
            FirstWord(contact: contact, account: body.channel_id, words: words), key: key, by: context.actor,
            context.visitor.localizer)
        return try await stored(
            started.message, of: started.conversation, context, status: started.isNew ? .created : .ok,
            headers: started.isNew ? [:] : [.idempotentReplayed: "true"])
    }
}
