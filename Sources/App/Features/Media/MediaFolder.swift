import Domain
import Foundation

/// Files on disk, one folder a shop, named by the attachment they belong to. Nothing from outside becomes part of a path.
package struct MediaFolder: Sendable {
    let folder: URL

    package init(folder: URL) { self.folder = folder }

    /// Writes a file so that it is whole or not there, and gives its path below ``folder``.
    func write(_ bytes: [UInt8], tenant: TenantID, attachment: UUID) throws -> String {
        let path = Self.path(tenant: tenant, attachment: attachment)
        try writing(path) { try $0.write(contentsOf: bytes) }
        return path
    }

    /// The file's place on disk; nil for a path that we never made.
    func place(_ path: String) -> URL? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else { return nil }
        return folder.appending(path: path)
    }

    /// Whole under its name, or not there.
    private func writing(_ path: String, _ body: (FileHandle) throws -> Void) throws {
        let draft = try Draft(folder.appending(path: path))
        do {
            try body(draft.handle)
            try draft.finish()
        } catch {
            draft.discard()
            throw error
        }
    }

    /// Where the copy of a sound lies that plays everywhere. It goes with its file.
    static func copy(of path: String) -> String { path + ".m4a" }

    static func path(tenant: TenantID, attachment: UUID) -> String {
        let name = attachment.uuidString.lowercased()
        // 256 folders a shop: the last digits of a v7 UUID are random.
        return "\(tenant.value.uuidString.lowercased())/\(name.suffix(2))/\(name)"
    }
}

/// A file that is being written, under another name until it is whole.
struct Draft {
    let handle: FileHandle
    private let place: URL
    private let scratch: URL

    init(_ place: URL) throws {
        self.place = place
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        scratch = place.appendingPathExtension("part-\(UUID().uuidString)")
        guard
            FileManager.default.createFile(atPath: scratch.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
        handle = try FileHandle(forWritingTo: scratch)
    }

    func finish() throws {
        try handle.synchronize()
        try handle.close()
        if FileManager.default.fileExists(atPath: place.path) { try FileManager.default.removeItem(at: place) }
        try FileManager.default.moveItem(at: scratch, to: place)
    }

    func discard() {
        try? handle.close()
        try? FileManager.default.removeItem(at: scratch)
    }
}
