import Domain
import Foundation

extension ResendSimulator {
    /// `POST /emails`.
    func send(_ call: SimulatedCall) throws -> JSON {
        let key = call.header("Idempotency-Key")
        if let key, !(1...256).contains(key.utf8.count) {
            throw ResendError(
                status: 400, name: "invalid_idempotency_key", message: "The key must be between 1-256 chars")
        }
        if let key, let known = world.read({ $0.keys[key] }) {
            guard known.body == call.bytes else {
                throw ResendError(
                    status: 409, name: "invalid_idempotent_request",
                    message: "Same idempotency key used with a different request payload.")
            }
            return ["id": JSON(known.id)]
        }
        try check(call.body)
        let id = UUID().uuidString.lowercased()
        // A Message-ID of the sender's is replaced, as the real one's mail server does.
        let sent = ResendState.Sent(
            id: id, messageID: "\(UUID().uuidString.lowercased())@sa-east-1.amazonses.com", body: call.body, at: Date()
        )
        let plan = world.change { state in
            state.sent.append(sent)
            if let key { state.keys[key] = (call.bytes, id) }
            return state.log.takePlan()
        }
        plan.follow { postStatus($0, for: id, after: $1) }
        return ["id": JSON(id)]
    }

    private func check(_ body: JSON) throws {
        func refuse(_ message: String, _ name: String = "validation_error", status: Int = 422) -> ResendError {
            ResendError(status: status, name: name, message: message)
        }
        guard body.kind == .object else { throw refuse("The body is not valid JSON", "validation_error", status: 400) }
        for field in ["from", "to", "subject"] where body[field] == nil {
            throw refuse("Missing `\(field)` field.", "missing_required_field")
        }
        guard body["html"]?.string != nil || body["text"]?.string != nil else {
            throw refuse("Missing `html` or `text` field.", "missing_required_field")
        }
        guard let from = body["from"]?.string.flatMap({ EmailAddress.list($0).first }) else {
            throw refuse("Invalid `from` field.", "invalid_from_address")
        }
        guard world.read({ $0.domains.contains(from.domain) }) else {
            throw refuse("The \(from.domain) domain is not verified.", status: 403)
        }
        for field in ["to", "cc", "bcc"] {
            guard let value = body[field] else { continue }
            let texts = value.string.map { [$0] } ?? value.elements.compactMap(\.string)
            guard texts.count <= 50, texts.allSatisfy({ EmailAddress.list($0).count == 1 }),
                field != "to" || !texts.isEmpty
            else {
                throw refuse("Invalid `\(field)` field.")
            }
        }
        for tag in body.elements(of: "tags") {
            for member in ["name", "value"] {
                let text = tag[member]?.string ?? ""
                let isPlain = text.utf8.allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
                        || $0 == 0x2D
                }
                guard (1...256).contains(text.utf8.count), isPlain else {
                    throw refuse("Tags should only contain ASCII letters, numbers, underscores, or dashes.")
                }
            }
        }
        for file in body.elements(of: "attachments") {
            let isContent = file["content"]?.string.map { Data(base64Encoded: $0) != nil } ?? false
            guard isContent || file["path"]?.string != nil else {
                throw refuse("Attachment must have either a `content` or `path`.", "invalid_attachment")
            }
        }
    }
}
