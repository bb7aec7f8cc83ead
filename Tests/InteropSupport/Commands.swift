import Domain
import Foundation
import Providers
import Simulators

/// What can be asked.
struct Commands {
    let worlds: Worlds

    struct Unknown: Error {}

    func answer(_ command: JSON) async throws -> JSON {
        func text(_ key: String) -> String { command[key]?.string ?? "" }
        func bytes(_ key: String) -> [UInt8] { Data(base64Encoded: text(key)).map(Array.init) ?? [] }
        switch text("do") {
        case "svix_verify":
            let headers = command["headers"]?.members.map { ($0.key, $0.value.string ?? "") } ?? []
            let now = command["now"]?.double.map { Date(timeIntervalSince1970: $0) } ?? Date()
            return [
                "ok": JSON(
                    Resend.verifySignature(headers: headers, body: bytes("body"), secret: text("secret"), now: now))
            ]
        case "twilio_verify":
            return [
                "ok": JSON(
                    Twilio.verifySignature(
                        header: text("header"), url: text("url"), body: bytes("body"), contentType: text("type"),
                        authToken: text("token")))
            ]
        case "mime_parse": return parsed(EmailMessage.parse(bytes("raw")))
        case "mime_build":
            return ["raw": JSON(Data(try MIMEBuilder.build(email(command["email"] ?? .null))).base64EncodedString())]
        case "html_text": return ["text": JSON(HTMLText.text(text("html")))]
        case "smtp_send": return try await mail(command)
        case "vapid_new":
            let key = VAPIDKey()
            return ["private": JSON(key.privateKey), "public": JSON(key.publicKey)]
        case "push_send": return try await push(command)
        case let word where word.hasPrefix("meta_"): return try await meta(word)
        case let word where word.hasPrefix("resend_"): return try await resend(word, command)
        case let word where word.hasPrefix("push_"): return try await pushService(word, command)
        case let word where word.hasPrefix("smtp_"): return try await sink(word)
        default: throw Unknown()
        }
    }

    private func email(_ json: JSON) -> OutboundEmail {
        func address(_ json: JSON?) -> EmailAddress {
            EmailAddress(name: json?["name"]?.string, address: json?["address"]?.string ?? "")
        }
        var email = OutboundEmail(
            from: address(json["from"]), to: json.elements(of: "to").map { address($0) },
            subject: json["subject"]?.string ?? "", text: json["text"]?.string ?? "",
            html: json["html"]?.string, messageID: json["message_id"]?.string ?? "interop@loja.com.br",
            date: Date(timeIntervalSince1970: 1_795_222_800))
        email.attachments = json.elements(of: "attachments").map { file in
            .init(
                fileName: file["name"]?.string ?? "", type: file["type"]?.string ?? "",
                data: Data(base64Encoded: file["data"]?.string ?? "").map(Array.init) ?? [],
                contentID: file["content_id"]?.string)
        }
        email.unsubscribeURL = json["unsubscribe_url"]?.string
        return email
    }

    private func parsed(_ message: EmailMessage) -> JSON {
        .object([
            ("from", message.from.map { ["name": JSON($0.name ?? ""), "address": JSON($0.address)] }),
            ("to", JSON(message.to.map { JSON($0.address) })),
            ("subject", JSON(message.subject)), ("text", JSON(message.text)), ("html", message.html.map { JSON($0) }),
            ("message_id", message.messageID.map { JSON($0) }),
            ("date", message.date.map { JSON($0.timeIntervalSince1970) }),
            ("references", JSON(message.references.map { JSON($0) })),
            ("automatic", message.automatic.map { JSON($0.kind.rawValue) }),
            ("bounced", message.bounce.map { JSON($0.recipients.map { JSON($0.address) }) }),
            (
                "attachments",
                JSON(
                    message.attachments.map {
                        [
                            "name": JSON($0.fileName ?? ""), "type": JSON($0.type),
                            "data": JSON(Data($0.data).base64EncodedString()),
                        ]
                    })
            ),
        ])
    }

    private func mail(_ command: JSON) async throws -> JSON {
        let server = SMTP.Server(
            host: command["host"]?.string ?? "", port: command["port"]?.int ?? 0,
            security: SMTP.Security(rawValue: command["security"]?.string ?? "") ?? .startTLS,
            username: command["user"]?.string, password: command["password"]?.string, allowsPrivateHost: true,
            trustedRoots: command["roots"]?.string)
        let client = SMTP.Client(
            server: server, account: MailAccount(from: .init(address: "sac@loja.com.br")), logger: Worlds.quiet)
        do {
            let receipt = try await client.send(email(command["email"] ?? .null))
            return ["id": JSON(receipt.externalID), "refused": JSON(receipt.refused.map { JSON($0.address) })]
        } catch {
            return outcome(error)
        }
    }

    private func push(_ command: JSON) async throws -> JSON {
        guard let subscription = PushSubscription(command["subscription"] ?? .null),
            let key = VAPIDKey(privateKey: command["private"]?.string ?? "", subject: "mailto:ti@loja.com.br")
        else { return ["error": "bad_subscription"] }
        let client = WebPush.Client(http: ProviderHTTP(logger: Worlds.quiet), key: key, origin: .trusted)
        do {
            _ = try await client.send(
                Array((command["text"]?.string ?? "").utf8), to: subscription, timeToLive: .seconds(60), urgency: .high,
                topic: "pedido")
            return ["ok": true]
        } catch {
            return outcome(error)
        }
    }

    private func outcome(_ error: ProviderError) -> JSON {
        ["error": JSON(error.fault.code), "next": JSON("\(error.disposition)")]
    }
}
