import Crypto
import Domain
import Foundation
import Hummingbird

extension MetaGraphSimulator {
    /// Files of customers and of the shop live as long as the simulator; addresses of files for five minutes.
    func uploadMedia(_ call: GraphCall) throws -> Response {
        guard call.contentType.hasPrefix("multipart/form-data") else {
            throw GraphError.parameter("Not a multipart form")
        }
        guard call.body["messaging_product"]?.string == "whatsapp" else {
            throw GraphError.missing("messaging_product")
        }
        guard let upload = call.files.first else { throw GraphError.missing("file") }
        let (file, type) = (upload.bytes, call.body["type"]?.string ?? upload.mimeType)
        let most =
            type.hasPrefix("image/")
            ? 5 << 20 : type.hasPrefix("audio/") || type.hasPrefix("video/") ? 16 << 20 : 100 << 20
        guard file.count <= most else {
            throw GraphError(
                code: 131_053, message: "(#131053) Media upload error", details: "File size exceeds \(most) bytes")
        }
        guard !["audio/webm", "image/gif", "image/svg+xml"].contains(type.prefix { $0 != ";" }) else {
            throw GraphError(
                code: 131_053, message: "(#131053) Media upload error", details: "Unsupported type \(type)")
        }
        return .json(["id": JSON(addMedia(file, mimeType: type))])
    }

    /// Puts a file in place, as a customer's phone does; gives its id.
    package func addMedia(_ bytes: [UInt8], mimeType: String) -> String {
        change { state in
            let id = String(Int.random(in: 1_000_000_000_000...9_999_999_999_999))
            state.media[id] = .init(bytes: bytes, mimeType: mimeType, uploadedAt: Date())
            return id
        }
    }

    /// What was uploaded under an id, or put there.
    package func mediaBytes(_ id: String) -> [UInt8]? { read { $0.media[id]?.bytes } }

    /// Files do not live for ever: from now on nobody has them.
    package func expireMedia() {
        change { $0.media = [:] }
    }

    func mediaInfo(_ call: GraphCall) throws -> Response {
        let id = Self.lastComponent(call.path)
        guard let media = read({ $0.media[id] }), let port = read({ $0.log.port }) else {
            throw GraphError.unknownObject(id)
        }
        let expires = Int(Date().timeIntervalSince1970) + 300
        let digest = SHA256.hash(data: media.bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return .json([
            "messaging_product": "whatsapp", "url": "http://127.0.0.1:\(port)/lookaside/\(id)-\(expires)",
            "mime_type": JSON(media.mimeType), "sha256": JSON(digest), "file_size": JSON(String(media.bytes.count)),
            "id": JSON(id),
        ])
    }

    func downloadMedia(_ call: GraphCall) throws -> Response {
        let parts = Self.lastComponent(call.path).split(separator: "-").map(String.init)
        guard parts.count == 2, let expires = Double(parts[1]), expires > Date().timeIntervalSince1970,
            let media = read({ $0.media[parts[0]] })
        else { return Response(status: .notFound) }
        return Response(
            status: .ok, headers: [.contentType: media.mimeType], body: .init(byteBuffer: .init(bytes: media.bytes)))
    }

    func deleteMedia(_ call: GraphCall) throws -> Response {
        let id = Self.lastComponent(call.path)
        guard change({ $0.media.removeValue(forKey: id) }) != nil else { throw GraphError.unknownObject(id) }
        return .json(["success": true])
    }

    private static func lastComponent(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? ""
    }
}
