import Domain
import Foundation

/// What the Send API demands of a call, Messenger's or Instagram's.
struct PageRules {
    let page: GraphState.Page
    let body: JSON

    func check() throws {
        let isInstagram = page.kind == .instagram
        switch (body["messaging_type"]?.string, body["tag"]?.string) {
        case ("MESSAGE_TAG", "HUMAN_AGENT"): break
        case ("MESSAGE_TAG", let tag):
            throw GraphError(code: 100, message: "(#100) Param tag must be one of {HUMAN_AGENT}: \(tag ?? "none")")
        case ("RESPONSE", nil), ("UPDATE", nil): break
        case (nil, nil) where isInstagram: break
        default:
            throw GraphError(
                code: 100, message: "(#100) Param messaging_type must be one of {RESPONSE, UPDATE, MESSAGE_TAG}")
        }
        guard let message = body["message"], message.kind == .object else { throw GraphError.missing("message") }
        let (text, attachment) = (message["text"], message["attachment"])
        guard (text == nil) != (attachment == nil) else {
            throw GraphError(code: 100, message: "(#100) Must provide exactly one of text and attachment")
        }
        if let text { try check(text: text.string ?? "") }
        if let attachment { try check(attachment: attachment) }
        if let metadata = message["metadata"]?.string {
            guard !isInstagram else { throw GraphError.parameter("Unexpected key \"metadata\" on param \"message\"") }
            guard metadata.unicodeScalars.count <= 1_000 else { throw GraphError.parameter("metadata is too long") }
        }
        for reply in message.elements(of: "quick_replies") { try check(reply: reply) }
        guard message.elements(of: "quick_replies").reduce(0, { count, _ in count + 1 }) <= 13 else {
            throw GraphError.parameter("Too many quick replies")
        }
        if let reply = body["reply_to"], reply["mid"]?.string?.isEmpty ?? true {
            throw GraphError.missing("reply_to['mid']")
        }
    }

    private func check(text: String) throws {
        guard !text.isEmpty else { throw GraphError.missing("message['text']") }
        let (size, limit) = page.kind == .instagram ? (text.utf8.count, 1_000) : (text.unicodeScalars.count, 2_000)
        guard size <= limit else {
            throw GraphError(
                code: 100,
                message: "(#100) Length of param message[text] must be less than or equal to \(limit)")
        }
    }

    private func check(attachment: JSON) throws {
        guard ["image", "audio", "video", "file", "template"].contains(attachment["type"]?.string ?? "") else {
            throw GraphError.parameter("Param message[attachment][type] is not valid")
        }
        let payload = attachment["payload"]
        if payload?["attachment_id"]?.scalarText != nil { return }
        guard payload?["url"]?.string?.hasPrefix("https://") ?? false else {
            throw GraphError(code: 100, message: "(#100) Failed to fetch the file from the url", subcode: 2_018_008)
        }
    }

    private func check(reply: JSON) throws {
        guard reply["content_type"]?.string == "text", let title = reply["title"]?.string, !title.isEmpty,
            title.unicodeScalars.count <= 20, let payload = reply["payload"]?.string, !payload.isEmpty,
            payload.unicodeScalars.count <= 1_000
        else { throw GraphError.parameter("Param message[quick_replies] is not valid") }
    }

    /// 24 hours for everybody, seven days for a person's answer.
    func checkWindow(lastWrote: Date?, at now: Date) throws {
        guard page.enforcesWindow else { return }
        let days = body["tag"]?.string == "HUMAN_AGENT" ? 7.0 : 1
        if let lastWrote, now.timeIntervalSince(lastWrote) < days * 86_400 { return }
        throw page.kind == .instagram
            ? GraphError(
                code: 10, status: 403, message: "(#10) This message is sent outside of allowed window.",
                type: "IGApiException", subcode: 2_534_022)
            : GraphError(code: 10, message: "(#10) This message is sent outside of allowed window.", subcode: 2_018_278)
    }

    static func unknownPerson(_ page: GraphState.Page) -> GraphError {
        page.kind == .instagram
            ? GraphError(
                code: 100, message: "The requested user cannot be found.", type: "IGApiException", subcode: 2_534_014)
            : GraphError(code: 100, message: "(#100) No matching user found", subcode: 2_018_001)
    }
}
