import Domain
import NIOCore
import NIOPosix
import NIOSSL

/// Why a connection gave no answer. What that means depends on how far the mail had come.
struct SMTPBroken: Error {
    let fault: ProviderFault
}

/// A connection to a server, one command at a time.
struct SMTPConnection {
    private let channel: any Channel
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var parser = SMTPReplyParser()

    /// Runs `body` with an open connection, and closes it however `body` ends.
    static func open<T: Sendable>(
        _ server: SMTP.Server, _ body: (inout SMTPConnection) async throws -> T
    ) async throws -> T {
        let address = try await address(of: server)
        let tls = server.security == .none ? nil : try context(server)
        let name = serverName(server.host)
        let async: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        do {
            async = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(.nanoseconds(server.timeouts.connect.nanoseconds))
                .connect(host: address, port: server.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if let tls, server.security == .implicit {
                            try channel.pipeline.syncOperations.addHandler(
                                NIOSSLClientHandler(context: tls, serverHostname: name))
                        }
                        return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw SMTPBroken(fault: fault(error))
        }
        return try await async.executeThenClose { inbound, outbound in
            var connection = SMTPConnection(
                channel: async.channel, inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&connection)
        }
    }

    private init(
        channel: any Channel, inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.channel = channel
        self.inbound = inbound
        self.outbound = outbound
    }

    /// Our own name for EHLO: the address as a literal, which needs no name of this host.
    var literal: String {
        guard let ip = channel.localAddress?.ipAddress else { return "[127.0.0.1]" }
        return ip.contains(":") ? "[IPv6:\(ip)]" : "[\(ip)]"
    }

    mutating func command(_ line: String, timeout: Duration) async throws -> SMTPReply {
        try await write(Array("\(line)\r\n".utf8))
        return try await reply(timeout: timeout)
    }

    func write(_ bytes: some Collection<UInt8> & Sendable) async throws {
        do {
            try await outbound.write(ByteBuffer(bytes: bytes))
        } catch {
            throw SMTPBroken(fault: Self.fault(error))
        }
    }

    mutating func reply(timeout: Duration) async throws -> SMTPReply {
        let deadline = ContinuousClock.now + timeout
        let channel = channel
        // Closing the channel ends the wait below.
        let alarm = channel.eventLoop.scheduleTask(in: .nanoseconds(timeout.nanoseconds)) {
            channel.close(promise: nil)
        }
        defer { alarm.cancel() }
        while true {
            do {
                if let reply = try parser.next() { return reply }
            } catch {
                throw SMTPBroken(fault: ProviderFault(code: "not_smtp", title: "Not an SMTP server's answer"))
            }
            let bytes: ByteBuffer?
            do {
                bytes = try await inbound.next()
            } catch {
                throw SMTPBroken(fault: Self.fault(error))
            }
            guard let bytes else {
                throw SMTPBroken(
                    fault: ContinuousClock.now >= deadline
                        ? ProviderFault(code: "timeout", title: "No answer in time")
                        : ProviderFault(code: "connection_closed", title: "The connection was closed"))
            }
            parser.add(bytes.readableBytesView)
        }
    }

    /// Begins TLS. Whatever the server said before does not count any more, and must have been said to its end: bytes already
    /// here would be taken for protected ones.
    mutating func startTLS(_ server: SMTP.Server) async throws {
        guard parser.isEmpty else {
            throw SMTPBroken(
                fault: ProviderFault(code: "starttls_injection", title: "Bytes came in front of the encryption"))
        }
        let (tls, name, channel) = (try Self.context(server), Self.serverName(server.host), channel)
        do {
            try await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.addHandler(
                    NIOSSLClientHandler(context: tls, serverHostname: name), position: .first)
            }.get()
        } catch {
            throw SMTPBroken(fault: Self.fault(error))
        }
    }

    // MARK: Where to, and how safe

    private static func address(of server: SMTP.Server) async throws -> String {
        guard !server.host.isEmpty, (1...65_535).contains(server.port) else {
            throw ProviderError.blocked(.init(code: "bad_address", title: "Not a server's address"))
        }
        guard !server.allowsPrivateHost else { return server.host }
        let addresses = try await PublicHost.system(server.host)
        guard let first = addresses.first else {
            throw SMTPBroken(fault: .init(code: "unknown_host", title: "No such host"))
        }
        guard addresses.allSatisfy(PublicHost.isPublic) else {
            throw ProviderError.blocked(
                .init(code: "private_address", title: "The address is inside a private network"))
        }
        return first
    }

    private static func context(_ server: SMTP.Server) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let roots = server.trustedRoots {
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(roots.utf8)))
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// Addresses are checked as addresses: only names go into the handshake.
    private static func serverName(_ host: String) -> String? {
        (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
    }

    private static func fault(_ error: any Error) -> ProviderFault {
        switch error {
        // Cut off without a goodbye: no fault of the encryption.
        case NIOSSLError.uncleanShutdown: ProviderFault(code: "connection_closed", title: "The connection was closed")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            ProviderFault(code: "tls_failed", title: "No trusted encryption", detail: "\(type(of: error))")
        case is CancellationError: ProviderFault(code: "cancelled", title: "Interrupted")
        default: ProviderFault(code: "connection_failed", title: "No connection", detail: "\(type(of: error))")
        }
    }
}
