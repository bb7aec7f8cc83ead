import Domain
import Foundation
import Postgres

extension Media {
    /// A file that was uploaded and belongs to no message yet.
    package struct Upload: Sendable {
        package let id: UUID
        package let fileName: String
        package let mimeType: String
        package let byteSize: Int
        package let sha256: String
        package let isVoice: Bool
        let path: String
    }

    static func keep(_ upload: Upload, tx: TenantTransaction) -> SQL {
        """
        INSERT INTO media_uploads (tenant_id, id, file_name, mime_type, byte_size, sha256, voice, storage_path, uploaded_by)
        VALUES (\(tx.tenant), \(upload.id), \(upload.fileName), \(upload.mimeType), \(upload.byteSize), \(upload.sha256),
          \(upload.isVoice), \(upload.path), \(tx.scope.user))
        """
    }

    /// The upload, held until the transaction ends; nil when this shop has none of that id, or it was sent already.
    package static func upload(_ id: UUID, tx: TenantTransaction) async throws -> Upload? {
        let row = try await tx.first(
            """
            SELECT id, file_name, mime_type, byte_size, sha256, voice, storage_path FROM media_uploads
            WHERE tenant_id = \(tx.tenant) AND id = \(id) FOR UPDATE
            """)
        return try row.map {
            Upload(
                id: try $0("id"), fileName: try $0("file_name"), mimeType: try $0("mime_type"),
                byteSize: try $0("byte_size"), sha256: try $0("sha256"), isVoice: try $0("voice"),
                path: try $0("storage_path"))
        }
    }

    /// Makes an upload a message's attachment, under the same id and at the same place. Follows the message's own statement.
    package static func attach(_ upload: UUID, to message: UUID, as passage: FileRules.Passage, tx: TenantTransaction)
        -> SQL
    {
        """
        WITH taken AS (
          DELETE FROM media_uploads WHERE tenant_id = \(tx.tenant) AND id = \(upload) RETURNING *
        ), attached AS (
          INSERT INTO message_attachments (tenant_id, id, message_id, kind, mime_type, file_name, byte_size, sha256, voice)
          SELECT tenant_id, id, \(message)::uuid, \(passage.kind.rawValue)::text, mime_type, file_name, byte_size, sha256,
            \(passage.isVoice)::boolean
          FROM taken
        )
        INSERT INTO media_files (tenant_id, attachment_id, state, storage_path, byte_size, mime_type, sha256, fetched_at)
        SELECT tenant_id, id, 'here', storage_path, byte_size, mime_type, sha256, now() FROM taken
        """
    }

    /// Rows of uploads that nobody sent, and where their bytes lie.
    static func forgetOldUploads(_ tx: SystemTransaction) async throws -> [String] {
        try await tx.query(
            "DELETE FROM media_uploads WHERE created_at < now() - interval '1 day' RETURNING storage_path"
        ).map { try $0("storage_path") }
    }
}

/// `media.sweep`: files that were uploaded and never sent.
package struct SweepUploads: Job {
    package static let name = "media.sweep"
    package static let queue = JobQueue.maintenance

    package init() {}
}

package struct SweepUploadsWorker: Sendable {
    let database: Database
    let store: MediaFolder

    package init(database: Database, store: MediaFolder) {
        self.database = database
        self.store = store
    }

    package func run() async throws {
        let paths = try await database.system("files that were uploaded and never sent, of all shops") {
            try await Media.forgetOldUploads($0)
        }
        for path in paths { store.remove(path) }
    }
}
