import Domain
import Foundation
import Postgres

/// The files of messages: fetched from the provider while it still has them, kept on disk, shown to the shop's people.
///
/// Tables owned: media_files, media_uploads, ai_media_queue (the assistant marks there what it waits for and what it has read).
/// Jobs: `media.fetch`, one an attachment; `media.read`, one a picture or recording that a machine is to read. Entry points: ``expect(_:tenant:)`` (the inbox, in the transaction
/// that stores the message) and `GET /media/{id}`.
///
/// Invariants
/// - A message never waits for its file: it is stored and visible at once, and the file follows.
/// - Bytes are on disk, synced, before the row says so; a crash in between leaves a file that nothing names, never a name without file.
/// - An address that came from outside is fetched through the SSRF guard only, with a limit of bytes and of time.
/// - What a file claims to be decides nothing: it is served with `nosniff`, in a sandbox, and only harmless kinds are shown in place.
/// - A row of ai_media_queue always ends, completed or failed, and whoever waits for it is told in the same transaction.
package enum Media {
    /// Bytes of one file; a video may be four times larger.
    static let limit = 25 << 20
    static let videoLimit = 100 << 20

    static func limit(_ kind: String) -> Int { kind == "video" ? videoLimit : limit }

    /// Statements that make attachments wait for their bytes. An attachment that was not stored (a known message) is left out.
    package static func expect(_ attachments: [UUID], tenant: TenantID) -> [SQL] {
        guard !attachments.isEmpty else { return [] }
        return [
            """
            INSERT INTO media_files (tenant_id, attachment_id)
            SELECT a.tenant_id, a.id FROM message_attachments a
            WHERE a.tenant_id = \(tenant.value) AND a.id = ANY (\(attachments)::uuid[])
            """,
            expectReading(attachments, tenant: tenant),
            Jobs.enqueueMany(
                attachments.map { FetchMedia(attachment: $0) }, tenant: tenant, options: JobOptions(maxAttempts: 12)),
        ]
    }
}

/// `media.fetch`: bring one file here.
package struct FetchMedia: Job {
    package static let name = "media.fetch"
    package static let queue = JobQueue.media
    package static let timeout: Duration = .seconds(180)

    package let attachment: UUID
}
