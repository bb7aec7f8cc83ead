import Domain
import Foundation
import Postgres

/// `media.read`: have a machine look at a picture, or listen to a recording.
package struct ReadMedia: Job {
    package static let name = "media.read"
    package static let queue = JobQueue.media
    package static let timeout = Duration.seconds(150)

    package let attachment: UUID

    static func enqueue(_ attachment: UUID, tenant: TenantID) -> SQL {
        Jobs.enqueue(
            ReadMedia(attachment: attachment), tenant: tenant,
            // The row counts its attempts by itself; the job has some to spare for what is no fault of the file's.
            options: JobOptions(uniqueKey: "media.read:\(attachment.uuidString.lowercased())", maxAttempts: 8))
    }
}

extension Media {
    /// A file that is about to be read.
    struct Reading: Sendable {
        let attachment: UUID
        let isPicture: Bool
        let attempts: Int
        let maxAttempts: Int
        /// Nil while its bytes are not here.
        let path: String?
        let byteSize: Int
        let mimeType: String
        /// What the customer wrote beside it.
        let caption: String
        let conversation: UUID
        let language: String
        let masksForProvider: Bool

        var isLastAttempt: Bool { attempts >= maxAttempts }
    }

    /// What came of it.
    enum ReadingOutcome: Sendable {
        case seen(ImageReading)
        /// Empty words: nobody speaks.
        case heard(String, seconds: Double)
        case failed(String)
    }

    /// Rows for what a machine is to read of these files: pictures and recordings that customers send where the assistant is on and the
    /// shop wants it. Mail is left out: most of its pictures are signatures.
    static func expectReading(_ attachments: [UUID], tenant: TenantID) -> SQL {
        """
        INSERT INTO ai_media_queue (tenant_id, message_id, attachment_id, process_type)
        SELECT a.tenant_id, a.message_id, a.id, CASE a.kind WHEN 'image' THEN 'vision' ELSE 'transcription' END
        FROM message_attachments a
        JOIN messages m ON m.tenant_id = a.tenant_id AND m.id = a.message_id AND m.direction = 'inbound' AND m.sender_type = 'customer'
        JOIN conversations v ON v.tenant_id = m.tenant_id AND v.id = m.conversation_id AND v.status <> 'spam' AND v.channel_type <> 'email'
        LEFT JOIN ai_support_config g ON g.tenant_id = a.tenant_id
        LEFT JOIN ai_channel_config h ON h.tenant_id = a.tenant_id AND h.channel_type = v.channel_type
        WHERE a.tenant_id = \(tenant.value) AND a.id = ANY (\(attachments)::uuid[])
          AND coalesce(g.is_enabled, true) AND coalesce(h.is_enabled, true)
          AND (a.kind = 'image' AND coalesce(g.handle_images, true) OR a.kind = 'audio' AND coalesce(g.handle_audio, true))
        ON CONFLICT (tenant_id, attachment_id) DO NOTHING
        """
    }

    /// Takes a row to work on it, and counts the attempt; nil when there is nothing left to do.
    static func takeReading(_ attachment: UUID, tx: TenantTransaction) async throws -> Reading? {
        let row = try await tx.first(
            """
            UPDATE ai_media_queue q SET status = 'processing', attempts = q.attempts + 1
            FROM message_attachments a
            JOIN messages m ON m.tenant_id = a.tenant_id AND m.id = a.message_id
            JOIN tenants t ON t.tenant_id = a.tenant_id
            LEFT JOIN media_files k ON k.tenant_id = a.tenant_id AND k.attachment_id = a.id AND k.state = 'here'
            LEFT JOIN ai_support_config g ON g.tenant_id = a.tenant_id
            WHERE q.tenant_id = \(tx.tenant) AND q.attachment_id = \(attachment) AND q.status IN ('pending', 'processing')
              AND a.tenant_id = q.tenant_id AND a.id = q.attachment_id
            RETURNING q.process_type, q.attempts, q.max_attempts, k.storage_path, coalesce(k.byte_size, 0) AS byte_size,
              coalesce(k.mime_type, '') AS mime_type, m.content, m.conversation_id, t.locale,
              coalesce(g.redact_pii_to_provider, true) AS masks
            """)
        return try row.map {
            Reading(
                attachment: attachment, isPicture: try $0("process_type") as String == "vision",
                attempts: try $0("attempts"), maxAttempts: try $0("max_attempts"), path: try $0("storage_path"),
                byteSize: try $0("byte_size"), mimeType: try $0("mime_type"), caption: try $0("content"),
                conversation: try $0("conversation_id"), language: try $0("locale"), masksForProvider: try $0("masks"))
        }
    }

    /// Back into the queue: it failed, and may succeed later.
    static func putBack(_ attachment: UUID, reason: String, tx: TenantTransaction) -> SQL {
        """
        UPDATE ai_media_queue SET status = 'pending', reason = \(reason)
        WHERE tenant_id = \(tx.tenant) AND attachment_id = \(attachment) AND status = 'processing'
        """
    }

    /// Ends the reading of a file. A turn of the assistant that waits for it is woken in the same transaction.
    static func finishReading(
        _ outcome: ReadingOutcome, of attachment: UUID, in conversation: UUID, tx: TenantTransaction
    ) async throws -> [SQL] {
        let ended = try await tx.first(
            """
            UPDATE ai_media_queue SET status = \(outcome.status), reason = \(outcome.reason), finished_at = now()
            WHERE tenant_id = \(tx.tenant) AND attachment_id = \(attachment) AND status IN ('pending', 'processing')
            RETURNING awaited_at IS NOT NULL AS is_awaited
            """)
        guard let ended else { return [] }
        var statements = [Conversations.changed(conversation, tx: tx)]
        switch outcome {
        case .seen(let reading):
            statements.append(
                """
                UPDATE message_attachments SET ai_description = \(reading.description), ai_extracted_text = \(reading.text),
                  ai_suggested_actions = \(reading.suggestedActions)::text[], vision_processed_at = now()
                WHERE tenant_id = \(tx.tenant) AND id = \(attachment)
                """)
        case .heard(let words, let seconds):
            statements.append(
                """
                UPDATE message_attachments SET transcription = \(words), transcription_processed_at = now(),
                  transcription_duration_seconds = \(Int(min(max(seconds, 0), 86_400).rounded(.up)))
                WHERE tenant_id = \(tx.tenant) AND id = \(attachment)
                """)
        case .failed: break
        }
        if try ended("is_awaited") {
            let soon = Debounce(quiet: .milliseconds(200), cap: .seconds(1))
            statements.append(
                Assistant.enqueueTurn(tenant: tx.scope.tenant, conversation: conversation, debounce: soon))
        }
        return statements
    }
}

extension Media.ReadingOutcome {
    fileprivate var status: String {
        if case .failed = self { "failed" } else { "completed" }
    }

    fileprivate var reason: String? {
        if case .failed(let reason) = self { reason } else { nil }
    }
}
