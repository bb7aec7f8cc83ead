import Domain
import Foundation
import Hummingbird

typealias PageCall = GraphRequest<GraphState.Page>

extension MetaGraphSimulator {
    func addPageRoutes(to router: Router<SimulatorContext>) {
        // Instagram's own token renewal stands outside the versions, with the token in the address.
        router.get("refresh_access_token") { request, context in
            let token = request.uri.queryParameters.get("access_token")
            return try await self.handle(.tokenRenewal, of: "", request, context, []) {
                guard let page = self.read({ $0.pages.values.first { $0.accessToken == token } }),
                    page.kind == .instagram
                else { throw GraphError.unauthorized }
                return page
            } work: { call in
                let renewed = call.account.accessToken + "r"
                self.change { $0.pages[call.account.id]?.accessToken = renewed }
                return .json(["access_token": JSON(renewed), "token_type": "bearer", "expires_in": 5_184_000])
            }
        }
    }

    /// Whether a call is a page's: by the id in the path, or because its token is one.
    func isPage(_ request: Request, _ context: SimulatorContext) -> Bool {
        let (id, token) = (context.parameters.get("id") ?? "", Self.token(of: request))
        return read { state in
            state.pages[id] != nil
                || state.accounts[id] == nil && state.pages.values.contains { $0.accessToken == token }
        }
    }

    private func page(_ request: Request, _ context: SimulatorContext, isOwner: Bool = true) throws -> GraphState.Page {
        let (id, token) = (context.parameters.get("id") ?? "", Self.token(of: request))
        guard let page = read({ $0.pages.values.first { $0.accessToken == token } }) else {
            throw GraphError.unauthorized
        }
        guard !isOwner || id == "me" || id == page.id else { throw GraphError.unknownObject(id) }
        return page
    }

    func handlePageMessage(_ request: Request, _ context: SimulatorContext, _ body: [UInt8]) async throws -> Response {
        let isAction = (try? JSON.parse(body))?["sender_action"] != nil
        let id = pageID(request, context)
        return try await handle(isAction ? .senderAction : .send, of: id, request, context, body) {
            try self.page(request, context)
        } work: { call in
            try isAction ? self.act(call) : self.sendFromPage(call)
        }
    }

    func subscribePage(_ request: Request, _ context: SimulatorContext) async throws -> Response {
        let fields = request.uri.queryParameters.get("subscribed_fields") ?? ""
        return try await handle(.subscribe, of: pageID(request, context), request, context, []) {
            try self.page(request, context)
        } work: { call in
            guard fields.split(separator: ",").contains("messages") else {
                throw GraphError.missing("subscribed_fields")
            }
            self.change { $0.pages[call.account.id]?.isSubscribed = true }
            return .json(["success": true])
        }
    }

    /// The page itself, or a person who has written to it.
    func readAsPage(_ request: Request, _ context: SimulatorContext) async throws -> Response {
        let id = context.parameters.get("id") ?? ""
        let isItself = id == "me" || read { $0.pages[id] != nil }
        return try await handle(isItself ? .pageInfo : .profile, of: pageID(request, context), request, context, []) {
            try self.page(request, context, isOwner: isItself)
        } work: { call in
            if isItself {
                return .json(["id": JSON(call.account.id), "name": JSON(call.account.name), "username": "loja"])
            }
            return .json(try self.profile(id, call.account))
        }
    }

    private func profile(_ id: String, _ page: GraphState.Page) throws -> JSON {
        guard let person = read({ $0.pagePeople["\(page.id)/\(id)"] }) else { throw GraphError.unknownObject(id) }
        guard person.sharesProfile else {
            throw GraphError(code: 230, message: "(#230) User consent is required to access user profile")
        }
        let picture: JSON = "https://scontent.fbcdn.net/v/pretend.jpg"
        if page.kind == .instagram {
            return [
                "name": JSON(person.name), "username": JSON(person.username), "profile_pic": picture, "id": JSON(id),
            ]
        }
        let names = person.name.split(separator: " ", maxSplits: 1).map(String.init)
        return [
            "first_name": JSON(names.first ?? ""), "last_name": JSON(names.dropFirst().first ?? ""),
            "profile_pic": picture, "id": JSON(id),
        ]
    }

    private func pageID(_ request: Request, _ context: SimulatorContext) -> String {
        let (id, token) = (context.parameters.get("id") ?? "", Self.token(of: request))
        return read { state in
            state.pages[id] != nil ? id : state.pages.values.first { $0.accessToken == token }?.id ?? id
        }
    }
}
