import Domain
import Foundation
import Web

/// A bubble.
struct MessageModel: Sendable, Encodable {
    struct Day: Encodable {
        let key: String
        let label: String
    }
    struct Author: Encodable {
        let name: String
        let icon: String?
    }
    struct Quote: Encodable {
        let id: String
        let by: String
        let text: String
    }
    struct Attachment: Encodable {
        let icon: String
        let title: String
        let detail: String
        /// Where the file is, once it is here.
        var link: String?
        /// Where it is on the outside: a post, a reel.
        var open: String?
        /// Shown in place instead of as a line, each at most one of the three.
        var image: String?
        var audio: Sound?
        var video: String?
        var reading: Reading?

        /// What a machine heard or saw, under the file it comes from.
        struct Reading: Encodable {
            /// That it was a machine, or that it is still at it.
            let label: String
            let text: String?
            /// What stands written in a picture.
            let writing: String?
            let actions: [String]

            static let sample = Reading(
                label: "Transcrição automática", text: "Chegou quebrado", writing: "Pedido 1001",
                actions: ["Pedir outra foto"])
        }

        static let sample = Attachment(
            icon: "image", title: "Foto", detail: "12 KB", link: "/media/0193", open: "https://example.com/p",
            image: "/media/0193", audio: .init(link: "/media/0194", type: "audio/ogg", copy: "/media/0194?as=m4a"),
            video: "/media/0195", reading: .sample)
    }
    struct Sound: Encodable {
        let link: String
        let type: String
        /// The same in the form that every browser plays.
        var copy: String?
    }
    struct Odd: Encodable {
        let title: String
        let payload: String
    }
    struct Acts: Encodable { let mine: String }
    struct Tick: Encodable {
        let key: String
        let icon: String
        let label: String
    }
    struct Trouble: Encodable {
        let text: String
        let retry: String?
    }
    /// Deleted for everybody: what it said is kept, folded away.
    struct Gone: Encodable {
        let text: String
        let content: String?
        let files: [Attachment]
    }
    struct Earlier: Encodable {
        struct Version: Encodable {
            let at: String
            let text: String
        }
        let title: String
        let versions: [Version]
    }
    struct Cites: Encodable {
        struct Source: Encodable {
            let title: String
            let quote: String
        }
        let title: String
        let sources: [Source]
    }

    let id: String
    /// Changes with everything the bubble shows: a page replaces it only then.
    let version: String
    let key: String?
    let style: String
    let bubbleStyle: String
    let day: Day?
    let by: Author?
    /// Where nobody's name stands over it: whose it is, for who cannot see on which side it stands.
    let unseenBy: String?
    let quote: Quote?
    /// Of a mail, where it begins or changes.
    let subject: String?
    let attachments: [Attachment]
    /// What kind of answer it is, where the words do not tell: a tap on an option, an answer to a story.
    let label: String?
    /// Of a template: what stands above and below its words.
    let head: String?
    let text: String?
    let foot: String?
    /// Answers it offered to tap.
    let choices: [String]
    let gone: Gone?
    let earlier: Earlier?
    let odd: Odd?
    /// What a mail program quoted below the words.
    let folded: Odd?
    /// Where a mail is shown as it was sent.
    let asSent: String?
    let marks: String?
    let at: String
    let time: String
    let tick: Tick?
    let reactions: String?
    /// Can be answered and reacted to by itself; `mine` is the shop's reaction.
    let acts: Acts?
    let problem: Trouble?
    let cites: Cites?

    static let sample = MessageModel(
        id: "0192", version: "v", key: "k", style: "msg-in", bubbleStyle: " bubble-gone",
        day: .init(key: "2026-11-20", label: "Hoje"),
        by: .init(name: "Joana", icon: "note"), unseenBy: "Cliente",
        quote: .init(id: "0191", by: "Cliente", text: "Oi"),
        subject: "Pedido 1001",
        attachments: [.sample], label: "Escolheu uma opção", head: "Pedido 1001", text: "Oi",
        foot: "Loja Aurora", choices: ["Sim"],
        gone: .init(text: "Apagada", content: "Oi", files: [.sample]),
        earlier: .init(title: "1 versão", versions: [.init(at: "14:00", text: "Olá")]),
        odd: .init(title: "Ver detalhes", payload: "{}"), folded: .init(title: "Mostrar citação", payload: "> Oi"),
        asSent: "/support/0190/messages/0192/mail",
        marks: "editada", at: "2026-11-20T14:00:00Z", time: "14:00",
        tick: .init(key: "read", icon: "checks", label: "Lida"),
        reactions: "ok", acts: .init(mine: "👍"),
        problem: .init(text: "Não enviada", retry: "/support/0190/messages/0192/retry"),
        cites: .init(title: "1 fonte", sources: [.init(title: "Prazos", quote: "2 a 4 dias")]))
}
