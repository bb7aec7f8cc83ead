import Domain
import Foundation
import Providers

extension FuzzTarget {
    /// Every parser of the product that strangers can feed.
    package static func all(samples: [String: [[UInt8]]] = [:]) -> [FuzzTarget] {
        mail + [privacy, stream] + webhooks(samples: samples)
    }

    /// - Parameter samples: more good bodies, by the parser's name.
    package static func webhooks(samples: [String: [[UInt8]]] = [:]) -> [FuzzTarget] {
        func target(_ name: String, _ bodies: [String], _ check: @escaping @Sendable ([UInt8]) -> String?) -> FuzzTarget
        {
            FuzzTarget(
                name: name, seeds: bodies.map { Array($0.utf8) } + (samples[name] ?? []), pieces: jsonPieces,
                check: check)
        }
        return [
            target("json", [metaBody, resendBody]) { input in
                guard let json = try? JSON.parse(input, limits: .init(invalidText: .replace)) else { return nil }
                return (try? JSON.parse(json.serialize())) == nil ? "written JSON that does not read" : nil
            },
            target("meta", [metaBody]) { input in
                for address in MetaWhatsApp.addresses(in: input) where MetaWhatsApp.part(of: input, for: address) == nil
                { return "an account without its part" }
                let webhook = MetaWhatsApp.parse(input)
                // A list of no changes says nothing, and nothing is lost with it.
                let isEmpty = webhook.items.isEmpty && webhook.failures.isEmpty
                let json = try? JSON.parse(input, limits: .init(invalidText: .replace))
                let hasChange = json?.elements(of: "entry").contains { $0["changes"]?[0] != nil } ?? true
                return isEmpty && !hasChange ? nil : problem(webhook)
            },
            target("messaging", [messagingBody]) { input in
                for address in MetaMessaging.addresses(in: input)
                where MetaMessaging.part(of: input, for: address) == nil { return "an account without its part" }
                return problem(MetaMessaging.parse(input))
            },
            target("zapi", [zapiBody]) { problem(ZAPI.parse($0)) },
            target("whaticket", [whaticketBody, contractBody, eventBody]) { input in
                let head = String(decoding: input.prefix(40), as: UTF8.self)
                let now = Date(timeIntervalSince1970: 1_731_705_721)
                if Whaticket.verifySignature(timestamp: head, signature: head, body: input, secret: "s", now: now) {
                    return "a signature that nobody made"
                }
                let webhook = Whaticket.parse(input, receivedAt: now, signedAt: Whaticket.signedAt(head))
                let again = Whaticket.parse(input, receivedAt: now, signedAt: Whaticket.signedAt(head))
                if ids(webhook) != ids(again) { return "other ids the second time" }
                // What is answered with 202 must be found again by the inbox.
                let isTaken = (try? Whaticket.check(input)) != nil
                if isTaken, webhook.items.isEmpty { return "taken, and then not understood" }
                return problem(webhook)
            },
            target("twilio", [twilioBody]) { input in
                _ = Twilio.verifySignature(
                    header: "", url: String(decoding: input.prefix(100), as: UTF8.self), body: input,
                    contentType: "application/x-www-form-urlencoded", authToken: "12345")
                _ = Twilio.senders(in: input)
                return problem(Twilio.parse(input, query: String(decoding: input.prefix(200), as: UTF8.self)))
            },
            target("zenvia", [zenviaBody]) { problem(Zenvia.parse($0)) },
            target("resend", [resendBody, receivedBody]) { input in
                _ = Resend.suppressions(in: input)
                let ids = Resend.receivedIDs(in: input)
                let content = (try? JSON.parse(input, limits: .init(invalidText: .replace))).map {
                    ReceivedEmail($0["data"] ?? $0)
                }
                let contents = Dictionary(
                    ids.compactMap { id in content.map { (id, $0) } }, uniquingKeysWith: { a, _ in a })
                let webhook = Resend.parse(input, contents: contents)
                // An empty list of events says nothing.
                if webhook.items.isEmpty, webhook.failures.isEmpty, (try? JSON.parse(input))?.array?.isEmpty ?? true {
                    return nil
                }
                return problem(webhook)
            },
        ]
    }

    private static func ids(_ webhook: ProviderWebhook) -> [String] {
        webhook.items.map { item in
            if case .message(let message) = item.item { "\(message.externalID) \(message.part)" } else { item.path }
        }
    }

    private static let jsonPieces =
        [
            "null", "[]", "{}", "\"\"", "-1e999", "9223372036854775808", "\"\\u0000\"", "\"\\ud800\"", "true",
            "[[[[]]]]", "\"5531987651234\"", "\"@lid\"", "\"é\u{301}\u{200D}\"", "{", "}",
            "[", "]", ",", ":", "\"", "\\", "\\u", "1731705721", "\"1731705721999999999999\"", "0.1", "\u{0}",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3]]

    private static let metaBody = """
        {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"5511","phone_number_id":"2"},\
        "contacts":[{"profile":{"name":"Ana"},"wa_id":"5511987654321"}],"messages":[{"from":"5511987654321","id":"w1","timestamp":"1731705721","type":"text","text":{"body":"oi"}},\
        {"from":"5511987654321","id":"w2","timestamp":"1731705721","type":"image","image":{"id":"m","mime_type":"image/jpeg","caption":"x"}},\
        {"from":"5511987654321","id":"w3","timestamp":"1731705721","type":"reaction","reaction":{"message_id":"w1","emoji":"x"}}],\
        "statuses":[{"id":"w4","status":"failed","timestamp":"1731705721","recipient_id":"5511","errors":[{"code":131047,"title":"x"}]}]}}]}]}
        """

    private static let messagingBody = """
        {"object":"instagram","entry":[{"id":"17","time":1731705721000,"messaging":[{"sender":{"id":"9"},"recipient":{"id":"17"},"timestamp":1731705721000,"message":{"mid":"m1","text":"oi",\
        "attachments":[{"type":"image","payload":{"url":"https://x/y"}}]}},{"sender":{"id":"9"},"recipient":{"id":"17"},"timestamp":1,"reaction":{"mid":"m1","action":"react","emoji":"x"}},\
        {"sender":{"id":"9"},"recipient":{"id":"17"},"timestamp":2,"read":{"mid":"m1"}}]}]}
        """

    private static let zapiBody = """
        {"type":"ReceivedCallback","instanceId":"I1","messageId":"Z1","phone":"5511987654321","fromMe":false,"momment":1731705721000,"status":"RECEIVED","senderName":"Ana","isGroup":false,\
        "text":{"message":"oi"},"image":{"imageUrl":"https://x/y.jpg","mimeType":"image/jpeg","caption":""}}
        """

    private static let whaticketBody = """
        {"type":"messages.upsert","data":{"key":{"remoteJid":"5511987654321@s.whatsapp.net","fromMe":false,"id":"A1"},\
        "pushName":"Ana","messageTimestamp":1731705721,"message":{"conversation":"oi"}},"phone":"5511987654321","message":"oi"}
        """

    private static let contractBody = """
        {"number":"5511987654321","message":[{"conversation":"oi"},{"imageMessage":{"caption":"x","mimetype":"image/jpeg"}}],"contact":{"name":"Ana","number":"11987654321"},\
        "ticket":{"contact":{"phone":"+55 11 98765-4321"},"isGroup":false},"timestamp":1731705721,"text":"oi","kind":"text","mediaUrl":"https://x/y"}
        """

    private static let eventBody = """
        {"event":"messages.update","data":[{"key":{"remoteJid":"5511987654321@s.whatsapp.net","fromMe":true,"id":"A1"},"update":{"status":4}},\
        {"key":{"remoteJid":"1@g.us","id":"A2"},"update":{"message":{"ephemeralMessage":{"message":{"conversation":"x"}}},"messageTimestamp":{"low":1731705721,"high":0}}}]}
        """

    private static let twilioBody =
        "AccountSid=AC1&MessageSid=SM1&From=%2B5511987654321&To=%2B551140028922&Body=Ol%C3%A1+tudo&NumMedia=1&MediaUrl0=https%3A%2F%2Fx%2Fy&MediaContentType0=image%2Fjpeg&SmsStatus=received"

    private static let zenviaBody = """
        {"id":"1","timestamp":"2026-11-20T10:00:00Z","type":"MESSAGE","subscriptionId":"s","channel":"sms","direction":"IN",\
        "message":{"id":"m","from":"5511987654321","to":"shop","direction":"IN","channel":"sms","contents":[{"type":"text","text":"oi"}]}}
        """

    private static let resendBody = """
        {"type":"email.bounced","created_at":"2026-11-20T10:00:00.000Z","data":{"email_id":"e1","message_id":"<m1@ses>","to":["ana@example.com"],"tags":{"outbox":"x"},"bounce":{"type":"Permanent","message":"no"}}}
        """

    private static let receivedBody = """
        {"type":"email.received","data":{"email_id":"r1","from":"Ana <ana@example.com>","to":["sac@loja.com"],"subject":"Re: x","text":"Sim\\n> nao","html":"<p>x</p>","created_at":"2026-11-20 10:00:00.5+00",\
        "message_id":"<c@x>","headers":{"In-Reply-To":"<m1@ses>","References":["<a@b>"]},"attachments":[{"id":"a","filename":"f.jpg","content_type":"image/jpeg"}]}}
        """
}
