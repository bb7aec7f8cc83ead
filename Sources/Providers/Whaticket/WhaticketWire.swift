import Domain
import Foundation

/// A message as the family takes it: words, or a file with words.
struct WhaticketWire {
    private let number: String
    private let body: String
    private let link: String?
    private let file: DataURL?
    private let fileName: String
    private let type: String

    /// Throws for what cannot be sent, before anything is.
    init(_ message: OutboundMessage) throws(ProviderError) {
        let content = message.content
        number = try Self.number(message.to)
        type = content.type
        guard OutboundContent.mediaTypes.contains(type) else {
            // Reactions, and whatever else has no words.
            guard let text = content.plainText else {
                throw type == "text" ? OutboundContent.empty() : OutboundContent.unsupported(type, by: "Whaticket")
            }
            (body, link, file, fileName) = (Self.literal(text), nil, nil, "")
            return
        }
        guard let link = content.mediaLink else {
            throw .rejected(ProviderFault(code: "bad_media", title: "The file has no address"))
        }
        let file = DataURL(link)
        guard file != nil || !link.hasPrefix("data:") else {
            throw .rejected(ProviderFault(code: "bad_media", title: "The file cannot be read"))
        }
        body = Self.literal(content.text)
        self.link = file == nil ? link : nil
        self.file = file
        let ending = file?.mimeType.split(separator: "/").last.map { String($0.prefix { $0.isLetter || $0.isNumber }) }
        fileName = content.fileName ?? "\(type).\(ending ?? "bin")"
    }

    /// Words as JSON: a form without a file is answered with success and sends nothing.
    func request(url: String, token: String) -> ProviderRequest {
        if let file {
            let form = Multipart(
                fields: [("number", number), ("body", body)],
                files: [("medias", fileName, file.mimeType, file.bytes)])
            return ProviderRequest(
                "whaticket.send", method: "POST", url: url,
                headers: [("Authorization", "Bearer \(token)"), ("Content-Type", form.contentType)], body: form.body,
                timeout: .seconds(60))
        }
        let json = JSON.object([
            ("number", JSON(number)), ("body", JSON(body)), ("mediaUrl", link.map { JSON($0) }),
            ("mediaType", link.map { _ in JSON(type) }),
        ])
        return .json("whaticket.send", url: url, bearer: token, body: json, timeout: .seconds(10))
    }

    /// Digits without `+`; newer forks take a hidden id as it is.
    private static func number(_ claim: IdentityClaim) throws(ProviderError) -> String {
        switch claim.kind {
        case .phone: if let phone = PhoneNumber(claim.value) { return phone.digits }
        case .lid: return claim.value
        default: break
        }
        throw .rejected(ProviderFault(code: "bad_address", title: "Not an address of WhatsApp"))
    }

    /// The servers fill `{{name}}` and the like with the contact's data. A word joiner, which nobody sees, keeps words that only
    /// look like that as they are.
    private static func literal(_ text: String) -> String { text.replacing("{{", with: "{\u{2060}{") }
}
