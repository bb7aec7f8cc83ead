import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Web

/// `GET /media/{id}`: a file of a message, for the shop's people. `?download` saves it instead of showing it, `?as=m4a` gives a sound in the
/// form that every browser plays, where ffmpeg is installed. `GET /m/{token}/{name}`: the
/// same for providers, for as long as its token holds. `POST /api/media` takes a file in.
package struct MediaRoutes: Sendable {
    let database: Database
    let store: MediaFolder
    let intake: FileIntake
    let links: MediaLinks?
    let voice: VoiceConverter?

    package init(database: Database, store: MediaFolder, voice: VoiceConverter? = nil, links: MediaLinks? = nil) {
        self.database = database
        self.store = store
        self.links = links
        self.voice = voice
        intake = FileIntake(database: database, store: store, voice: voice)
    }

    package func add(to agents: some RouterMethods<AgentContext>) { agents.get("media/:id", use: show) }

    package func add(toAPI api: some RouterMethods<ApiContext>) {
        api.post("api/media", use: upload)
        api.get("api/media/:id") { request, context in
            try context.require(.read)
            return try await serve(try context.parameters.id("id"), context.scope, request, context)
        }
    }

    @Sendable private func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameters.id("id")
        guard request.uri.queryParameters["as"] == "m4a" else {
            return try await serve(id, context.scope, request, context)
        }
        return try await play(id, context.scope, request, context)
    }

    /// For providers: no session, the token says which file.
    package func add(toPublic open: some RouterMethods<WebhookContext>) {
        guard let links else { return }
        open.get("m/:token/:name") { request, context in
            guard let token = context.parameters.get("token"),
                let (tenant, file) = MediaLinks.read(token, now: Date(), links.key)
            else { throw Problem.notFound }
            return try await serve(file, .service(tenant), request, context, isPublic: true)
        }
    }

    /// The body is the file itself; `name` its name, `voice=1` a recording that plays at once, in the form that `channel` takes.
    @Sendable private func upload(_ request: Request, _ context: ApiContext) async throws -> Response {
        try context.require(.write)
        let channel = try request.query()["channel"] ?? ChannelType.whatsapp.rawValue
        guard ChannelType(rawValue: channel) != nil else { throw Problem.unprocessable("invalid_channel") }
        let upload = try await intake.receive(
            request.body, try .init(request), in: context.scope, form: .voice(on: channel))
        return try .json(UploadJSON(upload), status: .created)
    }
}

extension FileIntake.Label {
    /// As the request's headers and query say it.
    init(_ request: Request) throws {
        let query = try request.query()
        self.init(
            name: query["name"] ?? "", type: request.headers[.contentType], isVoice: query["voice"] == "1",
            length: request.headers[.contentLength].flatMap(Int.init))
    }
}

struct UploadJSON: Encodable {
    let id: String
    let file_name: String
    let mime_type: String
    let byte_size: Int
    let sha256: String
    let voice: Bool

    init(_ upload: Media.Upload) {
        id = upload.id.lowercase
        file_name = upload.fileName
        mime_type = upload.mimeType
        byte_size = upload.byteSize
        sha256 = upload.sha256
        voice = upload.isVoice
    }
}
