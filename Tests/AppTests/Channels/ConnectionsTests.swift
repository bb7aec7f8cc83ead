import Domain
import Foundation
import Logging
import Providers
import Simulators
import TestSupport
import Testing

@testable import App

/// The testers of the settings page, against the pretend providers.
@Suite(.timeLimit(.minutes(5))) struct ConnectionsTests {
    private static let http = ProviderHTTP(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

    private func credentials(
        _ kind: ChannelKind, _ address: String, _ baseURL: String, _ secrets: [ChannelSecret: String]
    ) -> ChannelCredentials {
        ChannelCredentials(
            tenant: TenantID(UUID()), account: UUID(), channelType: kind.channelType, provider: kind.provider,
            address: address,
            baseURL: baseURL, isEnabled: true, connectionStatus: "connected", secrets: secrets)
    }

    private func ask(_ kind: ChannelKind, _ credentials: ChannelCredentials) async throws -> ConnectionOutcome {
        await Channels.ask(try #require(Connections.all(http: Self.http).testers[kind]), credentials)
    }

    @Test func `Meta tells the number's name, or that it does not know the token`() async throws {
        try await MetaSimulation.run { simulation in
            let number = simulation.account.phoneNumberID
            let good = try await ask(
                .metaWhatsApp,
                credentials(.metaWhatsApp, number, simulation.baseURL, [.accessToken: simulation.account.accessToken]))
            guard case .report(let report) = good else {
                Issue.record("\(good)")
                return
            }
            #expect(report.state == .connected && report.facts.contains { $0.label == "number" })
            let bad = try await ask(
                .metaWhatsApp, credentials(.metaWhatsApp, number, simulation.baseURL, [.accessToken: "EAAwrong"]))
            #expect(ConnectionVerdict(bad).status == "needs_reauth")
        }
    }

    @Test func `Z-API tells whether the phone is linked, and gives the code to link it`() async throws {
        let zapi = ZAPISimulator(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        zapi.change {
            $0.instances["INST1"] = .init(id: "INST1", token: "TOKEN1", phone: "551140028922", isConnected: false)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await zapi.run() }
            defer { group.cancelAll() }
            let account = credentials(.zapi, "INST1", try await zapi.baseURL, [.apiToken: "TOKEN1"])
            let unlinked = try await ask(.zapi, account)
            #expect(ConnectionVerdict(unlinked).status == "qr_pending")
            let source = try #require(Connections.all(http: Self.http).codes[.zapi])
            guard case .image(let data) = try await source(account) else {
                Issue.record("no code")
                return
            }
            #expect(data.hasPrefix("data:image/png;base64,iVBORw0KGgo"))
            zapi.change { $0.instances["INST1"]?.isConnected = true }
            let linked = try await source(account)
            #expect(linked == .connected)
            guard case .report(let report) = try await ask(.zapi, account) else {
                Issue.record("no report")
                return
            }
            #expect(report.state == .connected && report.displayAddress == "+55 11 4002-8922")
        }
    }

    @Test func `a provider that is not there says nothing about the account`() async throws {
        for kind in Connections.all(http: Self.http).offered where ![.smtp, .twilio, .webPush].contains(kind) {
            // Nobody listens there. (Two need settings before they call anybody, and one has nobody to call.)
            let outcome = try await ask(
                kind, credentials(kind, "1", "http://127.0.0.1:9", [.accessToken: "t", .apiToken: "t"]))
            guard case .failed(let error) = outcome else {
                Issue.record("\(kind)")
                continue
            }
            #expect(error.countsAgainstProvider && ConnectionVerdict(outcome).status == nil, "\(kind)")
        }
    }
}
