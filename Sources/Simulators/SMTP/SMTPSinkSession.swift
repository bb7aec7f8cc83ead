import Domain
import Foundation
import NIOCore

/// One client of the sink.
struct SMTPSinkSession {
    let sink: SMTPSink
    let channel: any Channel
    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    var isEncrypted: Bool
    private var user: String?
    private var from: String?
    private var to: [String] = []
    private var buffer: [UInt8] = []
    private var isOpen = true

    private struct Left: Error {}

    init(sink: SMTPSink, channel: any Channel, outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, isEncrypted: Bool) {
        self.sink = sink
        self.channel = channel
        self.outbound = outbound
        self.isEncrypted = isEncrypted
    }

    mutating func run(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws {
        var bytes = inbound.makeAsyncIterator()
        if try await meet("CONNECT") { try await say("220 sink.example.com ESMTP") }
        while isOpen {
            let text = try await line(&bytes)
            let verb = text.split(separator: " ").first.map { $0.uppercased() } ?? ""
            sink.world.change { $0.commands.append(verb == "AUTH" ? "AUTH" : text) }
            guard try await meet(text) else { continue }
            try await handle(verb, text, &bytes)
        }
    }

    private mutating func handle(
        _ verb: String, _ text: String, _ bytes: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) async throws {
        switch verb {
        case "EHLO": try await greet()
        case "STARTTLS" where sink.security == .startTLS && !isEncrypted:
            guard buffer.isEmpty else { return try await say("501 5.5.1 Pipelining is not allowed here") }
            try await sink.beginTLS(on: channel)
            (isEncrypted, user, from, to) = (true, nil, nil, [])
        case "AUTH": try await signIn(text, &bytes)
        case "MAIL" where user == nil && sink.security != .none: try await say("530 5.7.0 Authentication required")
        case "MAIL":
            guard let address = Self.address(text) else { return try await say("501 5.1.7 Bad sender address syntax") }
            (from, to) = (address, [])
            try await say("250 2.1.0 Ok")
        case "RCPT" where from == nil: try await say("503 5.5.1 Error: need MAIL command")
        case "RCPT":
            guard let address = Self.address(text) else {
                return try await say("501 5.1.3 Bad recipient address syntax")
            }
            guard !sink.world.read({ $0.unknown.contains(address) }) else {
                return try await say("550 5.1.1 <\(address)>: Recipient address rejected: User unknown")
            }
            to.append(address)
            try await say("250 2.1.5 Ok")
        case "DATA": try await receive(&bytes)
        case "RSET":
            (from, to) = (nil, [])
            try await say("250 2.0.0 Ok")
        case "NOOP": try await say("250 2.0.0 Ok")
        case "QUIT":
            try await say("221 2.0.0 Bye")
            isOpen = false
        default: try await say("502 5.5.2 Error: command not recognized")
        }
    }

    private func greet() async throws {
        let (mechanisms, size) = sink.world.read { ($0.mechanisms.joined(separator: " "), $0.sizeLimit) }
        var lines = ["sink.example.com", "SIZE \(size)", "8BITMIME", "ENHANCEDSTATUSCODES"]
        if sink.security == .startTLS, !isEncrypted {
            lines.append("STARTTLS")
        } else if sink.security != .none {
            lines.append("AUTH \(mechanisms)")
        }
        for line in lines.dropLast() { try await say("250-\(line)") }
        try await say("250 \(lines.last ?? "")")
    }

    private mutating func signIn(_ text: String, _ bytes: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator)
        async throws
    {
        guard isEncrypted else {
            return try await say("538 5.7.11 Encryption required for requested authentication mechanism")
        }
        let words = text.split(separator: " ").map(String.init)
        var name = ""
        var password = ""
        switch words.dropFirst().first?.uppercased() {
        case "PLAIN":
            var code = words.dropFirst(2).first ?? ""
            if code.isEmpty {
                try await say("334 ")
                code = try await line(&bytes)
            }
            let parts = Self.decoded(code).split(separator: "\u{0}", omittingEmptySubsequences: false)
            guard parts.count == 3 else { return try await say("501 5.5.2 Cannot decode") }
            (name, password) = (String(parts[1]), String(parts[2]))
        case "LOGIN":
            try await say("334 VXNlcm5hbWU6")
            name = Self.decoded(try await line(&bytes))
            try await say("334 UGFzc3dvcmQ6")
            password = Self.decoded(try await line(&bytes))
        default: return try await say("504 5.5.4 Unrecognized authentication type")
        }
        let isGood = sink.world.read { $0.user == name && $0.password == password }
        user = isGood ? name : nil
        try await say(isGood ? "235 2.7.0 Authentication successful" : "535 5.7.8 Error: authentication failed")
    }

    private mutating func receive(_ bytes: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) async throws {
        guard let from, !to.isEmpty else { return try await say("503 5.5.1 Error: need RCPT command") }
        try await say("354 End data with <CR><LF>.<CR><LF>")
        var content: [UInt8] = []
        while true {
            let text = try await rawLine(&bytes)
            if text == [UInt8(ascii: ".")] { break }
            content += text.first == UInt8(ascii: ".") ? text.dropFirst() : text[...]
            content += [0x0D, 0x0A]
        }
        let letter = SMTPSink.Letter(
            from: from, to: to, content: content, user: user, isEncrypted: isEncrypted, at: Date())
        if case .acceptThenDrop = sink.world.read({ state in state.faults.first { $0.command == "." }?.kind }) {
            sink.world.change { $0.letters.append(letter) }
        }
        guard try await meet(".") else { return }
        sink.world.change { $0.letters.append(letter) }
        (self.from, to) = (nil, [])
        try await say("250 2.0.0 Ok: queued as 4F2A1C")
    }

    /// Meets the fault that waits for a command; false when it took the place of the answer.
    private mutating func meet(_ command: String) async throws -> Bool {
        let fault = sink.world.change { state -> SMTPSink.Fault? in
            guard let index = state.faults.firstIndex(where: { command.uppercased().hasPrefix($0.command) }) else {
                return nil
            }
            return state.faults.remove(at: index)
        }
        switch fault?.kind {
        case .reply(let text): try await say(text)
        case .drop, .acceptThenDrop:
            try? await channel.close()
            throw Left()
        case .silence: return false
        case .extra(let text): try await outbound.write(ByteBuffer(string: text))
        case nil: return true
        }
        return false
    }

    private func say(_ text: String) async throws { try await outbound.write(ByteBuffer(string: "\(text)\r\n")) }

    private mutating func line(_ bytes: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) async throws
        -> String
    {
        String(decoding: try await rawLine(&bytes), as: UTF8.self)
    }

    /// The next line without its end. Only CRLF ends a line: a client that sends less has not ended it.
    private mutating func rawLine(_ bytes: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) async throws
        -> [UInt8]
    {
        while true {
            if let end = buffer.firstIndex(of: 0x0A), end > 0, buffer[end - 1] == 0x0D {
                let line = Array(buffer[..<(end - 1)])
                buffer.removeSubrange(...end)
                return line
            }
            guard buffer.count < 64 << 20, let more = try await bytes.next() else { throw Left() }
            buffer += more.readableBytesView
        }
    }

    private static func address(_ text: String) -> String? {
        guard let open = text.firstIndex(of: "<"), let close = text[open...].firstIndex(of: ">") else { return nil }
        let address = String(text[text.index(after: open)..<close])
        return EmailAddress(address) == nil ? nil : address
    }

    private static func decoded(_ text: String) -> String {
        String(decoding: Data(base64Encoded: text) ?? Data(), as: UTF8.self)
    }
}
