import Domain
import Foundation
import Logging
import Providers
import Simulators
import TestSupport
import Testing
import Web

@testable import App

/// Providers that can be told by call where their webhooks go.
@Suite(.timeLimit(.minutes(5)))
struct WebhookSetupTests {
    private static let site = "https://atendimento.loja.example"
    private let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// A pretend provider that runs for the length of `body`.
    private func running<S: SimulatorFront>(_ simulator: S, _ body: (String) async throws -> Void)
        async throws
    {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await simulator.run() }
            defer { group.cancelAll() }
            try await body(try await simulator.baseURL)
        }
    }

    private func tell(
        _ secret: String, _ account: UUID, at site: String = WebhookSetupTests.site, _ fixture: ShopFixture
    )
        async throws -> WebhookSetupOutcome?
    {
        try await fixture.channels.setWebhook(
            secret, of: account, at: site, with: Connections.all(http: ProviderHTTP(logger: quiet)),
            as: fixture.owner(0))
    }

    @Test func `Z-API is told one address for everything; without https, or without its trust, it is said why not`()
        async throws
    {
        try await withShops(1) { fixture in
            let zapi = ZAPISimulator(logger: quiet)
            zapi.change { $0.instances["INST1"] = .init(id: "INST1", token: "T", phone: "554133330101") }
            try await running(zapi) { home in
                let account = try await fixture.channels.connect(
                    NewChannel(
                        channelType: .whatsapp, provider: .zapi, name: "Loja", address: "INST1", baseURL: home,
                        secrets: [.apiToken: "T"], hookSecret: "a-secret-of-sixteen-or-more"), as: fixture.owner(0))
                #expect(try await tell("a-secret-of-sixteen-or-more", account, fixture) == .done)
                #expect(
                    zapi.log.webhookURL == "\(Self.site)/webhooks/zapi/a-secret-of-sixteen-or-more"
                        && zapi.read { $0.instances["INST1"]?.notifiesSentByMe } == true)
                let plain = try await tell("another-secret-of-ours", account, at: "http://loja.example", fixture)
                #expect(plain?.problem?.contains("not_https") == true)
                zapi.change { $0.instances["INST1"]?.token = "other" }
                #expect(try await tell("another-secret-of-ours", account, fixture)?.problem != nil)
                #expect(zapi.log.webhookURL?.hasSuffix("a-secret-of-sixteen-or-more") == true)
            }
        }
    }

    @Test func `Zenvia's subscriptions follow the address: those that lead nowhere go, another program's stay`()
        async throws
    {
        try await withShops(1) { fixture in
            let zenvia = ZenviaSimulator(logger: quiet)
            zenvia.change { state in
                state.token = "T"
                state.subscriptions = [.init(id: "crm", eventType: "MESSAGE", url: "https://outro.example/hook")]
            }
            try await running(zenvia) { home in
                let account = try await fixture.channels.connect(
                    NewChannel(
                        channelType: .sms, provider: .zenvia, name: "SMS", address: "loja", baseURL: home,
                        secrets: [.apiToken: "T"], hookSecret: "the-first-secret-of-it"), as: fixture.owner(0))
                #expect(try await tell("the-first-secret-of-it", account, fixture) == .done)
                let second = try await fixture.channels.renewHook(of: account, provider: .zenvia, as: fixture.owner(0))
                #expect(try await tell(second, account, fixture) == .done)
                let urls = zenvia.read { $0.subscriptions.map { "\($0.eventType) \($0.url)" } }
                #expect(
                    urls == [
                        "MESSAGE https://outro.example/hook", "MESSAGE \(Self.site)/webhooks/zenvia/\(second)",
                        "MESSAGE_STATUS \(Self.site)/webhooks/zenvia/\(second)",
                    ])
            }
        }
    }

    @Test func `a provider that is told by hand is not asked`() async throws {
        try await withShops(1) { fixture in
            let account = try await fixture.channels.connect(
                NewChannel(
                    channelType: .sms, provider: .twilio, name: "SMS", address: "+554130001212",
                    settings: ["account_sid": "AC1"], secrets: [.apiToken: "T"], hookSecret: "a-secret-of-twilio-s"),
                as: fixture.owner(0))
            #expect(try await tell("a-secret-of-twilio-s", account, fixture) == nil)
        }
    }

    @Test(arguments: [
        (["sender=loja", "api_token=x"], "api_token is a secret"), (["wrong=1"], "wrong is no field"),
        (["sender"], "sender is no field"), ([], "sender "),
    ])
    func `a command's fields are named when they are wrong, and secrets are not taken from them`(
        fields: [String], says: String
    ) throws {
        let error = #expect(throws: ChannelError.self) {
            let channel = try OperatorChannel(kind: .zenvia, name: nil, fields: fields, baseURL: nil) { _, _ in "T" }
            _ = try channel.draft.channel()
        }
        #expect("\(try #require(error))".hasPrefix(says))
    }

    @Test func `each secret has a variable of its own`() {
        let all = ChannelKind.allCases.filter { $0.provider != .meta }.flatMap { kind in
            kind.fields.filter(\.isSecret).map { kind.variable($0) }
        }
        #expect(Set(all).count == all.count && all.contains("ZAPI_INSTANCE_TOKEN") && all.contains("RESEND_API_KEY"))
    }
}
