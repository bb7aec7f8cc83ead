import Domain
import Logging
import ServiceLifecycle
import Simulators

/// The pretend providers of the demo, each on a loopback port of its own.
package struct PretendProviders: Sendable {
    package let meta: MetaGraphSimulator
    package let zapi: ZAPISimulator
    package let whaticket: WhaticketSimulator
    package let resend: ResendSimulator
    package let twilio: TwilioSimulator
    package let zenvia: ZenviaSimulator
    /// Takes the mail of accounts that send through a server of their own.
    package let smtp: SMTPSink

    package init(logger: Logger) throws {
        meta = MetaGraphSimulator(logger: logger)
        zapi = ZAPISimulator(logger: logger)
        whaticket = WhaticketSimulator(logger: logger)
        resend = ResendSimulator(logger: logger)
        twilio = TwilioSimulator(logger: logger)
        zenvia = ZenviaSimulator(logger: logger)
        smtp = try SMTPSink(security: .none, logger: logger)
    }

    /// Each runs on its own, and stops on its own.
    package var services: [any Service] { [meta, zapi, whaticket, resend, twilio, zenvia, smtp] }

    /// Whether an account is one that these know: one of another server of the same kind is not played with.
    func knows(_ account: PlayedAccount) -> Bool {
        let address = account.address
        return switch account.kind {
        case .metaWhatsApp: meta.read { $0.accounts[address] != nil }
        case .instagram, .messenger: meta.read { $0.pages[address] != nil }
        case .zapi: zapi.read { $0.instances[address] != nil }
        case .whaticket: whaticket.read { $0.companyDomain == address }
        case .resend: resend.read { $0.mailboxes.contains(address.lowercased()) }
        case .twilio: twilio.read { $0.senders.contains(address) }
        case .zenvia: zenvia.read { $0.senders.contains(address) }
        // Nobody writes to a way out.
        case .smtp, .webPush: false
        }
    }

    func line(_ account: PlayedAccount, _ customer: PretendCustomer) -> (any PretendLine)? {
        switch account.kind {
        case .metaWhatsApp: MetaWhatsAppLine(meta: meta, account: account, customer: customer)
        case .instagram, .messenger: MetaPageLine(meta: meta, account: account, customer: customer)
        case .zapi: ZAPILine(zapi: zapi, account: account, customer: customer)
        case .whaticket: WhaticketLine(whaticket: whaticket, account: account, customer: customer)
        case .resend: MailLine(resend: resend, account: account, customer: customer)
        case .twilio: TwilioLine(twilio: twilio, account: account, customer: customer)
        case .zenvia: ZenviaLine(zenvia: zenvia, account: account, customer: customer)
        case .smtp, .webPush: nil
        }
    }
}
