import Foundation
import Testing

@testable import Domain

struct EmailThreadTests {
    private func thread(_ subject: String, references: [String] = []) -> EmailThread {
        EmailThread(messageID: "n@x", references: references, subject: subject, recipients: [])
    }

    private func candidate(_ subject: String, senders: Bool = true) -> EmailThreading.Candidate {
        .init(conversation: UUID(), isSenders: senders, subject: subject)
    }

    @Test("a reply joins the conversation of the mail it answers")
    func reply() {
        let open = candidate("Pedido 12")
        #expect(
            EmailThreading.choose(thread("RES: Pedido 12"), token: nil, referenced: [open], recent: [])
                == .append(open.conversation))
    }

    @Test("a reply whose chain Outlook broke still joins, by the sender and the subject")
    func brokenChain() {
        let open = candidate("Pedido 12")
        #expect(
            EmailThreading.choose(thread("ENC: RE: Pedido 12"), token: nil, referenced: [], recent: [open])
                == .append(open.conversation))
    }

    @Test("replies of different people to one newsletter become one conversation each")
    func newsletter() {
        let others = candidate("Black Friday", senders: false)
        #expect(EmailThreading.choose(thread("Re: Black Friday"), token: nil, referenced: [others], recent: []) == .new)
    }

    @Test("a new subject on an old mail begins a new conversation")
    func newSubject() {
        let open = candidate("Pedido 12")
        #expect(EmailThreading.choose(thread("Nota fiscal"), token: nil, referenced: [open], recent: [open]) == .new)
    }

    @Test("notifications of a marketplace with one subject and one sender group together")
    func marketplace() {
        let open = candidate("Você tem uma nova pergunta")
        #expect(
            EmailThreading.choose(thread("Você tem uma nova pergunta"), token: nil, referenced: [], recent: [open])
                == .append(open.conversation))
    }

    @Test("our signed reply address decides, whoever writes and whatever the subject says")
    func token() {
        let signed = candidate("Pedido 12", senders: false)
        #expect(
            EmailThreading.choose(thread("Outro"), token: signed, referenced: [candidate("Outro")], recent: [])
                == .append(signed.conversation))
    }

    @Test("a mail without a subject never joins by its subject")
    func noSubject() {
        #expect(EmailThreading.choose(thread("Re:"), token: nil, referenced: [], recent: [candidate("")]) == .new)
    }

    @Test(
        "prefixes of every language and tags of gateways are no subject",
        arguments: [
            "Pedido 12", "Re: Pedido 12", "RES: RE: Pedido 12", "Fwd: Enc: Pedido 12", "Re[2]: Pedido 12",
            "[EXTERNO] RE: Pedido  12", "AW: RV: Pedido 12",
        ])
    func subjects(subject: String) {
        #expect(EmailSubject.key(subject) == "pedido 12")
        #expect(EmailSubject.reply(to: subject) == "Re: Pedido 12")
    }

    @Test("a word before a colon that is no prefix stays", arguments: ["Pedido: 12", "Urgente: troca", "[#12] Pedido"])
    func plainSubjects(subject: String) {
        #expect(EmailSubject.withoutPrefixes(subject) == subject)
    }
}
