import Domain
import Foundation
import Simulators

/// E-mail through Resend.
struct MailLine: PretendLine {
    let resend: ResendSimulator
    let account: PlayedAccount
    let customer: PretendCustomer

    var front: ResendSimulator { resend }
    var samples: [CustomerSample] { [.image, .document] }
    var canQuote: Bool { true }
    var bubbles: [SimulatedBubble] { resend.transcript(with: customer.address, of: account.address) }

    func wording(of fault: LineFault) -> SimulatedFault.Kind? {
        func error(_ status: Int, _ name: String, _ message: String, after: Int? = nil) -> SimulatedFault.Kind {
            .error(
                status: status,
                body: ["statusCode": JSON(status), "name": JSON(name), "message": JSON(message)], retryAfter: after)
        }
        return switch fault {
        case .rateLimit: error(429, "rate_limit_exceeded", "Too many requests", after: 5)
        case .token: error(403, "invalid_api_key", "API key is invalid")
        case .window, .failed, .drop, .down: nil
        }
    }

    func say(_ words: CustomerWords) async throws { try await write(words, files: []) }

    func send(_ sample: CustomerSample) async throws {
        guard let file = sample.file else { return }
        let attached = ResendState.File(name: file.name, type: file.mimeType, data: file.bytes)
        try await write(CustomerWords(text: "Segue em anexo."), files: [attached])
    }

    /// An answer to a letter of the shop's, as mail programs write it; without a subject, to the newest one.
    private func write(_ words: CustomerWords, files: [ResendState.File]) async throws {
        let letters = bubbles.filter(\.isFromShop)
        let quoted = words.quoting ?? (words.subject == nil ? letters.last?.id : nil)
        let answered = quoted.flatMap { id in resend.read { state in state.sent.last { $0.id == id } } }
        var text = words.text
        if let answered {
            let day = answered.at.formatted(.iso8601.year().month().day())
            text += "\n\nEm \(day), \(account.address) escreveu:\n"
            text += answered.text.split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)" }
                .joined(separator: "\n")
        }
        try await resend.write(
            from: "\(customer.name) <\(customer.address)>", to: account.address,
            subject: words.subject ?? answered.map { Self.answer($0.subject) } ?? "Mensagem para a loja", text: text,
            files: files, answering: answered)
    }

    private static func answer(_ subject: String) -> String {
        subject.lowercased().hasPrefix("re:") ? subject : "Re: " + subject
    }
}

/// Text messages through Twilio.
struct TwilioLine: PretendLine {
    let twilio: TwilioSimulator
    let account: PlayedAccount
    let customer: PretendCustomer

    var front: TwilioSimulator { twilio }
    var bubbles: [SimulatedBubble] { twilio.transcript(with: customer.address) }

    func wording(of fault: LineFault) -> SimulatedFault.Kind? {
        func error(_ status: Int, _ code: Int, _ message: String, after: Int? = nil) -> SimulatedFault.Kind {
            .error(
                status: status, body: ["code": JSON(code), "message": JSON(message), "status": JSON(status)],
                retryAfter: after)
        }
        return switch fault {
        case .rateLimit: error(429, 20_429, "Too Many Requests", after: 5)
        case .token: error(401, 20_003, "Authenticate")
        case .window, .failed, .drop, .down: nil
        }
    }

    func say(_ words: CustomerWords) async throws {
        try await twilio.receive(words.text, from: customer.address, on: account.address)
    }
}

/// Text messages through Zenvia.
struct ZenviaLine: PretendLine {
    let zenvia: ZenviaSimulator
    let account: PlayedAccount
    let customer: PretendCustomer

    var front: ZenviaSimulator { zenvia }
    var bubbles: [SimulatedBubble] { zenvia.transcript(with: customer.address) }

    func wording(of fault: LineFault) -> SimulatedFault.Kind? {
        switch fault {
        case .rateLimit:
            .error(status: 429, body: ["code": "TOO_MANY_REQUESTS", "message": "Too many requests"], retryAfter: 5)
        case .token: .error(status: 401, body: ["code": "AUTHENTICATION_ERROR", "message": "Invalid token"])
        case .window, .failed, .drop, .down: nil
        }
    }

    func say(_ words: CustomerWords) async throws {
        try await zenvia.receive(words.text, from: customer.address, name: customer.name, on: account.address)
    }
}
