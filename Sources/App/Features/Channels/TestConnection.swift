import Domain
import Foundation
import Providers

/// How a test went: what the provider said, or why nothing could be had from it.
package enum ConnectionOutcome: Sendable, Equatable {
    case report(ConnectionReport)
    case failed(ProviderError)

    package var isGood: Bool {
        if case .report = self { true } else { false }
    }
}

extension Channels {
    /// What a draft's account would speak to its provider with. Nothing is stored.
    package func credentials(trying channel: NewChannel, of tenant: TenantID) -> ChannelCredentials {
        ChannelCredentials(
            tenant: tenant, account: .v7(), channelType: channel.channelType, provider: channel.provider,
            address: channel.address,
            baseURL: channel.baseURL ?? homes[channel.provider], isEnabled: true, connectionStatus: "disconnected",
            settings: channel.settings, secrets: channel.secrets)
    }

    /// Asks the provider of a connected account, and keeps what it said in the account's row.
    ///
    /// - Throws: ``ChannelError/unknownAccount``, also for kinds that no tester knows.
    package func test(_ account: UUID, with connections: Connections, as scope: TenantScope) async throws
        -> ConnectionOutcome
    {
        let credentials = try await credentials(scope.tenant, account)
        guard let kind = credentials.kind, let tester = connections.testers[kind] else {
            throw ChannelError.unknownAccount
        }
        let outcome = await Self.ask(tester, credentials)
        try await record(ConnectionVerdict(outcome), of: account, as: scope)
        return outcome
    }

    static func ask(_ tester: ConnectionTester, _ credentials: ChannelCredentials) async -> ConnectionOutcome {
        do {
            return .report(try await tester(credentials))
        } catch {
            return .failed(error)
        }
    }
}

extension ConnectionVerdict {
    package init(_ outcome: ConnectionOutcome) {
        switch outcome {
        case .report(let report): self.init(report)
        case .failed(let error): self.init(error)
        }
    }
}
