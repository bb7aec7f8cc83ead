import Domain
import Foundation
import Hummingbird
import Web

/// `POST /api/conversations/{id}/templates`
extension ConversationAPI {
    struct TemplateBody: Decodable {
        struct Header: Decodable {
            let link: String?
            let file_id: UUID?
        }

        let template_id: UUID?
        let name: String?
        let language: String?
        let variables: [String: String]?
        let header: Header?
        /// What a tap on a quick reply brings back, by the button's place: `{"0": "sim"}`.
        let payloads: [String: String]?

        func template() throws -> OutgoingTemplate {
            let choice: OutgoingTemplate.Choice
            if let template_id {
                choice = .id(template_id)
            } else if let name {
                choice = .name(name, language: language ?? "pt_BR")
            } else {
                throw Problem.unprocessable("missing_template", detail: "Name a template_id, or a name and a language.")
            }
            var places: [Int: String] = [:]
            for (place, payload) in payloads ?? [:] {
                guard let index = Int(place), (0..<10).contains(index), payload.utf8.count <= 256 else {
                    throw Problem.unprocessable("invalid_payloads")
                }
                places[index] = payload
            }
            return OutgoingTemplate(
                choice, values: variables ?? [:],
                media: header?.link.map { .link($0) } ?? header?.file_id.map { .file($0) }, payloads: places)
        }
    }

    @Sendable func sendTemplate(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let id = try context.parameters.id("id")
        let template = try await request.json(as: TemplateBody.self).template()
        return try await written(id, request, context) { key in
            try await desk.sendTemplate(id, template, key: key, by: context.actor, context.visitor.localizer)
        }
    }
}
