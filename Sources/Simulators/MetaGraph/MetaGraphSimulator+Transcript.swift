import Domain
import Foundation

extension MetaGraphSimulator {
    /// A conversation as the customer sees it, oldest first.
    package func transcript(with customer: String, on phoneNumberID: String) -> [SimulatedBubble] {
        read { state in
            let chat = Self.chat(phoneNumberID, customer)
            let sent = state.sent.filter { Self.chat($0.phoneNumberID, $0.to) == chat }
            let received = state.received.filter { Self.chat($0.phoneNumberID, $0.from) == chat }
            var reactions: [String: [String: String]] = [:]
            for (who, element) in received.map({ ("customer", $0.element) }) + sent.map({ ("shop", $0.body) })
            where element["type"]?.string == "reaction" {
                guard let target = element["reaction"]?["message_id"]?.string else { continue }
                reactions[target, default: [:]][who] = element["reaction"]?["emoji"]?.string ?? ""
            }
            func emoji(_ id: String) -> [String] {
                (reactions[id] ?? [:]).sorted { $0.key < $1.key }.map(\.value).filter { !$0.isEmpty }
            }
            let ours = sent.filter { $0.type != "reaction" }.map { message in
                let template = state.template(of: message)
                return SimulatedBubble(
                    id: message.id, isFromShop: true, type: message.type,
                    text: template.map { $0.text(filled: message.body) } ?? Self.words(message.body),
                    quoted: message.body["context"]?["message_id"]?.string,
                    choices: template?.replies ?? Self.choices(message.body),
                    at: message.at, status: message.statuses.last ?? "accepted", reactions: emoji(message.id))
            }
            let theirs = received.filter { $0.element["type"]?.string != "reaction" }.map { message in
                SimulatedBubble(
                    id: message.id, isFromShop: false, type: message.element["type"]?.string ?? "",
                    text: Self.words(message.element), quoted: message.element["context"]?["id"]?.string,
                    at: message.at, status: state.readByShop.contains(message.id) ? "read" : "sent",
                    reactions: emoji(message.id))
            }
            return (ours + theirs).sorted { $0.at < $1.at }
        }
    }

    /// Whether the shop shows as typing.
    package func isTyping(to customer: String, on phoneNumberID: String) -> Bool {
        read { $0.typingTo.contains(Self.chat(phoneNumberID, customer)) }
    }

    private static func words(_ element: JSON) -> String {
        let type = element["type"]?.string ?? "text"
        let object = element[type]
        let candidates = [
            object?["body"], object?["body"]?["text"], object?["caption"], object?["button_reply"]?["title"],
            object?["list_reply"]?["title"],
            object?["text"], object?["name"], object?["filename"],
        ]
        return candidates.compactMap { $0?.string }.first ?? ""
    }

    private static func choices(_ body: JSON) -> [(id: String, title: String)] {
        let action = body["interactive"]?["action"]
        let buttons = action?.elements(of: "buttons").compactMap { $0["reply"] } ?? []
        let rows = action?.elements(of: "sections").flatMap { Array($0.elements(of: "rows")) } ?? []
        return (buttons + rows).compactMap { choice in
            guard let id = choice["id"]?.string, let title = choice["title"]?.string else { return nil }
            return (id, title)
        }
    }
}
