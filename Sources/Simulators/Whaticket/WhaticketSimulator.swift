import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// A pretend server of the Whaticket family on a loopback port, and the customers on the other side of it.
///
/// It answers as the member it is told to be (``WhaticketState/Dialect``), oddities included: a form without a file is a success
/// that sends nothing, a number must be a string, `{{name}}` is filled in. Webhooks leave signed, as the contract wants them.
package final class WhaticketSimulator: SimulatorFront {
    package let core: SimulatorCore<WhaticketState>

    /// - Parameter port: 0 for any free one; see ``baseURL``.
    package init(port: Int = 0, logger: Logger = Logger(label: "whaticket-simulator")) {
        core = SimulatorCore(WhaticketState(), name: "whaticket", port: port, logger: logger)
    }

    package func addRoutes(to router: Router<SimulatorContext>) {
        router.post("api/messages/send") { request, context in
            try await self.core.handle("send", request, context, self.send)
        }
        router.post("auth/login") { request, context in
            try await self.core.handle("login", request, context, self.login)
        }
    }

    private func login(_ call: SimulatedCall) throws -> Response {
        let token = UUID().uuidString
        return try change { state in
            guard !state.email.isEmpty, call.body["email"]?.string == state.email,
                call.body["password"]?.string == state.password
            else { throw SimulatedRefusal(status: 401, body: ["error": "ERR_INVALID_CREDENTIALS"]) }
            state.sessions.insert(token)
            state.logins += 1
            return .json(["token": JSON(token), "expiresIn": JSON(state.tokenLife), "user": ["name": "Loja"]])
        }
    }

    private func send(_ call: SimulatedCall) throws -> Response {
        let isForm = call.contentType.hasPrefix("multipart/")
        let files = call.files
        return try change { state in
            try Self.authenticate(call, state)
            let number = try Self.number(call.body["number"], state.dialect)
            guard state.isConnected else { throw Self.refusal(state.dialect, "ERR_WAPP_NOT_INITIALIZED", 400) }
            // An empty list of files counts as files: there is nothing to send, and no complaint.
            if !isForm || !files.isEmpty {
                guard let body = call.body["body"]?.string,
                    !body.isEmpty || !files.isEmpty || call.body["mediaUrl"] != nil
                else { throw SimulatedRefusal(status: 500, body: ["error": "Internal server error"]) }
                let filled = body.replacing("{{name}}", with: "Cliente").replacing("{{greeting}}", with: "Bom dia")
                state.sent.append(
                    .init(
                        id: "3EB0" + UUID().uuidString.prefix(12), number: number, body: filled,
                        mediaURL: call.body["mediaUrl"]?.string, mediaType: call.body["mediaType"]?.string,
                        files: files,
                        at: Date()))
            }
            switch state.dialect {
            case .community: return Response(status: .ok)
            case .saas: return .json(["mensagem": "Mensagem enviada"])
            case .ticketz: return .json(["mensagem": "Message added to queue"])
            case .identified: return .json(["id": JSON(state.sent.last?.id ?? "")])
            }
        }
    }

    private static func authenticate(_ call: SimulatedCall, _ state: WhaticketState) throws {
        guard let header = call.headers[.authorization], header.hasPrefix("Bearer ") else {
            throw refusal(state.dialect, "ERR_SESSION_EXPIRED", 401)
        }
        let token = String(header.dropFirst(7))
        guard !token.isEmpty, token == state.apiToken || state.sessions.contains(token) else {
            throw state.dialect == .community
                ? SimulatedRefusal(
                    status: 403, body: ["error": "Invalid token. We'll try to assign a new one on next request"])
                : SimulatedRefusal(status: 401, body: ["error": "Acesso não permitido"])
        }
    }

    /// Only the first dash and the first space are taken out; what is left must be digits. A number that is no string crashes it.
    private static func number(_ value: JSON?, _ dialect: WhaticketState.Dialect) throws -> String {
        guard let text = value?.string else {
            throw SimulatedRefusal(status: 500, body: ["error": "Internal server error"])
        }
        if dialect == .ticketz, text.contains("@") { return text }
        if text.isEmpty, dialect == .saas { throw refusal(dialect, "O número é obrigatório", 400) }
        var digits = text
        for sign in ["-", " "] { if let place = digits.range(of: sign) { digits.removeSubrange(place) } }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw refusal(dialect, "Invalid number format. Only numbers is allowed.", 400)
        }
        guard (10...15).contains(digits.utf8.count) else { throw refusal(dialect, "ERR_WAPP_INVALID_CONTACT", 400) }
        return digits
    }

    private static func refusal(_ dialect: WhaticketState.Dialect, _ words: String, _ status: Int) -> SimulatedRefusal {
        guard dialect == .saas else { return SimulatedRefusal(status: status, body: ["error": JSON(words)]) }
        let isTemporary = words == "ERR_WAPP_NOT_INITIALIZED"
        let said = isTemporary ? "Não foi possível enviar a mensagem, tente novamente em alguns instantes" : words
        return SimulatedRefusal(status: 400, body: ["error": JSON(said)])
    }
}
