import Foundation
import Privacy
import Providers

/// Whether what we call can be reached: Meta (or the pretend one of the demo) and the language model.
struct ProviderCheck {
    let installation: Installation

    func examine() async -> [Diagnosis] {
        var found: [Diagnosis] = []
        let accounts: [(id: ChannelID, provider: ChannelProvider, address: String, baseURL: String?)]
        do {
            accounts = try await installation.channels.addresses()
        } catch {
            return [.bad("channels", "The connected channels cannot be read from the database: \(error)")]
        }
        let meta = Set(accounts.filter { $0.provider == .meta }.map { $0.baseURL ?? installation.config.metaGraphURL })
        if accounts.isEmpty {
            found.append(.warning("channels", "No channel is connected: secretaria channel add, or secretaria demo."))
        }
        for url in meta.sorted() { found.append(await reach("Meta", url)) }
        found += await mail(accounts.filter { $0.provider == .smtp }.map(\.id))
        if let model = installation.config.openAI {
            found.append(await reach("language model", model.baseURL))
        } else {
            found.append(
                .good("language model", "None is configured: the offline attendant answers from the knowledge base."))
        }
        return found
    }

    /// Whether each mail server lets us in; nothing is sent and nothing is written down.
    private func mail(_ accounts: [ChannelID]) async -> [Diagnosis] {
        guard let tester = Connections.all(of: installation).testers[.smtp] else { return [] }
        var found: [Diagnosis] = []
        for account in accounts.prefix(20) {
            guard let credentials = try? await installation.channels.credentials(ifKnown: account) else {
                found.append(.bad("SMTP", "The secrets of an account cannot be read: see master key."))
                continue
            }
            switch await Channels.ask(tester, credentials) {
            case .report:
                found.append(.good("SMTP", "The mail server of \(Mask.text(credentials.address)) lets us in."))
            case .failed(let error):
                found.append(
                    .bad(
                        "SMTP",
                        "The mail server of \(Mask.text(credentials.address)) does not: \(error.fault.title). Look at its address, port and password in the settings."
                    ))
            }
        }
        return found
    }

    /// Any answer counts: an error in HTTP is still somebody at the other end.
    private func reach(_ subject: String, _ url: String) async -> Diagnosis {
        do {
            let response = try await ProviderHTTP(logger: installation.logger).send(
                ProviderRequest("doctor.reach", url: url))
            return .good(subject, "\(url) answers (HTTP \(response.status)).")
        } catch {
            return .bad(
                subject, "\(url) cannot be reached: \(error.fault.title). Check the network, the proxy and the address."
            )
        }
    }
}
