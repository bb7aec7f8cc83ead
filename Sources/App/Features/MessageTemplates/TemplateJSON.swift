import Domain
import Foundation
import Web

/// A template as programs see it.
struct TemplateJSON: Encodable {
    struct Variable: Encodable {
        let name: String
        /// header, body or buttons[0]
        let place: String
    }

    struct Header: Encodable {
        /// text, image, video, document or location
        let type: String
        let text: String?
        let file_id: String?
    }

    struct Button: Encodable {
        let type: String
        let text: String
    }

    let id: String
    let business_account_id: String
    let name: String
    let language: String
    let category: String
    let status: String
    let can_send: Bool
    let rejection_reason: String?
    let status_detail: String?
    let quality: String?
    let header: Header?
    let body: String
    let footer: String?
    let buttons: [Button]
    let variables: [Variable]
    /// What would be refused if it were submitted now; only of what the shop wrote.
    let problems: [Problem.Fault]
    let updated_at: Date

    init(_ template: MessageTemplate, _ localizer: Localizer) {
        id = template.id.lowercase
        business_account_id = template.businessAccount
        name = template.name
        language = template.language
        category = template.category
        status = template.state
        can_send = template.maySend
        rejection_reason = template.rejection?.rawValue
        status_detail = template.detail
        quality = template.quality
        let preview = template.form.preview()
        let text = preview.header.map(\.text).joined()
        header =
            preview.headerMedia.map { Header(type: $0, text: nil, file_id: template.headerFile?.lowercase) }
            ?? (text.isEmpty ? nil : Header(type: "text", text: text, file_id: nil))
        body = preview.body.map(\.text).joined()
        footer = preview.footer
        buttons = preview.buttons.map { Button(type: $0.kind, text: $0.title) }
        variables = template.form.slots.map { Variable(name: $0.name, place: $0.place.description) }
        problems = template.draft.map { $0.problems.map { TemplateWords.fault($0, localizer) } } ?? []
        updated_at = template.updatedAt
    }
}

struct TemplateFileJSON: Encodable {
    let id: String
    /// image, video or document
    let type: String
    let mime_type: String
    let file_name: String
    let byte_size: Int

    init(_ file: TemplateFile) {
        id = file.id.lowercase
        type = file.kind
        mime_type = file.mimeType
        file_name = file.fileName
        byte_size = file.byteSize
    }
}
