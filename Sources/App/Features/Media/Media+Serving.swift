import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Web

extension MediaRoutes {
    func serve(
        _ id: UUID, _ scope: TenantScope, _ request: Request, _ context: some RequestContext, isPublic: Bool = false
    ) async throws -> Response {
        let file = try await database.tenant(scope) { try await Media.kept(id, tx: $0) }
        guard let file, let place = store.place(file.path) else { throw Problem.notFound }
        let isHarmless = MediaKind.isShown(file.mimeType)
        let isShown = isHarmless && !isPublic && request.uri.queryParameters["download"] == nil
        let headers: HTTPFields = [
            // Providers go by the type; what could run in a browser is nobody's to name.
            .contentType: isShown || isPublic && MediaKind.isInert(file.mimeType)
                ? file.mimeType : "application/octet-stream",
            .contentDisposition: Self.disposition(isShown ? "inline" : "attachment", file.shownName),
            .cacheControl: "private, max-age=86400, immutable",
            .contentSecurityPolicy: "default-src 'none'; sandbox",
            .acceptRanges: "bytes",
            .eTag: "\"\(id.uuidString.lowercased())\"",
        ]
        if request.headers[.ifNoneMatch] == headers[.eTag] { return Response(status: .notModified, headers: headers) }
        return try await answer(place, file.byteSize, headers, request, context)
    }

    /// A sound in the form that every browser plays. What cannot be converted is not there.
    func play(
        _ id: UUID, _ scope: TenantScope, _ request: Request, _ context: some RequestContext
    ) async throws -> Response {
        let file = try await database.tenant(scope) { try await Media.kept(id, tx: $0) }
        guard let voice, let file, MediaKind.needsCopy(file.mimeType),
            let place = try await voice.playable(file, in: store),
            let size = try FileManager.default.attributesOfItem(atPath: place.path)[.size] as? NSNumber
        else { throw Problem.notFound }
        let headers: HTTPFields = [
            .contentType: "audio/mp4", .contentDisposition: Self.disposition("inline", "voz.m4a"),
            .cacheControl: "private, max-age=86400, immutable", .contentSecurityPolicy: "default-src 'none'; sandbox",
            .acceptRanges: "bytes", .eTag: "\"\(id.lowercase)-m4a\"",
        ]
        if request.headers[.ifNoneMatch] == headers[.eTag] { return Response(status: .notModified, headers: headers) }
        return try await answer(place, size.intValue, headers, request, context)
    }

    private func answer(
        _ place: URL, _ byteSize: Int, _ given: HTTPFields, _ request: Request, _ context: some RequestContext
    ) async throws -> Response {
        var headers = given
        switch ByteRange(request.headers[.range], length: byteSize) {
        case .whole:
            headers[.contentLength] = "\(byteSize)"
            return Response(status: .ok, headers: headers, body: try await body(place, 0..<byteSize, context))
        case .part(let part):
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(byteSize)"
            headers[.contentLength] = "\(part.count)"
            return Response(status: .partialContent, headers: headers, body: try await body(place, part, context))
        case .impossible:
            headers[.contentRange] = "bytes */\(byteSize)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
    }

    private func body(_ place: URL, _ range: Range<Int>, _ context: some RequestContext) async throws -> ResponseBody {
        guard !range.isEmpty else { return .init() }
        do {
            return try await FileIO().loadFile(
                path: place.path, range: range.lowerBound...(range.upperBound - 1), context: context)
        } catch {
            // The row says it is here: somebody removed it behind our back.
            context.logger.error("A file of a message is missing on disk", metadata: ["error": "\(type(of: error))"])
            throw Problem.notFound
        }
    }

    /// The name in both forms of RFC 6266; without anything that could end the header or leave the folder.
    static func disposition(_ kind: String, _ name: String?) -> String {
        let plain = (name ?? "").unicodeScalars.filter {
            $0.value >= 0x20 && $0.value != 0x7F && !"\"\\/".unicodeScalars.contains($0)
        }.prefix(150)
        guard !plain.isEmpty else { return kind }
        let text = String(String.UnicodeScalarView(plain))
        let ascii = String(String.UnicodeScalarView(plain.map { $0.isASCII ? $0 : "_" }))
        let allowed = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        let encoded = text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        return "\(kind); filename=\"\(ascii)\"; filename*=UTF-8''\(encoded)"
    }
}

extension HTTPField.Name {
    fileprivate static let contentRange = HTTPField.Name("Content-Range") ?? .range
}
