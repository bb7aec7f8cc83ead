import Domain

extension MetaWhatsApp {
    /// A template as the business account has it.
    package struct Template: Sendable {
        package let id: String
        package let name: String
        package let language: String
        /// nil for a status not known yet: never to be sent.
        package let status: TemplateStatus?
        package let category: String
        package let components: JSON
        package let rejection: TemplateRejection?
        package let quality: String?

        package init?(_ json: JSON) {
            guard let id = MetaPeople.text(json["id"]), let name = MetaPeople.text(json["name"]),
                let language = MetaPeople.text(json["language"])
            else { return nil }
            self.id = id
            self.name = name
            self.language = language
            status = MetaPeople.text(json["status"]).flatMap { TemplateStatus(provider: $0) }
            category = MetaPeople.text(json["category"]) ?? ""
            components = json["components"] ?? []
            rejection = TemplateRejection(provider: MetaPeople.text(json["rejected_reason"]))
            quality = MetaPeople.text(json["quality_score"]?["score"])
        }
    }

    package struct SubmittedTemplate: Sendable, Equatable {
        package let id: String
        package let status: TemplateStatus?
        /// Meta may put it into another, dearer, one.
        package let category: String
    }
}

extension MetaWhatsApp.Client {
    /// Creates a template, which submits it for review. What would be refused anyway is refused here, all of it at once.
    package func submit(_ draft: TemplateDraft, to businessAccountID: String) async throws(ProviderError)
        -> MetaWhatsApp.SubmittedTemplate
    {
        let body: JSON = [
            "name": JSON(draft.name), "language": JSON(draft.language), "category": JSON(draft.category.rawValue),
            "components": try Self.components(of: draft),
        ]
        let answer = try await graph.post("meta.template_create", try Self.path(businessAccountID), body)
        guard let id = MetaPeople.text(answer["id"]) else {
            throw .ambiguous(ProviderFault(code: "no_template_id", title: "Accepted without an id"))
        }
        return .init(
            id: id, status: MetaPeople.text(answer["status"]).flatMap { TemplateStatus(provider: $0) },
            category: MetaPeople.text(answer["category"]) ?? draft.category.rawValue)
    }

    /// Changes a template that was refused, paused or approved, and submits it again; name and language stay.
    package func resubmit(_ draft: TemplateDraft, id: String) async throws(ProviderError) {
        let body: JSON = ["components": try Self.components(of: draft), "category": JSON(draft.category.rawValue)]
        _ = try await graph.post("meta.template_edit", try segment(id), body, isRepeatable: true)
    }

    /// All templates of the business account, page by page.
    package func templates(of businessAccountID: String) async throws(ProviderError) -> [MetaWhatsApp.Template] {
        let fields = "id,name,language,status,category,components,rejected_reason,quality_score"
        let path = "\(try Self.path(businessAccountID))?limit=100&fields=\(fields)"
        var found: [MetaWhatsApp.Template] = []
        var cursor: String?
        // Far more than an account may have; a cursor that leads back to itself ends too.
        for _ in 0..<100 {
            let answer = try await graph.get("meta.template_list", path + (cursor.map { "&after=\($0)" } ?? ""))
            found += answer.elements(of: "data").compactMap { MetaWhatsApp.Template($0) }
            let paging = answer["paging"]
            let next = MetaPeople.text(paging?["cursors"]?["after"]).map(Self.escaped)
            guard paging?["next"]?.string != nil, let next, next != cursor else { return found }
            cursor = next
        }
        return found
    }

    /// Deletes one template in all its languages, or in one when its id is given too.
    package func deleteTemplate(named name: String, id: String? = nil, of businessAccountID: String)
        async throws(ProviderError)
    {
        let one = try id.map { (id) throws(ProviderError) in "&hsm_id=\(try segment(id))" } ?? ""
        _ = try await graph.call(
            ProviderRequest(
                "meta.template_delete", method: "DELETE",
                url: "\(graph.base)/\(try Self.path(businessAccountID))?name=\(try segment(name))\(one)",
                headers: graph.authorization))
    }

    /// Uploads a sample for a header that is a file, and gives the handle that goes into the draft.
    package func uploadExample(_ file: [UInt8], mimeType: String, appID: String) async throws(ProviderError) -> String {
        let type = mimeType.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? Self.escaped(mimeType) : ""
        let start = try await graph.post(
            "meta.upload_start", "\(try segment(appID))/uploads?file_length=\(file.count)&file_type=\(type)", [:],
            isRepeatable: true)
        // It has a query of its own in it and goes back as it came, if it is made of what such ids are made of.
        guard let session = MetaPeople.text(start["id"]), session.hasPrefix("upload:"),
            session.utf8.allSatisfy({ Self.sessionBytes.contains($0) })
        else {
            throw .unavailable(ProviderFault(code: "no_upload", title: "The upload did not start"), retryAfter: nil)
        }
        let answer = try await graph.call(
            ProviderRequest(
                "meta.upload", method: "POST", url: "\(graph.base)/\(session)",
                headers: [("Authorization", "OAuth \(graph.token)"), ("file_offset", "0")], body: file,
                timeout: .seconds(120), isRepeatable: true))
        guard let handle = MetaPeople.text(answer["h"]) else {
            throw .unavailable(ProviderFault(code: "no_handle", title: "Uploaded without a handle"), retryAfter: nil)
        }
        return handle
    }

    private static let sessionBytes = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:=?_-.%&+~".utf8)

    private static func components(of draft: TemplateDraft) throws(ProviderError) -> JSON {
        do {
            return try draft.components()
        } catch {
            throw .rejected(ProviderFault(code: "bad_template", title: "\(error)"))
        }
    }

    private static func path(_ businessAccountID: String) throws(ProviderError) -> String {
        "\(try GraphAPI.segment(businessAccountID))/message_templates"
    }

    /// For a query: all but letters, digits, `-` and `_` as `%XX`.
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte -> String in
            let character = Character(Unicode.Scalar(byte))
            let isPlain =
                byte < 0x80 && (character.isLetter || character.isNumber || character == "-" || character == "_")
            return isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
