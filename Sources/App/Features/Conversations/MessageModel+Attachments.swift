import Domain
import Foundation
import Web

extension InboxView {
    /// Files as placeholders with their facts; places, cards and orders read from what the provider sent.
    func attachments(_ message: MessageFacts, _ kind: MessageKind) -> [MessageModel.Attachment] {
        if !message.attachments.isEmpty {
            return message.attachments.map { file in
                let kind = MessageKind(file.isVoice ? "voice" : file.kind)
                let isKnown = if case .media = kind { true } else { false }
                var model = MessageModel.Attachment(
                    icon: isKnown ? kind.icon : "clip",
                    title: isKnown ? kind.label(localizer) : localizer("message.kind.file"),
                    detail: detail(file))
                if file.isHere { show(file, in: &model) }
                model.reading = reading(file)
                return model
            }
        }
        let payload = message.payload.flatMap { try? JSON.parse($0) }
        switch kind {
        case .text: return []
        case .media("location"):
            return [
                .init(icon: kind.icon, title: place(payload) ?? kind.label(localizer), detail: coordinates(payload))
            ]
        case .media("contacts"): return [.init(icon: kind.icon, title: kind.label(localizer), detail: cards(payload))]
        case .media(let name) where MessageKind.posts.contains(name):
            let post = payload?["attachments"]?[0]?["payload"]
            return [
                .init(
                    icon: kind.icon, title: kind.label(localizer),
                    detail: String((post?["title"]?.string ?? "").prefix(120)), open: post.flatMap(Self.address))
            ]
        case .media: return [.init(icon: kind.icon, title: kind.label(localizer), detail: "")]
        case .unsupported: return [.init(icon: kind.icon, title: kind.label(localizer), detail: "")]
        case .unknown(let name):
            return [.init(icon: kind.icon, title: kind.label(localizer), detail: String(name.prefix(60)))]
        }
    }

    /// Marked as a machine's work: nobody should take it for the customer's own words.
    private func reading(_ file: MessageFacts.Attachment) -> MessageModel.Attachment.Reading? {
        let found = file.reading
        func said(_ key: String, _ text: String? = nil, writing: String? = nil, actions: [String] = [])
            -> MessageModel.Attachment.Reading
        {
            .init(label: localizer(key), text: text, writing: writing, actions: actions)
        }
        switch found.status {
        case "pending", "processing":
            return said(file.kind == "image" ? "message.reading.looking" : "message.reading.listening")
        case "failed": return said("message.reading.failed")
        case "completed":
            if let words = found.transcription {
                return words.isEmpty ? said("message.reading.silence") : said("message.reading.transcript", words)
            }
            guard let description = found.description else { return nil }
            let writing = found.extractedText.flatMap { $0.isEmpty ? nil : $0 }
            return said("message.reading.picture", description, writing: writing, actions: found.suggestedActions)
        default: return nil
        }
    }

    private func show(_ file: MessageFacts.Attachment, in model: inout MessageModel.Attachment) {
        let link = "/media/\(file.id.lowercase)"
        let type = file.mimeType ?? ""
        model.link = link + "?download"
        guard MediaKind.isShown(type) else { return }
        if type.hasPrefix("image/") { model.image = link }
        if type.hasPrefix("audio/") {
            model.audio = .init(
                link: link, type: type == "audio/ogg" ? "audio/ogg; codecs=opus" : type,
                copy: convertsVoice && MediaKind.needsCopy(type) ? link + "?as=m4a" : nil)
        }
        if type.hasPrefix("video/") { model.video = link }
    }

    /// An address that may stand in a link: https, from a payload that came from outside.
    private static func address(_ post: JSON) -> String? {
        guard let url = post["url"]?.string, url.hasPrefix("https://"), url.utf8.count <= 2_000 else { return nil }
        return url
    }

    private func detail(_ file: MessageFacts.Attachment) -> String {
        var parts: [String] = []
        if let name = file.fileName, !name.isEmpty { parts.append(name) }
        if let size = file.byteSize, size > 0 { parts.append(Self.size(size)) }
        if parts.isEmpty, let type = file.mimeType { parts.append(String(type.prefix(60))) }
        switch file.state {
        case "here": break
        case "refused": parts.append(localizer("message.file_refused"))
        case "gone": parts.append(localizer("message.file_gone"))
        default: parts.append(localizer("message.not_downloaded"))
        }
        return parts.joined(separator: " · ")
    }

    static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1024: "\(bytes) B"
        case ..<(1024 * 1024): "\(bytes / 1024) KB"
        default: "\(bytes / (1024 * 1024)) MB"
        }
    }

    private func place(_ payload: JSON?) -> String? {
        let location = payload?["location"] ?? payload
        let name = location?["name"]?.string ?? location?["address"]?.string
        return name.map { String($0.prefix(120)) }
    }

    private func coordinates(_ payload: JSON?) -> String {
        let location = payload?["location"] ?? payload
        guard let latitude = location?["latitude"]?.scalarText, let longitude = location?["longitude"]?.scalarText
        else { return "" }
        return "\(latitude.prefix(12)), \(longitude.prefix(12))"
    }

    private func cards(_ payload: JSON?) -> String {
        let cards = payload?["contacts"]?.array ?? payload?.array ?? []
        let names = cards.prefix(5).compactMap { $0["name"]?["formatted_name"]?.string }
        return names.joined(separator: ", ")
    }
}
