import Domain
import Foundation
import Postgres
import Providers

/// Hands the files of template headers to Meta on the way out: each once an account, and again when Meta has forgotten it.
package struct TemplateMedia: Sendable {
    /// Meta keeps an upload for thirty days.
    static let freshness: TimeInterval = 25 * 86_400

    let database: Database
    let files: MediaFolder
    let now: @Sendable () -> Date

    package init(database: Database, files: MediaFolder, now: @escaping @Sendable () -> Date = { Date() }) {
        self.database = database
        self.files = files
        self.now = now
    }

    /// The message with the provider's names for files of ours. One without such files comes back as it is, with no look-up.
    func resolved(
        _ content: OutboundContent, for account: ChannelCredentials, _ client: MetaWhatsApp.Client
    ) async throws(ProviderError) -> OutboundContent {
        guard content.type == "template", let payload = content.payload, let template = payload["template"] else {
            return content
        }
        var components: [JSON] = []
        var hasFile = false
        for component in template.elements(of: "components") {
            guard let parameter = component["parameters"]?[0], let kind = parameter["type"]?.string,
                let id = parameter[kind]?["file"]?.string.flatMap({ UUID(uuidString: $0) })
            else {
                components.append(component)
                continue
            }
            hasFile = true
            let (media, name) = try await handle(of: id, account, client)
            let file = JSON.object([
                ("id", JSON(media)), ("filename", kind == "document" ? JSON(name) : nil),
            ])
            components.append(
                component.setting("parameters", [.object([("type", JSON(kind)), (kind, file)])]))
        }
        guard hasFile else { return content }
        var content = content
        content.payload = payload.setting("template", template.setting("components", JSON(components)))
        return content
    }

    private func handle(
        of id: UUID, _ account: ChannelCredentials, _ client: MetaWhatsApp.Client
    ) async throws(ProviderError) -> (media: String, name: String) {
        let oldest = now().addingTimeInterval(-Self.freshness)
        let found: (file: TemplateFile, media: String?)?
        do {
            found = try await database.tenant(.service(account.tenant)) { tx in
                guard let file = try await MessageTemplates.file(id, tx) else { return nil }
                return (file, try await MessageTemplates.mediaID(of: id, for: account.account, since: oldest, tx))
            }
        } catch {
            throw .unavailable(
                ProviderFault(code: "no_file_now", title: "The file cannot be read now"), retryAfter: nil)
        }
        guard let (file, known) = found else {
            throw .rejected(ProviderFault(code: "bad_media", title: "The header's file is gone"))
        }
        if let known { return (known, file.fileName) }
        guard let bytes = files.read(file.path) else {
            throw .rejected(ProviderFault(code: "bad_media", title: "The header's file is gone"))
        }
        let uploaded = now()
        let media: String
        do {
            media = try await client.upload(bytes, mimeType: file.mimeType, fileName: file.fileName)
        } catch .ambiguous(let fault) {
            // An upload is no message: another one harms nobody.
            throw .unavailable(fault, retryAfter: nil)
        }
        // Not remembered is only uploaded once more.
        _ = try? await database.tenant(.service(account.tenant)) {
            try await $0.commit([
                MessageTemplates.remember(media, of: id, for: account.account, at: uploaded, tenant: $0.tenant)
            ])
        }
        return (media, file.fileName)
    }
}
