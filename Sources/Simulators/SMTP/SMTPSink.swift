import Domain
import Foundation
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization

/// A pretend submission server on a loopback port: takes mail, delivers none, and shows what came.
package final class SMTPSink: Service, Sendable {
    package enum Security: Sendable { case implicit, startTLS, none }

    package struct Letter: Sendable {
        package let from: String
        package let to: [String]
        /// As it came, dots restored.
        package let content: [UInt8]
        package let user: String?
        package let isEncrypted: Bool
        package let at: Date

        package var message: EmailMessage { EmailMessage.parse(content) }
    }

    /// Something that goes wrong on purpose, once, when a command that begins with `command` (or `.`, the end of the content) comes.
    package struct Fault: Sendable {
        package enum Kind: Sendable {
            case reply(String)
            case drop
            /// Keeps the mail, and closes the connection instead of saying so.
            case acceptThenDrop
            /// Says nothing until the client leaves.
            case silence
            /// Sends this behind its answer, in the same packet.
            case extra(String)
        }
        package var command: String
        package var kind: Kind

        package init(_ command: String, _ kind: Kind) {
            self.command = command
            self.kind = kind
        }
    }

    package struct State: Sendable {
        package internal(set) var port: Int?
        package var user = "loja"
        package var password = "segredo-da-loja"
        package var mechanisms = ["PLAIN", "LOGIN"]
        package var sizeLimit = 26_214_400
        /// Recipients that are refused with 550 5.1.1.
        package var unknown: Set<String> = []
        package internal(set) var faults: [Fault] = []
        package internal(set) var letters = Ring<Letter>(capacity: 5_000)
        /// Commands without what follows AUTH.
        package internal(set) var commands = Ring<String>(capacity: 5_000)
    }

    package let world = Watched(State())
    package let security: Security
    /// What a client must trust.
    package let rootPEM: String
    private let tls: NIOSSLContext
    private let requestedPort: Int
    private let logger: Logger

    package init(security: Security, port: Int = 0, logger: Logger = Logger(label: "smtp-sink")) throws {
        let certificate = try SimulatedCertificate()
        (rootPEM, tls) = (certificate.pem, try certificate.context())
        self.security = security
        requestedPort = port
        self.logger = logger
    }

    package var port: Int {
        get async throws { try await world.value { $0.port } }
    }

    package func fail(_ command: String, _ kind: Fault.Kind) {
        world.change { $0.faults.append(Fault(command, kind)) }
    }

    /// Serves until shut down.
    package func run() async throws {
        let (tls, security, accepted) = (tls, security, Accepted())
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: requestedPort) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if security == .implicit {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    accepted.add(channel)
                    return Client(channel: channel)
                }
            }
        world.change { $0.port = server.channel.localAddress?.port }
        // Accepted while we stop, and never served: nobody else would close them.
        defer { accepted.closeAll() }
        // A service that is told to stop and stops has not failed.
        try? await cancelWhenGracefulShutdown {
            try await server.executeThenClose { clients in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await client in clients {
                        // A client that leaves in the middle is no fault of the sink.
                        group.addTask { try? await self.serve(client.channel) }
                    }
                }
            }
        }
    }

    /// A connection becomes an async channel only here, where it is certain to be run: one that waits in the list of accepted ones when
    /// the server stops would be dropped with an unfinished writer, which ends the process.
    private func serve(_ channel: any Channel) async throws {
        let client = try await channel.eventLoop.submit {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }.get()
        try await client.executeThenClose { inbound, outbound in
            try await channel.setOption(.autoRead, value: true).get()
            var session = SMTPSinkSession(
                sink: self, channel: channel, outbound: outbound, isEncrypted: security == .implicit)
            try await session.run(inbound)
        }
    }

    private struct Client: Sendable {
        let channel: any Channel
    }

    private final class Accepted: Sendable {
        private let channels = Mutex<[any Channel]>([])

        func add(_ channel: any Channel) { channels.withLock { $0.append(channel) } }

        func closeAll() { for channel in channels.withLock({ $0 }) { channel.close(promise: nil) } }
    }

    /// Begins TLS in the same moment in which "go ahead" is written: no byte of the client's can come between.
    func beginTLS(on channel: any Channel) async throws {
        let tls = tls
        try await channel.eventLoop.submit {
            channel.writeAndFlush(ByteBuffer(string: "220 2.0.0 Ready to start TLS\r\n"), promise: nil)
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
        }.get()
    }
}
