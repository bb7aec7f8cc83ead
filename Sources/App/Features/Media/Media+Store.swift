import Domain
import Foundation
import Postgres

extension Media {
    /// A file that still has to be fetched.
    struct Wanted: Sendable {
        let reference: MediaReference
        let account: UUID
        let conversation: UUID
        /// A machine waits for it.
        let isToBeRead: Bool
    }

    enum Verdict: Sendable {
        case here(path: String, byteSize: Int, mimeType: String, sha256: String)
        case refused(String)
        case gone(String)
    }

    /// A file as it is served.
    struct Kept: Sendable {
        let path: String
        let byteSize: Int
        let mimeType: String
        let fileName: String?

        /// A voice note came without a name, and a player goes by the ending.
        var shownName: String? {
            if let fileName, !fileName.isEmpty { return fileName }
            return FileSignature.ending(of: mimeType).map { "arquivo.\($0)" }
        }
    }

    /// Ten seconds, then longer and longer, to an hour: a provider's outage must not lose a file that lives for days.
    static func patience(attempt: Int) -> Duration { .seconds(min(10 << min(max(attempt, 1) - 1, 9), 3600)) }

    static func wanted(_ attachment: UUID, tx: TenantTransaction) async throws -> Wanted? {
        let row = try await tx.first(
            """
            SELECT f.kind, f.media_id, f.url, f.mime_type, m.account_id, m.conversation_id,
              EXISTS (SELECT FROM ai_media_queue q WHERE q.tenant_id = k.tenant_id AND q.attachment_id = k.attachment_id
                AND q.status IN ('pending', 'processing')) AS is_to_be_read
            FROM media_files k
            JOIN message_attachments f ON f.tenant_id = k.tenant_id AND f.id = k.attachment_id
            JOIN messages m ON m.tenant_id = f.tenant_id AND m.id = f.message_id
            WHERE k.tenant_id = \(tx.tenant) AND k.attachment_id = \(attachment) AND k.state = 'waiting'
            """)
        guard let row else { return nil }
        let kind: String = try row("kind")
        return Wanted(
            reference: MediaReference(
                kind: kind, mediaID: try row("media_id"), url: try row("url"), mimeType: try row("mime_type"),
                limit: limit(kind)),
            account: try row("account_id"), conversation: try row("conversation_id"),
            isToBeRead: try row("is_to_be_read"))
    }

    static func record(_ verdict: Verdict, of attachment: UUID, tx: TenantTransaction) -> [SQL] {
        switch verdict {
        case .here(let path, let byteSize, let mimeType, let sha256):
            [
                """
                UPDATE media_files SET state = 'here', reason = NULL, storage_path = \(path), byte_size = \(byteSize),
                  mime_type = \(mimeType), sha256 = \(sha256), fetched_at = now()
                WHERE tenant_id = \(tx.tenant) AND attachment_id = \(attachment) AND state = 'waiting'
                """
            ]
        case .refused(let reason), .gone(let reason):
            [
                """
                UPDATE media_files SET state = \(verdict.state), reason = \(reason)
                WHERE tenant_id = \(tx.tenant) AND attachment_id = \(attachment) AND state = 'waiting'
                """
            ]
        }
    }

    static func kept(_ attachment: UUID, tx: TenantTransaction) async throws -> Kept? {
        let row = try await tx.first(
            """
            SELECT k.storage_path, k.byte_size, k.mime_type, f.file_name
            FROM media_files k JOIN message_attachments f ON f.tenant_id = k.tenant_id AND f.id = k.attachment_id
            WHERE k.tenant_id = \(tx.tenant) AND k.attachment_id = \(attachment) AND k.state = 'here'
            """)
        return try row.map {
            Kept(
                path: try $0("storage_path"), byteSize: try $0("byte_size"), mimeType: try $0("mime_type"),
                fileName: try $0("file_name"))
        }
    }
}

extension Media.Verdict {
    fileprivate var state: String {
        switch self {
        case .here: "here"
        case .refused: "refused"
        case .gone: "gone"
        }
    }
}
