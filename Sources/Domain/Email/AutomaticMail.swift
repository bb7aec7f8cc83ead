/// Why a mail was sent by a machine. Nobody's assistant answers such mail: two machines would never stop.
package struct AutomaticMail: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// Out of office and the like: shown in the conversation, answered by nobody.
        case reply
        /// Newsletters, lists, notifications.
        case bulk
        /// A delivery that failed or is late.
        case bounce
        /// A read receipt.
        case receipt
        /// A provider passes on that a person pressed "spam".
        case complaint
    }

    package var kind: Kind
    /// The header that told: a stable word.
    package var reason: String

    /// Nil for mail that a person seems to have written.
    static func judge(_ headers: MIMEHeaders, type: HeaderValue, from: EmailAddress?, subject: String) -> AutomaticMail?
    {
        func word(_ name: String) -> String {
            (headers[name] ?? "").split(whereSeparator: { $0 == ";" || $0 == " " }).first.map { $0.lowercased() } ?? ""
        }
        if type.value == "multipart/report" {
            switch type.parameters["report-type"]?.lowercased() {
            case "disposition-notification": return .init(kind: .receipt, reason: "report")
            case "feedback-report": return .init(kind: .complaint, reason: "report")
            default: return .init(kind: .bounce, reason: "report")
            }
        }
        if headers.has("x-failed-recipients") { return .init(kind: .bounce, reason: "x-failed-recipients") }
        if let from, isDaemon(from) { return .init(kind: .bounce, reason: "sender") }
        switch word("auto-submitted") {
        case "", "no": break
        case "auto-generated": return .init(kind: .bulk, reason: "auto-submitted")
        default: return .init(kind: .reply, reason: "auto-submitted")
        }
        let replies = [
            "x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-autoreply-from", "x-autoresponse",
            "x-mail-autoreply",
        ]
        if let name = replies.first(where: { headers.has($0) && word($0) != "no" && word($0) != "false" }) {
            return .init(kind: .reply, reason: name)
        }
        switch word("precedence") {
        case "auto_reply", "auto-reply": return .init(kind: .reply, reason: "precedence")
        case "bulk", "junk", "list": return .init(kind: isAutoReply(subject) ? .reply : .bulk, reason: "precedence")
        default: break
        }
        if isAutoReply(subject) { return .init(kind: .reply, reason: "subject") }
        if headers.has("x-auto-response-suppress"), word("x-auto-response-suppress") != "none" {
            return .init(kind: .reply, reason: "x-auto-response-suppress")
        }
        for name in ["list-id", "list-unsubscribe", "feedback-id"] where headers.has(name) {
            return .init(kind: .bulk, reason: name)
        }
        if headers["return-path"] == "<>" { return .init(kind: .reply, reason: "return-path") }
        if let from, isNobody(from) { return .init(kind: .bulk, reason: "sender") }
        return nil
    }

    private static func isDaemon(_ from: EmailAddress) -> Bool {
        ["mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon"].contains(from.local.lowercased())
    }

    private static func isNobody(_ from: EmailAddress) -> Bool {
        let name = from.local.lowercased().filter { $0 != "-" && $0 != "_" && $0 != "." }
        return ["noreply", "donotreply", "naoresponda", "naoresponder", "norespondas", "noresponder", "nreply"].contains
        { name.hasPrefix($0) }
    }

    private static let subjects = [
        "resposta automática", "resposta automatica", "automatic reply", "auto reply", "auto-reply", "autoreply",
        "auto:",
        "out of office", "out of the office", "respuesta automática", "respuesta automatica", "fora do escritório",
        "ausência:",
        "ausencia:", "ausente:", "fuera de la oficina", "férias:", "estou de férias", "estou em férias",
        "réponse automatique", "automatische antwort",
    ]

    private static func isAutoReply(_ subject: String) -> Bool {
        let text = EmailSubject.withoutPrefixes(subject).lowercased()
        return subjects.contains(where: text.hasPrefix)
    }
}
