import Domain
import Foundation

extension MetaGraphSimulator {
    /// A webhook with one event (or several) of one page.
    func pageWebhook(
        _ events: [JSON], of page: GraphState.Page, list: String = "messaging"
    ) -> SimulatedWebhook {
        let whole: JSON = [
            "object": JSON(page.kind.rawValue),
            "entry": [
                .object([
                    ("id", JSON(page.id)), ("time", JSON(Self.milliseconds(Date()))), (list, JSON(events)),
                ])
            ],
        ]
        return .graph(whole, of: page.id, secret: page.appSecret)
    }

    static func milliseconds(_ date: Date) -> Int64 { Int64(date.timeIntervalSince1970 * 1_000) }

    /// One `messaging` element: from, to, when, what.
    static func event(from sender: String, to recipient: String, at time: Date, _ key: String, _ value: JSON) -> JSON {
        .object([
            ("sender", ["id": JSON(sender)]), ("recipient", ["id": JSON(recipient)]),
            ("timestamp", JSON(milliseconds(time))), (key, value),
        ])
    }

    /// What the page sent, as every subscriber of the page is told; `appID` is whose call it was.
    func postEcho(of message: GraphState.PageMessage, by appID: String?, on page: GraphState.Page) {
        core.post(pageWebhook([Self.echo(of: message, by: appID, on: page)], of: page))
    }

    static func echo(of message: GraphState.PageMessage, by appID: String?, on page: GraphState.Page) -> JSON {
        let attachments = message.body["attachment"].map { JSON([$0]) }
        // Instagram's echoes name no app.
        let app = page.kind == .messenger ? appID.flatMap { Int64($0) }.map { JSON($0) } : nil
        return event(
            from: page.id, to: message.person, at: message.at, "message",
            .object([
                ("mid", JSON(message.id)), ("is_echo", true), ("app_id", app), ("text", message.body["text"]),
                ("metadata", message.body["metadata"]), ("attachments", attachments),
            ]))
    }

    /// Reports what became of a message, in the page's way: Messenger with watermarks, Instagram with the message's id.
    package func postPageStatus(_ status: String, for id: String, after delay: Duration = .zero) {
        core.post(after: delay) { [self] in pageStatus(status, for: id) }
    }

    private func pageStatus(_ status: String, for id: String) -> SimulatedWebhook? {
        change { state in
            guard let message = state.pageMessages.first(where: { $0.id == id }),
                let page = state.pages[message.pageID],
                let (key, value) = Self.report(status, of: message, page)
            else { return nil }
            state.pageMessages.update(where: { $0.id == id }) { $0.status = status }
            let event = Self.event(from: message.person, to: page.id, at: Date(), key, value)
            return pageWebhook([event], of: page)
        }
    }

    private static func report(
        _ status: String, of message: GraphState.PageMessage, _ page: GraphState.Page
    ) -> (String, JSON)? {
        switch (page.kind, status) {
        case (.messenger, "delivered"):
            ("delivery", ["mids": [JSON(message.id)], "watermark": JSON(milliseconds(message.at))])
        case (.messenger, "read"): ("read", ["watermark": JSON(milliseconds(message.at))])
        case (.instagram, "read"): ("read", ["mid": JSON(message.id)])
        default: nil
        }
    }
}
