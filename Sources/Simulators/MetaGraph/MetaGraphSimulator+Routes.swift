import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// A call being handled: who asks for what.
@dynamicMemberLookup
struct GraphRequest<Account: Sendable> {
    let account: Account
    let call: SimulatedCall

    subscript<Value>(dynamicMember path: KeyPath<SimulatedCall, Value>) -> Value { call[keyPath: path] }
}

typealias GraphCall = GraphRequest<GraphState.Account>

extension MetaGraphSimulator {
    func addNumberRoutes(to router: Router<SimulatorContext>) {
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
    }

    static func body(of request: Request) async throws -> [UInt8] {
        try await SimulatorCore<GraphState>.body(nil, request)
    }

    func handle(
        _ operation: SimulatedOperation, _ request: Request, _ context: SimulatorContext, _ bytes: [UInt8],
        _ work: (GraphCall) throws -> Response
    ) async throws -> Response {
        let id = context.parameters.get("id") ?? ""
        return try await handle(operation, of: id, request, context, bytes) {
            try self.authenticate(request, id, operation)
        } work: {
            try work($0)
        }
    }

    func handle<Account>(
        _ operation: SimulatedOperation, of id: String, _ request: Request, _ context: SimulatorContext,
        _ bytes: [UInt8], authenticate: () throws -> Account, work: (GraphRequest<Account>) throws -> Response
    ) async throws -> Response {
        try await core.handle(operation, of: id, request, context, bytes: bytes) { call in
            try work(GraphRequest(account: try authenticate(), call: call))
        }
    }

    static func token(of request: Request) -> String? {
        let value = request.headers[.authorization] ?? ""
        // Uploads of sample files use the older word.
        return ["Bearer ", "OAuth "].first(where: value.hasPrefix).map { String(value.dropFirst($0.count)) }
    }

    /// The number that the token and the path speak of.
    private func authenticate(_ request: Request, _ id: String, _ operation: SimulatedOperation) throws
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

    private func subscribe(_ call: GraphCall) throws -> Response {
        change { state in
            for id in state.accounts.keys where state.accounts[id]?.businessAccountID == call.account.businessAccountID
            {
                state.accounts[id]?.isSubscribed = true
            }
        }
        return .json(["success": true])
    }

    private func numberInfo(_ call: GraphCall) throws -> Response {
        let account = call.account
        return .json([
            "display_phone_number": JSON(account.displayPhoneNumber), "verified_name": JSON(account.verifiedName),
            "quality_rating": "GREEN", "code_verification_status": "VERIFIED", "status": "CONNECTED",
            "platform_type": "CLOUD_API",
            "throughput": ["level": "STANDARD"], "id": JSON(account.phoneNumberID),
        ])
    }
}
