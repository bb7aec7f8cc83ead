import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Keeps the connection, so that it can be dropped.
struct GraphContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

/// A call being handled: who asks for what.
struct GraphRequest<Account: Sendable> {
    let operation: GraphOperation
    let account: Account
    let path: String
    let body: JSON
    let bytes: [UInt8]
    let contentType: String
}

typealias GraphCall = GraphRequest<GraphState.Account>

extension MetaGraphSimulator {
    func router() -> Router<GraphContext> {
        let router = Router(context: GraphContext.self)
        addPageRoutes(to: router)
        addTemplateRoutes(to: router)
        router.post(":version/:id/messages") { request, context in
            let body = try await Self.body(of: request)
            if self.isPage(request, context) { return try await self.handlePageMessage(request, context, body) }
            let isStatus = (try? JSON.parse(body))?["status"] != nil
            return try await self.handle(
                isStatus ? .markRead : .send, request, context, body, isStatus ? self.markRead : self.send)
        }
        router.post(":version/:id/media") { request, context in
            try await self.handle(.mediaUpload, request, context, try await Self.body(of: request), self.uploadMedia)
        }
        router.post(":version/:id/subscribed_apps") { request, context in
            if self.isPage(request, context) { return try await self.subscribePage(request, context) }
            return try await self.handle(.subscribe, request, context, [], self.subscribe)
        }
        router.get(":version/:id") { request, context in
            if self.isPage(request, context) { return try await self.readAsPage(request, context) }
            let isNumber = self.read { $0.accounts[context.parameters.get("id") ?? ""] != nil }
            return try await self.handle(
                isNumber ? .numberInfo : .mediaInfo, request, context, [], isNumber ? self.numberInfo : self.mediaInfo)
        }
        router.delete(":version/:id") { request, context in
            try await self.handle(.mediaDelete, request, context, [], self.deleteMedia)
        }
        router.get("lookaside/:id") { request, context in
            try await self.handle(.mediaDownload, request, context, [], self.downloadMedia)
        }
        return router
    }

    static func body(of request: Request) async throws -> [UInt8] {
        Array(try await request.body.collect(upTo: 110 << 20).readableBytesView)
    }

    func handle(
        _ operation: GraphOperation, _ request: Request, _ context: GraphContext, _ bytes: [UInt8],
        _ work: (GraphCall) throws -> (Response, messageID: String?)
    ) async throws -> Response {
        let id = context.parameters.get("id") ?? ""
        return try await handle(operation, of: id, request, context, bytes) {
            try self.authenticate(request, id, operation)
        } work: {
            try work($0)
        }
    }

    /// Authenticates, meets the fault that waits for this call, does the work, and keeps a record of it all.
    func handle<Account>(
        _ operation: GraphOperation, of id: String, _ request: Request, _ context: GraphContext, _ bytes: [UInt8],
        authenticate: () throws -> Account, work: (GraphRequest<Account>) throws -> (Response, messageID: String?)
    ) async throws -> Response {
        let json = (try? JSON.parse(bytes)) ?? .null
        var record = GraphState.Call(
            at: Date(), operation: operation, path: request.uri.path, phoneNumberID: id, body: json)
        let fault = change { $0.takeFault(operation, id) }
        do {
            let account = try authenticate()
            switch fault {
            case .error(let code, let status, let title, let retryAfter):
                throw GraphError(code: code, status: status, message: "(#\(code)) \(title)", retryAfter: retryAfter)
            case .page(let status):
                record.status = status
                change { $0.calls.append(record) }
                return Response(
                    status: .init(code: status), headers: [.contentType: "text/html"],
                    body: .init(byteBuffer: .init(string: "<html>")))
            case .drop:
                return try await hangUp(context, record)
            case .acceptThenDrop, .slow, .garbled, nil: break
            }
            let call = GraphRequest(
                operation: operation, account: account, path: request.uri.path, body: json, bytes: bytes,
                contentType: request.headers[.contentType] ?? "")
            let (response, messageID) = try work(call)
            record.messageID = messageID
            if case .acceptThenDrop = fault { return try await hangUp(context, record) }
            if case .slow(let duration) = fault { try await Task.sleep(for: duration) }
            record.status = response.status.code
            change { $0.calls.append(record) }
            if case .garbled = fault { return Response(status: .ok, body: .init(byteBuffer: .init(string: "OK"))) }
            return response
        } catch let error as GraphError {
            record.status = error.status
            change { $0.calls.append(record) }
            return error.response
        }
    }

    private func hangUp(_ context: GraphContext, _ record: GraphState.Call) async throws -> Response {
        change { $0.calls.append(record) }
        try? await context.channel.close()
        throw CancellationError()
    }

    static func token(of request: Request) -> String? {
        let value = request.headers[.authorization] ?? ""
        // Uploads of sample files use the older word.
        return ["Bearer ", "OAuth "].first(where: value.hasPrefix).map { String(value.dropFirst($0.count)) }
    }

    /// The number that the token and the path speak of.
    private func authenticate(_ request: Request, _ id: String, _ operation: GraphOperation) throws
        -> GraphState.Account
    {
        let token = Self.token(of: request)
        let mine = read { state in state.accounts.values.filter { $0.accessToken == token } }
        guard let any = mine.first else { throw GraphError.unauthorized }
        switch operation {
        case .send, .markRead, .numberInfo, .mediaUpload:
            guard let account = mine.first(where: { $0.phoneNumberID == id }) else {
                throw GraphError.unknownObject(id)
            }
            return account
        case .subscribe, .templateCreate, .templateList, .templateDelete:
            guard let account = mine.first(where: { $0.businessAccountID == id }) else {
                throw GraphError.unknownObject(id)
            }
            return account
        default:
            // Media ids belong to whoever has a valid token.
            return any
        }
    }

    private func subscribe(_ call: GraphCall) throws -> (Response, messageID: String?) {
        change { state in
            for id in state.accounts.keys where state.accounts[id]?.businessAccountID == call.account.businessAccountID
            {
                state.accounts[id]?.isSubscribed = true
            }
        }
        return (.json(["success": true]), nil)
    }

    private func numberInfo(_ call: GraphCall) throws -> (Response, messageID: String?) {
        let account = call.account
        return (
            .json([
                "display_phone_number": JSON(account.displayPhoneNumber), "verified_name": JSON(account.verifiedName),
                "quality_rating": "GREEN", "code_verification_status": "VERIFIED", "status": "CONNECTED",
                "platform_type": "CLOUD_API",
                "throughput": ["level": "STANDARD"], "id": JSON(account.phoneNumberID),
            ]), nil
        )
    }
}
