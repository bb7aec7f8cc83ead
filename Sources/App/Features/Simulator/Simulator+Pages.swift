import Domain
import Foundation
import Simulators
import Web

/// `/simulator/{account}/{customer}`
struct SimulatorPage: PageModel {
    struct Person: Encodable {
        let href: String
        let isCurrent: Bool
        let tone: String
        let initials: String
        let name: String
        let address: String
    }
    struct Channel: Encodable {
        let href: String
        let isCurrent: Bool
        let icon: String
        let label: String
        /// The account's own name and address, for two of a kind.
        let about: String
    }
    struct Text: Encodable {
        let text: String
    }
    struct Quote: Encodable {
        let id: String
        let text: String
    }

    let feedHref: String
    let href: String
    let account: String
    /// `whatsapp`, `instagram`, `messenger`, `mail` or `sms`: how the screen looks.
    let look: String
    let isMail: Bool
    let shopName: String
    let customerLine: String
    let problem: String?
    let openForm: Bool
    let newAddress: String
    let newHint: String
    let newExample: String
    let customers: [Person]
    let channels: [Channel]
    let suggestions: [Text]
    let samples: [SimulatorFeed.Choice]
    let quote: Quote?
    let hasReceipts: Bool
    /// `true` where a phone can be unlinked, then whether it is.
    let isLinkable: Bool
    let linkText: String
    let feed: SimulatorFeed

    static let template = "simulator/index"
    static let sample = SimulatorPage(
        feedHref: "/simulator/a/b/feed", href: "/simulator/a/b", account: "a", look: "mail", isMail: true,
        shopName: "Loja", customerLine: "você é Ana",
        problem: "Use um telefone com DDD.", openForm: true, newAddress: "Telefone", newHint: "Vazio",
        newExample: "+55",
        customers: [.init(href: "#", isCurrent: true, tone: "tone-1", initials: "A", name: "Ana", address: "+55")],
        channels: [.init(href: "#", isCurrent: true, icon: "whatsapp", label: "WhatsApp", about: "Loja")],
        suggestions: [.init(text: "Oi")],
        samples: [.init(value: "image", label: "Foto", isCurrent: false)], quote: .init(id: "1", text: "Olá"),
        hasReceipts: true, isLinkable: true, linkText: "Desconectar", feed: .sample)
}

/// Where there is nothing to play with.
struct SimulatorEmpty: PageModel {
    let hint: String

    static let template = "simulator/empty"
    static let sample = SimulatorEmpty(hint: "A loja de demonstração traz um.")
}

extension SimulatorPage {
    struct Cast {
        let accounts: [PlayedAccount]
        let customers: [PretendCustomer]
        let shop: String
    }

    init(_ line: any PretendLine, _ cast: Cast, problem: String?, quoting: String?, localizer: Localizer) {
        let kind = line.account.kind
        let base = "/simulator/\(line.account.id.lowercase)"
        href = line.href
        feedHref = href + "/feed"
        account = line.account.id.lowercase
        look = Self.look(kind)
        isMail = look == "mail"
        shopName = cast.shop
        self.problem = problem
        openForm = problem != nil
        newAddress = localizer("sim.new.\(look)")
        newHint = localizer("sim.new.\(look).hint")
        newExample = localizer("sim.new.\(look).example")
        func address(_ customer: PretendCustomer) -> String {
            customer.phone.map(PhoneNumber.display) ?? customer.email ?? customer.username.map { "@" + $0 }
                ?? localizer("sim.no_address.\(kind.rawValue)")
        }
        customerLine = localizer("sim.you_are", ["name": line.customer.name, "address": address(line.customer)])
        customers = cast.customers.enumerated().map { place, customer in
            let letters = customer.name.split(separator: " ").prefix(2).compactMap(\.first)
            return Person(
                href: "\(base)/\(customer.key)", isCurrent: customer.key == line.customer.key,
                tone: "tone-\(place % 8)",
                initials: String(letters).uppercased(), name: customer.name, address: address(customer))
        }
        channels =
            cast.accounts.count < 2
            ? []
            : cast.accounts.map {
                Channel(
                    href: "/simulator/\($0.id.lowercase)", isCurrent: $0.id == line.account.id,
                    icon: ChannelWords.icon($0.kind.channelType.rawValue),
                    label: localizer("sim.channel.\($0.kind.rawValue)"),
                    about: "\($0.name) · \($0.displayAddress ?? $0.address)")
            }
        suggestions = ["delivery", "cancel", "person"].map { Text(text: localizer("sim.try.\($0)")) }
        samples = line.samples.map {
            .init(value: $0.rawValue, label: localizer("sim.sample.\($0.rawValue)"), isCurrent: false)
        }
        let quoted = quoting.flatMap { id in line.canQuote ? line.bubbles.last { $0.id == id } : nil }
        quote = quoted.map { Quote(id: $0.id, text: String(($0.subject ?? $0.text).prefix(120))) }
        hasReceipts = !line.receipts.isEmpty
        isLinkable = line.isLinked != nil
        linkText = localizer(line.isLinked == false ? "sim.link.on" : "sim.link.off")
        feed = SimulatorFeed(line, localizer: localizer)
    }

    private static func look(_ kind: ChannelKind) -> String {
        switch kind.channelType {
        case .instagram: "instagram"
        case .messenger: "messenger"
        case .email: "mail"
        case .sms: "sms"
        case .whatsapp, .chat, .push: "whatsapp"
        }
    }
}
