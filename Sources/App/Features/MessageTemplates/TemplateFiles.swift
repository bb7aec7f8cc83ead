import Domain
import Foundation
import HTTPTypes
import Postgres
import Providers
import Web

/// A file for headers, as kept.
package struct TemplateFile: Sendable {
    package let id: UUID
    package let mimeType: String
    package let fileName: String
    package let byteSize: Int
    let path: String

    /// image, video or document: the header it is for.
    package var kind: String { MetaWhatsApp.MediaKind(mimeType: mimeType).messageType }
}

extension TemplateStudio {
    /// No header is larger; the limits of each kind are lower.
    package static let fileLimit = 25 << 20

    /// Keeps a file for headers. What it is is told by its bytes, not by its name.
    package func keep(_ bytes: [UInt8], named name: String, as scope: TenantScope) async throws -> TemplateFile {
        guard let type = Self.type(of: bytes) else { throw Problem.unprocessable("file_type_refused") }
        do {
            try MetaWhatsApp.MediaKind(mimeType: type).check(mimeType: type, byteCount: bytes.count)
        } catch {
            throw Problem(.contentTooLarge, code: "file_too_large")
        }
        let id = UUID.v7()
        let path = try files.write(bytes, tenant: scope.tenant, attachment: id)
        let plain = String(name.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(120))
        let file = TemplateFile(
            id: id, mimeType: type, fileName: plain.isEmpty ? "arquivo" : plain, byteSize: bytes.count, path: path)
        _ = try await database.tenant(scope) { try await $0.commit([MessageTemplates.insert(file, tenant: $0.tenant)]) }
        return file
    }

    /// The few kinds a header may be.
    static func type(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: Array("%PDF-".utf8)) { return "application/pdf" }
        if bytes.count > 12, bytes[4..<8].elementsEqual("ftyp".utf8) { return "video/mp4" }
        let image = MediaKind.sniffed(bytes, claimed: "")
        return ["image/jpeg", "image/png"].contains(image) ? image : nil
    }
}

extension MessageTemplates {
    static func insert(_ file: TemplateFile, tenant: UUID) -> SQL {
        """
        INSERT INTO template_files (tenant_id, id, mime_type, file_name, byte_size, storage_path)
        VALUES (\(tenant), \(file.id), \(file.mimeType), \(file.fileName), \(file.byteSize), \(file.path))
        """
    }

    static func file(_ id: UUID, _ tx: TenantTransaction) async throws -> TemplateFile? {
        try await tx.first(
            """
            SELECT id, mime_type, file_name, byte_size, storage_path FROM template_files WHERE tenant_id = \(tx.tenant) AND id = \(id)
            """
        ).map { row in
            TemplateFile(
                id: try row("id"), mimeType: try row("mime_type"), fileName: try row("file_name"),
                byteSize: try row("byte_size"), path: try row("storage_path"))
        }
    }

    /// What the provider calls the file for an account, while that is good: Meta forgets after thirty days.
    static func mediaID(of file: UUID, for account: UUID, since oldest: Date, _ tx: TenantTransaction) async throws
        -> String?
    {
        try await tx.first(
            """
            SELECT media_id FROM template_uploads WHERE tenant_id = \(tx.tenant) AND file_id = \(file) AND account_id = \(account)
              AND uploaded_at > \(oldest)
            """
        ).map { try $0("media_id") }
    }

    static func remember(_ mediaID: String, of file: UUID, for account: UUID, at time: Date, tenant: UUID) -> SQL {
        """
        INSERT INTO template_uploads (tenant_id, file_id, account_id, media_id, uploaded_at)
        VALUES (\(tenant), \(file), \(account), \(mediaID), \(time))
        ON CONFLICT (tenant_id, file_id, account_id) DO UPDATE SET media_id = excluded.media_id, uploaded_at = excluded.uploaded_at
        """
    }
}

extension MediaFolder {
    /// The whole file; nil when it is not there.
    func read(_ path: String) -> [UInt8]? {
        place(path).flatMap { try? Data(contentsOf: $0) }.map(Array.init)
    }
}
