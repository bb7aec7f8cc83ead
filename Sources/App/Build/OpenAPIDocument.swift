import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Web

/// `/api/openapi.json`: what the API is, for people and generators. Open to everybody: it holds no secret.
struct OpenAPIDocument {
    private let body: ByteBuffer

    init(file: URL) throws { body = ByteBuffer(bytes: try Data(contentsOf: file)) }

    func addRoutes(to router: some RouterMethods<AppContext>) {
        router.get("api/openapi.json") { [body] _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json", .cacheControl: "public, max-age=300"],
                body: .init(byteBuffer: body))
        }
    }
}
