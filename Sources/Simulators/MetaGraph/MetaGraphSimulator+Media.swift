import Crypto
import Domain
import Foundation
import Hummingbird

extension MetaGraphSimulator {
    /// Files of customers and of the shop live as long as the simulator; addresses of files for five minutes.
    func uploadMedia(_ call: GraphCall) throws -> (Response, messageID: String?) {
        guard let form = GraphForm(call.bytes, contentType: call.contentType) else {
            throw GraphError.parameter("Not a multipart form")
        }
        guard form.fields["messaging_product"].map({ String(decoding: $0, as: UTF8.self) }) == "whatsapp" else {
            throw GraphError.missing("messaging_product")
        }
        guard let file = form.fields["file"] else { throw GraphError.missing("file") }
        let type = form.fields["type"].map { String(decoding: $0, as: UTF8.self) } ?? form.fileType ?? ""
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
        return (.json(["id": JSON(addMedia(file, mimeType: type))]), nil)
    }

    /// Puts a file in place, as a customer's phone does; gives its id.
    package func addMedia(_ bytes: [UInt8], mimeType: String) -> String {
        change { state in
            let id = String(Int.random(in: 1_000_000_000_000...9_999_999_999_999))
            state.media[id] = .init(bytes: bytes, mimeType: mimeType, uploadedAt: Date())
            return id
        }
    }

    /// Files do not live for ever: from now on nobody has them.
    package func expireMedia() {
        change { $0.media = [:] }
    }

    func mediaInfo(_ call: GraphCall) throws -> (Response, messageID: String?) {
        let id = Self.lastComponent(call.path)
        guard let media = read({ $0.media[id] }), let port = read({ $0.port }) else {
            throw GraphError.unknownObject(id)
        }
        let expires = Int(Date().timeIntervalSince1970) + 300
        let digest = SHA256.hash(data: media.bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return (
            .json([
                "messaging_product": "whatsapp", "url": "http://127.0.0.1:\(port)/lookaside/\(id)-\(expires)",
                "mime_type": JSON(media.mimeType), "sha256": JSON(digest), "file_size": JSON(String(media.bytes.count)),
                "id": JSON(id),
            ]), nil
        )
    }

    func downloadMedia(_ call: GraphCall) throws -> (Response, messageID: String?) {
        let parts = Self.lastComponent(call.path).split(separator: "-").map(String.init)
        guard parts.count == 2, let expires = Double(parts[1]), expires > Date().timeIntervalSince1970,
            let media = read({ $0.media[parts[0]] })
        else { return (Response(status: .notFound), nil) }
        return (
            Response(
                status: .ok, headers: [.contentType: media.mimeType], body: .init(byteBuffer: .init(bytes: media.bytes))
            ), nil
        )
    }

    func deleteMedia(_ call: GraphCall) throws -> (Response, messageID: String?) {
        let id = Self.lastComponent(call.path)
        guard change({ $0.media.removeValue(forKey: id) }) != nil else { throw GraphError.unknownObject(id) }
        return (.json(["success": true]), nil)
    }

    private static func lastComponent(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? ""
    }
}

/// The fields of a multipart form, enough for uploads of our own client.
struct GraphForm {
    private(set) var fields: [String: [UInt8]] = [:]
    private(set) var fileType: String?

    init?(_ bytes: [UInt8], contentType: String) {
        guard contentType.hasPrefix("multipart/form-data"), let mark = contentType.range(of: "boundary=") else {
            return nil
        }
        let data = Data(bytes)
        let boundary = Data("--\(contentType[mark.upperBound...])".utf8)
        var start = data.startIndex
        while let found = data.range(of: boundary, in: start..<data.endIndex) {
            let end = data.range(of: boundary, in: found.upperBound..<data.endIndex)?.lowerBound ?? data.endIndex
            add(data[found.upperBound..<end])
            start = end
            if end == data.endIndex { break }
        }
    }

    private mutating func add(_ part: Data) {
        guard let split = part.range(of: Data("\r\n\r\n".utf8)) else { return }
        let head = String(decoding: part[..<split.lowerBound], as: UTF8.self)
        guard let name = head.range(of: " name=\"") else { return }
        let field = String(head[name.upperBound...].prefix { $0 != "\"" })
        fields[field] = Array(part[split.upperBound...].dropLast(2))
        if let type = head.range(of: "Content-Type: ") {
            fileType = String(head[type.upperBound...].prefix { $0 != "\r\n" && $0 != "\r" })
        }
    }
}
