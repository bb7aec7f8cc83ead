import Domain
import Foundation
import Testing

@testable import App

struct ChannelDraftTests {
    /// What a shop would type, complete, for each kind.
    static let complete: [ChannelKind: [String: String]] = [
        .metaWhatsApp: ["phone_number_id": "106540352242922", "access_token": "EAAG", "app_secret": "s"],
        .instagram: ["instagram_id": "17841400000000000", "access_token": "EAAG", "app_secret": "s"],
        .messenger: ["page_id": "104000000000000", "access_token": "EAAG", "app_secret": "s"],
        .zapi: ["instance_id": "3D0F", "instance_token": "A1B2"],
        .whaticket: ["domain": "Loja.com.br", "api_url": "https://wa.loja.com.br", "api_token": "t"],
        .resend: ["email": "Contato@Loja.com.br", "api_key": "re_1"],
        .smtp: [
            "email": "contato@loja.com.br", "host": "smtp.loja.com.br", "security": "starttls", "port": "587",
            "username": "u", "password": "a senha tem espaços",
        ],
        .twilio: [
            "account_sid": "AC" + String(repeating: "0", count: 32), "auth_token": "t", "phone": "(11) 98765-4321",
        ],
        .zenvia: ["sender": "loja", "api_token": "t"],
        .webPush: ["shop_domain": "Loja.com.br"],
    ]

    private func draft(_ kind: ChannelKind, _ change: [String: String] = [:]) -> ChannelDraft {
        ChannelDraft(kind: kind, name: "Loja", values: (Self.complete[kind] ?? [:]).merging(change) { $1 })
    }

    @Test(arguments: ChannelKind.allCases)
    func `what a provider needs is enough, and each needed field is asked for by its name`(kind: ChannelKind) throws {
        let channel = try draft(kind).channel()
        #expect(
            channel.provider == kind.provider && channel.channelType == kind.channelType && !channel.address.isEmpty)
        for field in kind.fields where field.isRequired {
            #expect(draft(kind, [field.name: "  "]).faults == [.init(field: field.name, fault: .missing)])
        }
    }

    @Test func `addresses are stored in one form, however they were typed`() throws {
        #expect(try draft(.resend).channel().address == "contato@loja.com.br")
        #expect(try draft(.whaticket).channel().address == "loja.com.br")
        #expect(try draft(.twilio).channel().address == "+5511987654321")
    }

    @Test func `tokens that nobody has to choose are made up, each time another`() throws {
        let (first, second) = (try draft(.metaWhatsApp).channel(), try draft(.metaWhatsApp).channel())
        #expect((first.secrets[.verifyToken] ?? "").utf8.count == 43)
        #expect(first.secrets[.verifyToken] != second.secrets[.verifyToken])
        #expect(try draft(.metaWhatsApp, ["verify_token": "mine"]).channel().secrets[.verifyToken] == "mine")
        #expect(try draft(.zapi).channel().hookSecret?.utf8.count == 43)
        #expect(try draft(.metaWhatsApp).channel().hookSecret == nil)
    }

    @Test(arguments: [
        (ChannelKind.metaWhatsApp, "phone_number_id", "+55 41 3333-0100", FieldFault.notDigits),
        (.metaWhatsApp, "access_token", "EAAG\nEAAG", .hasSpaces), (.zapi, "instance_id", "../x", .notIdentifier),
        (.whaticket, "api_url", "http://wa.loja.com.br", .notWebAddress),
        (.whaticket, "api_url", "https://127.0.0.1/", .notWebAddress),
        (.whaticket, "api_url", "https://localhost", .notWebAddress),
        (.whaticket, "api_url", "https://u:p@wa.loja.com.br", .notWebAddress),
        (.smtp, "email", "a@b.com\r\nRCPT TO:<x@y.com>", .notEmail), (.smtp, "email", "<a@b.com>", .notEmail),
        (.smtp, "host", "https://smtp.loja.com.br", .notDomain), (.smtp, "host", "10.0.0.1", .notDomain),
        (.smtp, "port", "25", .notChoice),
        (.resend, "webhook_secret", "abc", .notSvix), (.twilio, "account_sid", "SK123", .wrongPrefix),
        (.twilio, "phone", "loja", .notPhone),
        (.zenvia, "sender", String(repeating: "x", count: 2_001), .tooLong),
    ])
    func `what cannot be right is refused by the field's name`(
        kind: ChannelKind, field: String, value: String, fault: FieldFault
    ) {
        #expect(draft(kind, [field: value]).faults == [.init(field: field, fault: fault)])
        #expect(
            ChannelDraft(kind: kind, name: "", values: [field: value]).changeFaults == [
                .init(field: field, fault: fault)
            ])
    }

    @Test func `Whaticket takes a token or a sign-in`() {
        #expect(draft(.whaticket, ["api_token": ""]).faults == [.init(field: "api_token", fault: .missing)])
        #expect(draft(.whaticket, ["api_token": "", "login_email": "a@b.com", "login_password": "p"]).faults == [])
    }

    @Test(arguments: ChannelKind.allCases)
    func `a field is never shown again when it is a secret`(kind: ChannelKind) {
        let shown = Set(draft(kind).visible.keys)
        #expect(shown.isDisjoint(with: kind.fields.filter(\.isSecret).map(\.name)))
        #expect(Set(kind.fields.map(\.name)).count == kind.fields.count)
        #expect(kind.fields.filter { $0.place == .address }.count == 1)
    }

    @Test(arguments: [
        (true, "connected", true, false, 60, ChannelHealth.good), (false, "needs_reauth", true, false, -1, .disabled),
        (true, "needs_reauth", true, true, 60, .needsReauth), (true, "qr_pending", true, false, 60, .qrPending),
        (true, "disconnected", true, false, 60, .disconnected), (true, "connected", true, true, 60, .missingSecret),
        (true, "connected", true, false, -1, .neverHeard), (true, "connected", false, false, -1, .good),
        (true, "connected", true, false, 4 * 86_400, .silent), (true, "connected", true, false, 2 * 86_400, .good),
    ])
    func `an account's health follows from its row; a negative age stands for never heard of`(
        isEnabled: Bool, status: String, receives: Bool, lacks: Bool, age: Double, expected: ChannelHealth
    ) {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        #expect(
            ChannelHealth.judge(
                isEnabled: isEnabled, status: status, receives: receives, lacksSecret: lacks,
                lastEventAt: age < 0 ? nil : now.addingTimeInterval(-age), createdAt: now.addingTimeInterval(-7_200),
                now: now) == expected)
    }
}
