import Domain
import Foundation

/// A received mail as the API gives it; from a webhook alone it has no words yet.
package struct ReceivedEmail: Sendable {
    package struct File: Sendable, Equatable {
        package let id: String
        package let fileName: String?
        package let type: String
    }

    package let id: String
    package let message: EmailMessage
    package let files: [File]
    /// The original message (RFC 5322), for a while.
    package let rawURL: String?

    package init(_ json: JSON) {
        id = (json["email_id"] ?? json["id"])?.scalarText ?? ""
        rawURL = json["raw"]?["download_url"]?.string
        let files = json.elements(of: "attachments").prefix(50).map { file in
            File(
                id: file["id"]?.scalarText ?? "", fileName: file["filename"]?.string.map { Self.cut($0, 255) },
                type: file["content_type"]?.string.map { Self.cut($0.lowercased(), 100) } ?? "application/octet-stream")
        }
        self.files = files
        var message = EmailMessage()
        let headers = MIMEHeaders(Self.headers(json["headers"]))
        message.read(headers)
        Self.fill(&message, from: json)
        message.judge(headers)
        message.isIncomplete = json["content_missing"]?.bool ?? false
        message.attachments = zip(files, json.elements(of: "attachments")).map { file, json in
            .init(
                fileName: file.fileName, type: file.type, contentID: json["content_id"]?.string,
                isInline: json["content_disposition"]?.string == "inline", data: [])
        }
        self.message = message
    }

    /// What the provider says of its own accord wins over what the sender's header claims.
    private static func fill(_ message: inout EmailMessage, from json: JSON) {
        if let from = ResendReader.addresses(json["from"]).first { message.from = from }
        let replyTo = ResendReader.addresses(json["reply_to"])
        if !replyTo.isEmpty { message.replyTo = replyTo }
        message.to = ResendReader.addresses(json["to"])
        message.cc = ResendReader.addresses(json["cc"])
        message.deliveredTo = (ResendReader.addresses(json["received_for"]) + ResendReader.addresses(json["bcc"])).map(
            \.address)
        if let subject = json["subject"]?.string {
            message.subject = cut(subject.split(whereSeparator: \.isNewline).joined(separator: " "), 998)
        }
        if let id = json["message_id"]?.string {
            let bare = cut(id.filter { $0 != "<" && $0 != ">" }, 512)
            message.messageID = EmailThread.ids(in: id).first ?? (bare.isEmpty ? nil : bare)
        }
        message.date = json["created_at"]?.string.flatMap(EmailDate.iso)
        message.html = json["html"]?.string
        let text = json["text"]?.string ?? ""
        message.text = cut(text.allSatisfy(\.isWhitespace) ? message.html.map(HTMLText.text) ?? "" : text, 65_536)
    }

    /// A map of names to a value or to several.
    private static func headers(_ json: JSON?) -> [(name: String, value: String)] {
        guard let json else { return [] }
        if json.kind == .array {
            return json.elements.prefix(1_000).compactMap { item in
                item["name"]?.string.map { ($0, item["value"]?.string ?? "") }
            }
        }
        return json.members.prefix(1_000).flatMap { member -> [(name: String, value: String)] in
            let values = member.value.string.map { [$0] } ?? member.value.elements.prefix(100).compactMap(\.string)
            return values.map { (member.key, $0) }
        }
    }

    private static func cut(_ text: String, _ limit: Int) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value != 0 }.prefix(limit)))
    }

    /// `<mail>/<file>`: what ``Resend/Client/attachment(_:limit:)`` takes.
    func attachmentReference(_ place: Int) -> String {
        guard files.indices.contains(place) else { return "" }
        return "\(id)/\(files[place].id)"
    }
}
