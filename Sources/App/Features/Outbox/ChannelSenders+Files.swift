import Domain
import Foundation
import Providers

extension Outbox {
    /// Puts a file into a message the way its provider takes one. What fails here was certainly not sent: a file that was uploaded is
    /// not yet a message.
    typealias FileCall =
        @Sendable (OutgoingFile, TenantID, OutboundMessage, ChannelCredentials) async throws(ProviderError) ->
        OutboundMessage

    static func fileCalls(_ http: ProviderHTTP, _ files: OutgoingFiles) -> [ChannelProvider: FileCall] {
        let gateway: FileCall = { (file, tenant, message, _) async throws(ProviderError) in
            message.carrying(file, .link(try gatewayAddress(of: file, tenant, files)))
        }
        let mail: FileCall = { (file, _, message, _) async throws(ProviderError) in
            var message = message
            message.file = OutboundFile(name: file.fileName, mimeType: file.mimeType, bytes: try files.bytes(of: file))
            // Subject, references and the address for answers stand in the payload.
            let words = message.content.text.isEmpty ? file.fileName : message.content.text
            message.content = OutboundContent(type: "text", text: words, payload: message.content.payload)
            return message
        }
        return [.meta: metaFile(http, files), .zapi: gateway, .whaticket: gateway, .resend: mail, .smtp: mail]
    }

    static func metaFile(_ http: ProviderHTTP, _ files: OutgoingFiles) -> FileCall {
        { (file, tenant, message, account) async throws(ProviderError) in
            guard account.channelType == .whatsapp else {
                return message.carrying(file, .link(try files.link(to: file, tenant)))
            }
            let client = try whatsAppClient(http, account)
            let kind: MetaWhatsApp.MediaKind? = file.isVoice ? .voice : .init(rawValue: file.kind)
            // Under its own type, Meta would hold a picture that goes as a document to the limits of pictures.
            let isDisguised =
                file.kind == "document"
                && ["image/", "audio/", "video/"].contains(where: { file.mimeType.hasPrefix($0) })
            let id = try await client.upload(
                try files.bytes(of: file), mimeType: isDisguised ? "application/octet-stream" : file.mimeType,
                fileName: file.fileName, as: kind)
            return message.carrying(file, .id(id))
        }
    }

    /// A file this small may stand in the call itself, where the gateway cannot reach us.
    private static let inlineLimit = 16 << 20

    private static func gatewayAddress(
        of file: OutgoingFile, _ tenant: TenantID, _ files: OutgoingFiles
    ) throws(ProviderError) -> String {
        if files.links?.isPublic == true || file.byteSize > inlineLimit { return try files.link(to: file, tenant) }
        return "data:\(file.mimeType);base64," + Data(try files.bytes(of: file)).base64EncodedString()
    }
}

extension OutboundMessage {
    fileprivate func carrying(_ file: OutgoingFile, _ source: OutboundContent.MediaSource) -> OutboundMessage {
        var message = self
        message.content = .media(
            file.kind, source, caption: content.text, fileName: file.kind == "document" ? file.fileName : nil,
            isVoice: file.isVoice)
        return message
    }
}
