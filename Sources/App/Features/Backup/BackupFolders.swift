import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Folders that hold personal data: closed to everybody else from the moment they exist.
enum PrivateFolder {
    static func make(_ url: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw BackupError.unwritable(path: url.path, reason: "the folder cannot be made")
        }
    }
}

/// A folder for one run. One that a killed run left behind is removed by the next.
struct ScratchFolder {
    let url: URL

    init(in parent: URL, purpose: String) throws {
        let prefix = ".secretaria-\(purpose)-"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? [] {
            guard name.hasPrefix(prefix), let pid = pid_t(name.dropFirst(prefix.count)), kill(pid, 0) != 0,
                errno == ESRCH
            else { continue }
            try? FileManager.default.removeItem(at: parent.appending(path: name))
        }
        url = parent.appending(path: prefix + "\(getpid())", directoryHint: .isDirectory)
        try? FileManager.default.removeItem(at: url)
        try PrivateFolder.make(url)
    }

    func remove() { try? FileManager.default.removeItem(at: url) }
}

/// The files of messages below the media folder, by their path in it.
struct MediaFiles {
    let folder: URL

    /// Whole files only: one that is being written has another name until it is.
    func all() throws -> [String] {
        var paths: [String] = []
        for shop in names(folder) {
            for part in names(folder.appending(path: shop)) {
                for file in names(folder.appending(path: "\(shop)/\(part)")) where !file.contains(".part-") {
                    let path = "\(shop)/\(part)/\(file)"
                    if BackupManifest.allows(BackupManifest.media + path) { paths.append(path) }
                }
            }
        }
        return paths
    }

    private func names(_ url: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
    }
}
