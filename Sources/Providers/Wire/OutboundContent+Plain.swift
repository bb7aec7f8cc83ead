import Domain
import Foundation

/// Rendering for channels that have less than the Cloud API.
extension OutboundContent {
    struct Choice: Sendable, Equatable {
        var id: String
        var title: String
        var description: String?

        /// A title that had to be cut stands whole in its description.
        var line: String {
            guard let description else { return title }
            let isCut = title.hasSuffix("…") && description.hasPrefix(title.dropLast())
            return isCut ? description : "\(title) – \(description)"
        }
    }

    static let mediaTypes: Set<String> = ["image", "video", "audio", "document", "sticker"]

    var object: JSON? { payload?[type] }

    /// What can be tapped: reply buttons, or the rows of a list.
    var choices: [Choice] {
        guard type == "interactive", let action = object?["action"] else { return [] }
        let buttons = action.elements(of: "buttons").compactMap { $0["reply"] }
        let rows = action.elements(of: "sections").flatMap { Array($0.elements(of: "rows")) }
        return (buttons + rows).compactMap { choice in
            guard let title = Wire.text(choice["title"]) else { return nil }
            return Choice(
                id: Wire.text(choice["id"]) ?? title, title: title, description: Wire.text(choice["description"]))
        }
    }

    /// The message as words alone: choices get numbers that can be typed back, a place gets a map link, a template reads as it
    /// was filled. Nil for what has no words: files and reactions.
    package var plainText: String? {
        let words: String
        switch type {
        case "interactive":
            let lines = choices.enumerated().map { index, choice in "\(index + 1). \(choice.line)" }
            let body = text.isEmpty ? Wire.text(object?["body"]?["text"]) ?? "" : text
            let footer = Wire.text(object?["footer"]?["text"])
            words = ([body, lines.joined(separator: "\n")] + [footer].compactMap { $0 })
                .filter { !$0.isEmpty }.joined(separator: "\n\n")
        case "location":
            guard let latitude = Wire.text(object?["latitude"]), let longitude = Wire.text(object?["longitude"]) else {
                return text.isEmpty ? nil : text
            }
            words = (text.isEmpty ? "" : text + "\n") + "https://maps.google.com/?q=\(latitude),\(longitude)"
        case "contacts":
            let cards = payload?["contacts"]?.elements.map { card in
                [Wire.text(card["name"]?["formatted_name"]), Wire.text(card["phones"]?[0]?["phone"])]
                    .compactMap { $0 }.joined(separator: ": ")
            }
            words = cards.map { $0.joined(separator: "\n") } ?? text
        case "reaction": return nil
        case _ where Self.mediaTypes.contains(type): return nil
        default: words = text
        }
        return words.isEmpty ? nil : words
    }

    /// Where the file of a media message is: a public address, or the file itself as a `data:` address.
    var mediaLink: String? {
        guard Self.mediaTypes.contains(type), let link = Wire.text(object?["link"]) else { return nil }
        return link.hasPrefix("https://") || link.hasPrefix("http://") || link.hasPrefix("data:") ? link : nil
    }

    var fileName: String? { Wire.text(object?["filename"]) }

    static func empty() -> ProviderError {
        .rejected(ProviderFault(code: "bad_content", title: "The message has no content"))
    }

    static func unsupported(_ kind: String, by provider: String) -> ProviderError {
        .rejected(
            ProviderFault(code: "unsupported_kind", title: "\(provider) cannot send this kind: \(Wire.word(kind))"))
    }
}

/// A file written as an address: `data:image/png;base64,…`.
struct DataURL {
    let mimeType: String
    let bytes: [UInt8]

    init?(_ url: String) {
        guard url.hasPrefix("data:"), let comma = url.firstIndex(of: ",") else { return nil }
        let head = url[url.index(url.startIndex, offsetBy: 5)..<comma]
        guard head.hasSuffix(";base64"), let data = Data(base64Encoded: String(url[url.index(after: comma)...])) else {
            return nil
        }
        mimeType = String(head.dropLast(7))
        bytes = Array(data)
    }
}
