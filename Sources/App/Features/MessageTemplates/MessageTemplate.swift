import Domain
import Foundation
import Postgres

/// A template as stored.
package struct MessageTemplate: Sendable {
    package let id: UUID
    package let businessAccount: String
    package let name: String
    package let language: String
    package let category: String
    /// Meta's word in our spelling, `draft` or `unknown`.
    package let state: String
    package let providerID: String?
    package let rejection: TemplateRejection?
    /// Meta's own words on its state.
    package let detail: String?
    package let quality: String?
    package let form: TemplateForm
    /// What the shop wrote; nil for one made elsewhere.
    package let draft: TemplateDocument?
    /// The file that goes into the header unless another is given.
    package let headerFile: UUID?
    package let updatedAt: Date

    package var status: TemplateStatus? { TemplateStatus(rawValue: state) }
    package var maySend: Bool { status?.maySend ?? false }
    package var isDraft: Bool { state == "draft" }
    /// Meta takes a changed text of these.
    package var mayChange: Bool {
        isDraft || [.rejected, .paused, .approved, .flagged].contains(status) && document != nil
    }

    /// What the shop wrote or, for one made elsewhere, would have written. Nil where it has parts that we do not write.
    package var document: TemplateDocument? {
        if let draft { return draft }
        let category = TemplateCategory(rawValue: category) ?? .utility
        return TemplateDraft(name: name, language: language, category: category, form: form).map {
            TemplateDocument($0, file: headerFile)
        }
    }

    static let columns: SQL = """
        t.id, t.business_account_id, t.name, t.language, t.category, t.status, t.provider_id, t.rejection, t.detail, t.quality,
          t.components::text AS components, t.names::text AS names, t.draft::text AS draft, t.header_file, t.updated_at
        """

    init(_ row: Row) throws {
        id = try row("id")
        businessAccount = try row("business_account_id")
        name = try row("name")
        language = try row("language")
        category = try row("category")
        state = try row("status")
        providerID = try row("provider_id")
        rejection = (try row("rejection") as String?).flatMap(TemplateRejection.init(rawValue:))
        detail = try row("detail")
        quality = try row("quality")
        let names = try? JSONDecoder().decode(TemplateNames.self, from: Data((try row("names") as String).utf8))
        form = TemplateForm(
            components: (try? JSON.parse(row("components") as String)) ?? [], names: names ?? TemplateNames())
        draft = (try row("draft") as String?).flatMap {
            try? JSONDecoder().decode(TemplateDocument.self, from: Data($0.utf8))
        }
        headerFile = try row("header_file")
        updatedAt = try row("updated_at")
    }
}
