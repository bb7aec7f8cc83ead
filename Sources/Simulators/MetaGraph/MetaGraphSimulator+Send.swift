import Domain
import Foundation
import Hummingbird

extension MetaGraphSimulator {
    /// `POST /{phone number id}/messages` with a message in it.
    func send(_ call: GraphCall) throws -> Response {
        let body = call.body
        guard body.kind == .object else { throw GraphError.parameter("The body is not valid JSON") }
        guard body["messaging_product"]?.string == "whatsapp" else { throw GraphError.missing("messaging_product") }
        let (input, address) = try recipient(body)
        let (uploaded, templates) = read { state in
            (Set(state.media.keys), state.templates.filter { $0.businessAccountID == call.account.businessAccountID })
        }
        try GraphMessageRules(body: body, templates: templates, media: uploaded).check()
        let now = Date()
        let id = "wamid." + Data((0..<21).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
        let sent = GraphState.Sent(id: id, phoneNumberID: call.account.phoneNumberID, to: address, body: body, at: now)
        let plan = try change { state in
            try Self.checkWindow(sent, call.account, state)
            state.sent.append(sent)
            state.typingTo.remove(Self.chat(sent.phoneNumberID, address))
            return state.log.takePlan(sent.phoneNumberID)
        }
        plan.follow { status, delay in
            postStatus(
                status, for: id, after: delay, error: status == "failed" ? (131_026, "Message undeliverable") : nil)
        }
        var contact: [(String, JSON?)] = [("input", JSON(input))]
        contact.append(body["to"] == nil ? ("user_id", JSON(address)) : ("wa_id", JSON(address)))
        let accepted: JSON? = sent.type == "template" ? "accepted" : nil
        return .json([
            "messaging_product": "whatsapp", "contacts": [.object(contact)],
            "messages": [.object([("id", JSON(id)), ("message_status", accepted)])],
        ])
    }

    /// `to` is a number and wins over `recipient`, a scoped id.
    private func recipient(_ body: JSON) throws -> (input: String, address: String) {
        if let to = body["to"] {
            guard let input = to.scalarText, let phone = PhoneNumber(input) else {
                throw GraphError.value("Recipient phone number is not valid")
            }
            return (input, phone.digits)
        }
        guard let recipient = body["recipient"]?.string, !recipient.isEmpty else { throw GraphError.missing("to") }
        guard recipient.utf8.count <= 131, recipient.contains(".") else {
            throw GraphError.value("Recipient user id is not valid")
        }
        return (recipient, recipient)
    }

    private static func checkWindow(_ sent: GraphState.Sent, _ account: GraphState.Account, _ state: GraphState) throws
    {
        guard account.enforcesWindow, sent.type != "template" else { return }
        let last = state.lastInbound[chat(sent.phoneNumberID, sent.to)]
        guard let last, sent.at.timeIntervalSince(last) < 86_400 else {
            throw GraphError(
                code: 131_047, message: "(#131047) Re-engagement message",
                details:
                    "Message failed to send because more than 24 hours have passed since the customer last replied to this number."
            )
        }
    }

    /// One key for a customer and a number, whichever way the Brazilian mobile is written.
    static func chat(_ phoneNumberID: String, _ customer: String) -> String {
        "\(phoneNumberID)/\(PhoneNumber(customer)?.matchKey ?? customer)"
    }

    /// `POST /{phone number id}/messages` with `status: read`, perhaps with the typing bubble.
    func markRead(_ call: GraphCall) throws -> Response {
        guard call.body["messaging_product"]?.string == "whatsapp" else {
            throw GraphError.missing("messaging_product")
        }
        guard call.body["status"]?.string == "read" else {
            throw GraphError.parameter("Unexpected key \"status\" on param")
        }
        guard let id = call.body["message_id"]?.string else { throw GraphError.missing("message_id") }
        let isTyping = call.body["typing_indicator"] != nil
        if isTyping, call.body["typing_indicator"]?["type"]?.string != "text" {
            throw GraphError.parameter("typing_indicator type must be text")
        }
        try change { state in
            guard let message = state.received.first(where: { $0.id == id }) else {
                throw GraphError.value("Message id is not valid")
            }
            state.readByShop.insert(id)
            if isTyping { state.typingTo.insert(Self.chat(call.account.phoneNumberID, message.from)) }
        }
        return .json(["success": true])
    }
}
