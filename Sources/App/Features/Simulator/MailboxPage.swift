import Domain
import Foundation
import Postgres
import Simulators
import Web

/// `/simulator/mailbox`: every e-mail that was sent through the pretend providers.
struct MailboxPage: PageModel {
    struct Letter: Encodable {
        let key: String
        let to: String
        let from: String
        let subject: String
        let text: String
        let folded: String?
        let way: String
        let state: String?
        let at: String
        let time: String
        let source: String
    }

    let letters: [Letter]
    let hasLetters: Bool

    static let template = "simulator/mailbox"
    static let sample = MailboxPage(
        letters: [
            .init(
                key: "1", to: "ana@correio.example", from: "Loja <sac@loja.example>", subject: "Troca", text: "Olá",
                folded: "> Oi", way: "Resend", state: "entregue", at: "2026-11-20T14:00:00Z", time: "14:00",
                source: "From: …")
        ], hasLetters: true)
}

extension MailboxPage {
    init(_ sent: [SentLetter], now: Date, _ localizer: Localizer) {
        letters = sent.sorted { $0.at > $1.at }.prefix(200).map { letter in
            let text = QuotedText.fold(letter.text)
            return Letter(
                key: letter.id, to: letter.to.joined(separator: ", "), from: letter.sender, subject: letter.subject,
                text: text.visible, folded: text.folded, way: letter.way,
                state: letter.status.flatMap { localizer.strings["sim.state.\($0)"] }, at: localizer.iso(letter.at),
                time: localizer.short(letter.at, now: now), source: letter.source)
        }
        hasLetters = !letters.isEmpty
    }
}

/// One mail as a pretend provider took it.
struct SentLetter: Sendable {
    let id: String
    /// The address alone.
    let from: String
    let sender: String
    let to: [String]
    let subject: String
    let text: String
    let way: String
    let status: String?
    let at: Date
    let source: String
}

extension PretendProviders {
    /// All of them, of every shop.
    var letters: [SentLetter] {
        let byAPI = resend.read { state in
            state.sent.map { mail in
                let sender = mail.body["from"]?.string ?? ""
                return SentLetter(
                    id: mail.id, from: EmailAddress.list(sender).first?.address ?? sender, sender: sender, to: mail.to,
                    subject: mail.subject, text: mail.text, way: "Resend",
                    status: mail.events.last?.replacing("email.", with: "") ?? "accepted", at: mail.at,
                    source: PrettyJSON.text(mail.body.serialize()))
            }
        }
        let bySMTP = smtp.world.read { state in
            state.letters.enumerated().map { place, letter in
                let message = letter.message
                return SentLetter(
                    id: "smtp-\(place)", from: letter.from, sender: letter.from, to: letter.to,
                    subject: message.subject, text: message.text, way: "SMTP", status: nil, at: letter.at,
                    source: String(decoding: letter.content.prefix(64 << 10), as: UTF8.self))
            }
        }
        return byAPI + bySMTP
    }
}

extension Simulator {
    /// The addresses the shop sends mail from, in small letters.
    static func mailboxes(tx: TenantTransaction) async throws -> Set<String> {
        let rows = try await tx.query(
            "SELECT lower(address) AS address FROM channel_accounts WHERE tenant_id = \(tx.tenant) AND channel_type = 'email'"
        )
        return Set(try rows.map { try $0("address") })
    }
}
