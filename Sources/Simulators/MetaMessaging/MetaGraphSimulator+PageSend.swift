import Domain
import Foundation
import Hummingbird

extension MetaGraphSimulator {
    /// `POST /{page}/messages` with a message in it.
    func sendFromPage(_ call: PageCall) throws -> Response {
        let page = call.account
        guard call.body.kind == .object else { throw GraphError.parameter("The body is not valid JSON") }
        let person = try recipient(call)
        let rules = PageRules(page: page, body: call.body)
        try rules.check()
        let message = call.body["message"] ?? [:]
        let now = Date()
        let sent = GraphState.PageMessage(
            id: Self.newMessageID(), pageID: page.id, person: person, isFromShop: true, body: message, at: now,
            status: "accepted")
        let plan = try change { state in
            try rules.checkWindow(lastWrote: state.pagePeople["\(page.id)/\(person)"]?.lastWrote, at: now)
            state.pageMessages.append(sent)
            state.pagePeople["\(page.id)/\(person)"]?.seesTyping = false
            return state.log.takePlan(page.id)
        }
        if page.sendsEchoes { postEcho(of: sent, by: page.appID, on: page) }
        plan.follow { postPageStatus($0, for: sent.id, after: $1) }
        // Instagram names the message only.
        let recipient: JSON? = page.kind == .messenger ? JSON(person) : nil
        return .json(.object([("recipient_id", recipient), ("message_id", JSON(sent.id))]))
    }

    /// Typing, seen, and reactions: each a call of its own, without a message.
    func act(_ call: PageCall) throws -> Response {
        let person = try recipient(call)
        guard call.body["message"] == nil else {
            throw GraphError(code: 100, message: "(#100) sender_action cannot be sent with a message")
        }
        let action = call.body["sender_action"]?.string ?? ""
        let target = call.body["payload"]?["message_id"]?.string
        try change { state in
            switch action {
            case "typing_on", "typing_off":
                state.pagePeople["\(call.account.id)/\(person)"]?.seesTyping = action == "typing_on"
            case "mark_seen":
                for message in state.pageMessages where message.person == person && !message.isFromShop {
                    state.pageMessages.update(where: { $0.id == message.id }) { $0.status = "read" }
                }
            case "react", "unreact":
                guard let target, state.pageMessages.contains(where: { $0.id == target }) else {
                    throw GraphError.parameter("message_id is not valid")
                }
                let emoji = call.body["payload"]?["reaction"]?.string
                if action == "react", emoji == nil { throw GraphError.missing("payload['reaction']") }
                state.pageMessages.update(where: { $0.id == target }) { $0.reactions["shop"] = emoji }
            default: throw GraphError.parameter("Param sender_action is not valid")
            }
        }
        return .json(["recipient_id": JSON(person)])
    }

    private func recipient(_ call: PageCall) throws -> String {
        guard let id = call.body["recipient"]?["id"]?.string, !id.isEmpty else { throw GraphError.missing("recipient") }
        guard read({ $0.pagePeople["\(call.account.id)/\(id)"] }) != nil else {
            throw PageRules.unknownPerson(call.account)
        }
        return id
    }

    static func newMessageID() -> String {
        "m_"
            + Data((0..<24).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_")
    }
}
