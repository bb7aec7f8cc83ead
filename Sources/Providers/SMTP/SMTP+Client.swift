import Domain
import Foundation
import Logging

extension SMTP {
    /// One mailbox on one server. A connection a mail: submission servers limit how long and how often one is used.
    package struct Client: Sendable {
        let server: Server
        let account: MailAccount
        let logger: Logger

        package init(server: Server, account: MailAccount, logger: Logger) {
            self.server = server
            self.account = account
            self.logger = logger
        }

        package func send(
            _ message: OutboundMessage, attachments: [OutboundEmail.Attachment] = [], at date: Date = Date()
        ) async throws(ProviderError) -> SendReceipt {
            try await send(try account.compose(message, attachments: attachments, at: date))
        }

        /// Sends a mail. What the server refused, or was lost before the last dot left, was certainly not sent; lost after it, nobody knows.
        package func send(_ email: OutboundEmail) async throws(ProviderError) -> SendReceipt {
            let content: [UInt8]
            do {
                content = try MIMEBuilder.build(email)
            } catch {
                throw MailAccount.refusal(error)
            }
            let recipients = email.recipients.map(\.address)
            return try await run("smtp.send") { session in
                try await session.begin()
                return try await session.deliver(content, from: email.from.address, to: recipients, id: email.messageID)
            }
        }

        /// Connects, encrypts, signs in, and leaves: the "test connection" of the settings page.
        package func test() async throws(ProviderError) -> TestReport {
            try await run("smtp.test") { session in
                try await session.begin()
                let report = TestReport(sizeLimit: session.capabilities.size, isAuthenticated: session.isAuthenticated)
                try await session.quit()
                return report
            }
        }

        private func run<T: Sendable>(_ operation: String, _ body: @Sendable (inout SMTPSession) async throws -> T)
            async throws(ProviderError) -> T
        {
            let start = ContinuousClock.now
            // Set when the last dot is written: from then on the server may have the mail.
            let mark = SendMark()
            do {
                let value = try await SMTPConnection.open(server) { connection in
                    var session = SMTPSession(connection: connection, server: server, mark: mark)
                    return try await body(&session)
                }
                logger.debug(
                    "Provider call",
                    metadata: [
                        "provider.operation": "\(operation)", "duration.ms": "\(start.duration(to: .now).milliseconds)",
                    ])
                return value
            } catch {
                let outcome = Self.outcome(error, isHandedOver: mark.isSet)
                logger.warning(
                    "Provider call failed",
                    metadata: [
                        "provider.operation": "\(operation)", "provider.code": "\(outcome.fault.code)",
                        "duration.ms": "\(start.duration(to: .now).milliseconds)",
                    ])
                throw outcome
            }
        }

        private static func outcome(_ error: any Error, isHandedOver: Bool) -> ProviderError {
            if let error = error as? ProviderError { return error }
            let fault =
                (error as? SMTPBroken)?.fault
                ?? ProviderFault(code: "connection_failed", title: "No connection", detail: "\(type(of: error))")
            return isHandedOver ? .ambiguous(fault) : .unavailable(fault, retryAfter: nil)
        }
    }

    /// The server took the mail over; bounces come by mail and name this id.
    package struct SendReceipt: Sendable, Equatable {
        /// The Message-ID, without brackets.
        package let externalID: String
        /// Recipients the server would not take, with its code, while it took others.
        package let refused: [Refusal]
    }

    package struct Refusal: Sendable, Equatable {
        package let address: String
        package let code: String
    }

    package struct TestReport: Sendable, Equatable {
        package let sizeLimit: Int?
        package let isAuthenticated: Bool
    }
}
