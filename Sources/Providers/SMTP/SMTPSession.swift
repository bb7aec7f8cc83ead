import Domain
import Foundation

/// The conversation with a server, from its greeting to the end of a mail.
struct SMTPSession {
    private var connection: SMTPConnection
    private let server: SMTP.Server
    private let mark: SendMark
    private(set) var capabilities = SMTPCapabilities()
    private(set) var isAuthenticated = false

    init(connection: SMTPConnection, server: SMTP.Server, mark: SendMark) {
        self.connection = connection
        self.server = server
        self.mark = mark
    }

    private var secrets: [String] { [server.password, server.username].compactMap { $0 } }

    /// Greeting, encryption, sign-in.
    mutating func begin() async throws {
        guard server.security != .none || server.password == nil else {
            throw ProviderError.rejected(
                .init(code: "password_needs_tls", title: "A password is not sent in the clear"))
        }
        try expect(try await connection.reply(timeout: server.timeouts.command), 220)
        try await hello()
        if server.security == .startTLS {
            guard capabilities.startTLS else {
                throw ProviderError.rejected(
                    .init(code: "starttls_unavailable", title: "The server offers no encryption"))
            }
            try expect(try await command("STARTTLS"), 220)
            try await connection.startTLS(server)
            do {
                try await hello()
            } catch let broken as SMTPBroken where broken.fault.code.hasPrefix("connection_") {
                // The first thing after it failed: which side hung up, and how, is chance.
                throw SMTPBroken(
                    fault: ProviderFault(
                        code: "tls_failed", title: "No trusted encryption", detail: broken.fault.detail))
            }
        }
        if let username = server.username, let password = server.password { try await signIn(username, password) }
    }

    private mutating func hello() async throws {
        let reply = try await command("EHLO \(connection.literal)")
        try expect(reply, 250)
        capabilities = SMTPCapabilities(reply)
    }

    private mutating func signIn(_ username: String, _ password: String) async throws {
        func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
        if capabilities.mechanisms.contains("PLAIN") {
            try expect(try await command("AUTH PLAIN \(encoded("\u{0}\(username)\u{0}\(password)"))"), 235)
        } else if capabilities.mechanisms.contains("LOGIN") {
            // The words of the prompts differ from server to server.
            try expect(try await command("AUTH LOGIN"), 334)
            try expect(try await command(encoded(username)), 334)
            try expect(try await command(encoded(password)), 235)
        } else {
            throw ProviderError.rejected(
                .init(code: "auth_unavailable", title: "The server offers neither PLAIN nor LOGIN"))
        }
        isAuthenticated = true
    }

    mutating func deliver(_ content: [UInt8], from: String, to recipients: [String], id: String) async throws
        -> SMTP.SendReceipt
    {
        if let size = capabilities.size, content.count > size {
            throw ProviderError.rejected(
                .init(code: "too_large", title: "\(content.count) octets; the server takes \(size)"))
        }
        let addresses = [from] + recipients
        let isUnicode = !addresses.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
        guard addresses.allSatisfy({ EmailAddress($0) != nil }), !isUnicode || capabilities.acceptsUnicodeAddresses
        else {
            throw ProviderError.rejected(.init(code: "bad_address", title: "An address this server cannot take"))
        }
        let size = capabilities.size == nil ? "" : " SIZE=\(content.count)"
        try expect(try await command("MAIL FROM:<\(from)>\(size)\(isUnicode ? " SMTPUTF8" : "")"), 250)
        let refused = try await address(recipients)
        try expect(try await command("DATA"), 354)
        try await send(content)
        try expect(try await connection.reply(timeout: server.timeouts.acceptance), 250)
        // The mail is theirs now: how they say goodbye does not matter.
        try? await quit()
        return SMTP.SendReceipt(externalID: id, refused: refused)
    }

    /// Names the recipients one by one; fails only when none is taken, with the first refusal.
    private mutating func address(_ recipients: [String]) async throws -> [SMTP.Refusal] {
        var refused: [SMTP.Refusal] = []
        var first: ProviderError?
        for recipient in recipients {
            let reply = try await command("RCPT TO:<\(recipient)>")
            if reply.code == 421 { throw reply.error(secrets: secrets) }
            guard !(250...252).contains(reply.code) else { continue }
            first = first ?? reply.error(secrets: secrets)
            refused.append(.init(address: recipient, code: reply.fault(secrets: secrets).code))
        }
        if refused.count == recipients.count, let first { throw first }
        return refused
    }

    private mutating func send(_ content: [UInt8]) async throws {
        let data = SMTPData.stuffed(content)
        var index = 0
        while data.count - index > 65_536 {
            try await connection.write(data[index..<index + 65_536])
            index += 65_536
        }
        mark.set()
        try await connection.write(data[index...])
    }

    mutating func quit() async throws {
        _ = try await connection.command("QUIT", timeout: .seconds(5))
    }

    private mutating func command(_ line: String) async throws -> SMTPReply {
        try await connection.command(line, timeout: server.timeouts.command)
    }

    private func expect(_ reply: SMTPReply, _ code: Int) throws {
        guard reply.code == code else { throw reply.error(secrets: secrets) }
    }
}
