import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `Resources/public`, held in memory. One digest of everything stands in the address (`/assets/<digest>/app.css`), so
/// answers may be cached for ever, relative imports between scripts keep working, and a release changes all at once.
package struct StaticAssets: Sendable {
    private struct File: Sendable {
        let body: ByteBuffer
        let type: String
        let etag: String
    }

    private let files: [String: File]
    package let digest: String

    package init(files: [String: Data]) {
        var all = SHA256()
        var held: [String: File] = [:]
        for (path, data) in files.sorted(by: { $0.key < $1.key }) {
            let hash = SHA256.hash(data: data)
            all.update(data: Data(path.utf8))
            all.update(data: Data(hash))
            held[path] = File(
                body: ByteBuffer(bytes: data), type: Self.contentType(of: path),
                etag: "\"" + Data(hash).prefix(12).base64URL + "\"")
        }
        digest = Data(all.finalize()).prefix(9).base64URL
        self.files = held
    }

    package init(directory: URL) throws {
        var files: [String: Data] = [:]
        let base = directory.resolvingSymlinksInPath().path + "/"
        let found = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: [.isRegularFileKey])
        while let file = found?.nextObject() as? URL {
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile ?? false,
                !file.lastPathComponent.hasPrefix(".")
            else { continue }
            files[String(file.resolvingSymlinksInPath().path.dropFirst(base.count))] = try Data(contentsOf: file)
        }
        self.init(files: files)
    }

    package static let none = StaticAssets(files: [:])

    /// The address of a file, or nil when there is none.
    package func address(of path: String) -> String? { files[path] == nil ? nil : "/assets/\(digest)/\(path)" }

    package func addRoutes(to router: some RouterMethods<AppContext>) {
        router.get("assets/:digest/**") { request, context in
            let path = context.parameters.getCatchAll().joined(separator: "/")
            return try response(path: path, digest: context.parameters.get("digest"), request: request)
        }
    }

    /// A file at an address that never changes: what a browser keeps under its name.
    package func addRoute(_ address: RouterPath, file: String, to router: some RouterMethods<AppContext>) {
        router.get(address) { request, _ in try response(path: file, digest: nil, request: request) }
    }

    private func response(path: String, digest: String?, request: Request) throws -> Response {
        guard let file = files[path] else { throw Problem.notFound }
        // An old page asks with an old digest: it gets the file of today, and is told not to keep it.
        let fresh = digest == self.digest
        let headers: HTTPFields = [
            .contentType: file.type, .eTag: file.etag,
            .cacheControl: fresh ? "public, max-age=31536000, immutable" : "no-cache",
        ]
        if request.headers[.ifNoneMatch]?.contains(file.etag) ?? false {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: file.body))
    }

    private static func contentType(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "webp": "image/webp"
        case "ico": "image/vnd.microsoft.icon"
        case "woff2": "font/woff2"
        case "json", "webmanifest": "application/json"
        case "mp3": "audio/mpeg"
        case "txt": "text/plain; charset=utf-8"
        case "html": "text/html; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}
