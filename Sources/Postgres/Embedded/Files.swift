import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The few file operations the embedded server needs, with the system's own reasons in words.
enum Files {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The last part of a file, for error messages.
    static func tail(_ path: String, from offset: Int) -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count > offset else { return "" }
        return String(decoding: data.dropFirst(offset).suffix(4000), as: UTF8.self)
    }

    static func size(_ path: String) -> Int {
        var info = stat()
        return stat(path, &info) == 0 ? Int(info.st_size) : 0
    }

    static func owner(_ path: String) -> UInt32? {
        var info = stat()
        return stat(path, &info) == 0 ? info.st_uid : nil
    }

    static func write(_ text: String, to path: String, owner: ServerAccount) throws(PostgresError) {
        if Files.text(path) == text { return }
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            throw explain("cannot write \(path)")
        }
        try own(path, owner, mode: 0o600)
    }

    /// Makes the folders of a path that are missing. What is there already stays as it is.
    static func makeFolders(_ path: String) throws(PostgresError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o755) != 0, !exists(made) { throw explain("cannot make the folder \(made)") }
        }
    }

    /// A folder that belongs to the server's account and is closed to everyone else. One that is there already is never given
    /// away: under /tmp it could be somebody else's, or a link to something precious.
    static func makePrivateFolder(_ path: String, owner: ServerAccount) throws(PostgresError) {
        if mkdir(path, 0o700) == 0 { return try own(path, owner, mode: 0o700) }
        guard errno == EEXIST else { throw explain("cannot make the folder \(path)") }
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        var info = stat()
        guard descriptor >= 0, fstat(descriptor, &info) == 0, info.st_uid == owner.uid else {
            throw PostgresError(
                .embedded,
                "\(path) is not a folder of \(owner.name): remove it, or set SECRETARIA_DATA to another folder")
        }
        if fchmod(descriptor, 0o700) != 0 { throw explain("cannot close \(path) to others") }
    }

    /// Gives a file or folder that we have just made to the server's account.
    static func own(_ path: String, _ owner: ServerAccount, mode: mode_t) throws(PostgresError) {
        // By a descriptor that followed no link: the account must not choose what root gives away.
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw explain("cannot open \(path)") }
        defer { close(descriptor) }
        if let account = owner.switchTo, fchown(descriptor, account.uid, account.gid) != 0 {
            throw explain("cannot give \(path) to \(account.name)")
        }
        if fchmod(descriptor, mode) != 0 { throw explain("cannot set the permissions of \(path)") }
    }

    static func freeBytes(_ path: String) -> UInt64? {
        var info = statvfs()
        guard statvfs(path, &info) == 0 else { return nil }
        return UInt64(info.f_bavail) &* UInt64(info.f_frsize)
    }

    static func explain(_ what: String) -> PostgresError {
        PostgresError(.embedded, "\(what): \(String(cString: strerror(errno)))")
    }
}
