import Domain
import Foundation

/// Files on disk, one folder a shop, named by the attachment they belong to. Nothing from outside becomes part of a path.
package struct MediaFolder: Sendable {
    let folder: URL

    package init(folder: URL) { self.folder = folder }

    /// Writes a file so that it is whole or not there, and gives its path below ``folder``.
    func write(_ bytes: [UInt8], tenant: TenantID, attachment: UUID) throws -> String {
        let path = Self.path(tenant: tenant, attachment: attachment)
        let place = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let draft = place.appendingPathExtension("part-\(UUID().uuidString)")
        do {
            guard FileManager.default.createFile(atPath: draft.path, contents: nil, attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
            let handle = try FileHandle(forWritingTo: draft)
            defer { try? handle.close() }
            try handle.write(contentsOf: bytes)
            try handle.synchronize()
            if FileManager.default.fileExists(atPath: place.path) { try FileManager.default.removeItem(at: place) }
            try FileManager.default.moveItem(at: draft, to: place)
        } catch {
            try? FileManager.default.removeItem(at: draft)
            throw error
        }
        return path
    }

    /// The file's place on disk; nil for a path that we never made.
    func place(_ path: String) -> URL? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else { return nil }
        return folder.appending(path: path)
    }

    private static func path(tenant: TenantID, attachment: UUID) -> String {
        let name = attachment.uuidString.lowercased()
        // 256 folders a shop: the last digits of a v7 UUID are random.
        return "\(tenant.value.uuidString.lowercased())/\(name.suffix(2))/\(name)"
    }
}
