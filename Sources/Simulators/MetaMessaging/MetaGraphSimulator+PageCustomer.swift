import Domain
import Foundation

/// What a person can do in Messenger or Instagram.
package enum PageCustomerMessage: Sendable {
    case text(String)
    /// type: image, audio, video, file.
    case files([(type: String, url: String)])
    case quickReply(title: String, payload: String)
    case postback(title: String, payload: String)
    case thumbsUp
    case heart
    case location(title: String, latitude: Double, longitude: Double)
    case storyMention(url: String)
    case storyReply(String, storyID: String, url: String)
    /// nil takes it back.
    case reaction(to: String, emoji: String?)
    case edit(of: String, text: String)
    case unsend(String)
    case unsupported
    /// Any key of a `messaging` element.
    case raw(String, JSON)

    func event(id: String, replyingTo quoted: String?) -> (key: String, value: JSON) {
        func message(_ members: [(String, JSON?)]) -> (String, JSON) {
            ("message", .object([("mid", JSON(id)), ("reply_to", quoted.map { ["mid": JSON($0)] })] + members))
        }
        func attachment(_ type: String, _ payload: JSON?) -> JSON {
            .object([("type", JSON(type)), ("payload", payload)])
        }
        return switch self {
        case .text(let text): message([("text", JSON(text))])
        case .files(let files):
            message([("attachments", JSON(files.map { attachment($0.type, ["url": JSON($0.url)]) }))])
        case .quickReply(let title, let payload):
            message([("text", JSON(title)), ("quick_reply", ["payload": JSON(payload)])])
        case .postback(let title, let payload):
            ("postback", ["mid": JSON(id), "title": JSON(title), "payload": JSON(payload)])
        case .thumbsUp:
            message([
                (
                    "attachments",
                    [
                        attachment(
                            "image", ["url": "https://scontent.fbcdn.net/like.png", "sticker_id": 369_239_263_222_822])
                    ]
                )
            ])
        case .heart: message([("attachments", [attachment("like_heart", nil)])])
        case .location(let title, let latitude, let longitude):
            message([
                (
                    "attachments",
                    [
                        .object([
                            ("type", "location"), ("title", JSON(title)),
                            ("payload", ["coordinates": ["lat": JSON(latitude), "long": JSON(longitude)]]),
                        ])
                    ]
                )
            ])
        case .storyMention(let url): message([("attachments", [attachment("story_mention", ["url": JSON(url)])])])
        case .storyReply(let text, let story, let url):
            message([("text", JSON(text)), ("reply_to", ["story": ["id": JSON(story), "url": JSON(url)]])])
        case .reaction(let target, let emoji):
            (
                "reaction",
                .object([
                    ("mid", JSON(target)), ("action", emoji == nil ? "unreact" : "react"),
                    ("reaction", emoji == nil ? nil : "other"), ("emoji", emoji.map { JSON($0) }),
                ])
            )
        case .edit(let target, let text): ("message_edit", ["mid": JSON(target), "text": JSON(text), "num_edit": 1])
        case .unsend(let target): ("message", ["mid": JSON(target), "is_deleted": true])
        case .unsupported: message([("is_unsupported", true)])
        case .raw(let key, let value): (key, value)
        }
    }
}

extension MetaGraphSimulator {
    /// Writes as a customer, through the real webhook, signed; returns when the server has answered.
    ///
    /// - Parameter list: `standby` when another app holds the conversation.
    @discardableResult
    package func receive(
        _ message: PageCustomerMessage, from customer: PageCustomer, onPage pageID: String,
        replyingTo quoted: String? = nil, at time: Date = Date(), list: String = "messaging"
    ) async throws -> SimulatedDelivery {
        guard let page = read({ $0.pages[pageID] }) else { throw UnknownSimulatedAccount() }
        let id = Self.newMessageID()
        let (key, value) = message.event(id: id, replyingTo: quoted)
        change { state in
            note(message, id, key, value, from: customer, page, time, &state)
        }
        let event = Self.event(from: customer.id, to: pageID, at: time, key, value)
        return SimulatedDelivery(id: id, status: try await core.deliver(pageWebhook([event], of: page, list: list)))
    }

    /// One of the shop's people answers in Meta's own inbox: our server hears of it by the echo only.
    @discardableResult
    package func typeInMetaInbox(_ text: String, to customer: PageCustomer, onPage pageID: String) async throws
        -> SimulatedDelivery
    {
        guard let page = read({ $0.pages[pageID] }) else { throw UnknownSimulatedAccount() }
        let message = GraphState.PageMessage(
            id: Self.newMessageID(), pageID: pageID, person: customer.id, isFromShop: true, body: ["text": JSON(text)],
            at: Date(), status: "sent")
        change { $0.pageMessages.append(message) }
        let echo = Self.echo(of: message, by: "263902037430900", on: page)
        return SimulatedDelivery(id: message.id, status: try await core.deliver(pageWebhook([echo], of: page)))
    }

    private func note(
        _ message: PageCustomerMessage, _ id: String, _ key: String, _ value: JSON, from customer: PageCustomer,
        _ page: GraphState.Page, _ time: Date, _ state: inout GraphState
    ) {
        let place = "\(page.id)/\(customer.id)"
        var person =
            state.pagePeople[place]
            ?? .init(name: customer.name, username: customer.username, sharesProfile: customer.sharesProfile)
        // People rename themselves.
        (person.name, person.username, person.sharesProfile) = (
            customer.name, customer.username, customer.sharesProfile
        )
        switch message {
        case .reaction(let target, let emoji):
            state.pageMessages.update(where: { $0.id == target }) { $0.reactions["customer"] = emoji }
        case .edit(let target, let text):
            state.pageMessages.update(where: { $0.id == target }) { $0.body = $0.body.setting("text", JSON(text)) }
        case .unsend(let target): state.pageMessages.update(where: { $0.id == target }) { $0.isDeleted = true }
        default:
            if key == "message" || key == "postback" {
                person.lastWrote = time
                state.pageMessages.append(
                    .init(
                        id: id, pageID: page.id, person: customer.id, isFromShop: false, body: value, at: time,
                        status: "sent"))
            }
        }
        state.pagePeople[place] = person
    }

    /// A conversation as the customer sees it, oldest first.
    package func transcript(with customer: String, onPage pageID: String) -> [SimulatedBubble] {
        read { state in
            state.pageMessages.filter { $0.pageID == pageID && $0.person == customer && !$0.isDeleted }.map { message in
                SimulatedBubble(
                    id: message.id, isFromShop: message.isFromShop,
                    type: message.type, text: message.text, quoted: message.body["reply_to"]?["mid"]?.string,
                    choices: message.body.elements(of: "quick_replies").compactMap { reply in
                        guard let title = reply["title"]?.string, let id = reply["payload"]?.string else { return nil }
                        return (id, title)
                    }, at: message.at, status: message.status,
                    reactions: message.reactions.sorted { $0.key < $1.key }.map(\.value))
            }
            .sorted { $0.at < $1.at }
        }
    }

    /// Whether the page shows as typing.
    package func isTyping(to customer: String, onPage pageID: String) -> Bool {
        read { $0.pagePeople["\(pageID)/\(customer)"]?.seesTyping ?? false }
    }
}
