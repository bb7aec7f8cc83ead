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
    struct Line: Encodable {
        let href: String
        let isCurrent: Bool
        let name: String
        let address: String
    }
    struct Text: Encodable {
        let text: String
    }

    let feedHref: String
    let href: String
    let account: String
    let shopName: String
    let customerLine: String
    let problem: String?
    let openForm: Bool
    let customers: [Person]
    let hasAccounts: Bool
    let accounts: [Line]
    let suggestions: [Text]
    let samples: [SimulatorFeed.Choice]
    let feed: SimulatorFeed

    static let template = "simulator/index"
    static let sample = SimulatorPage(
        feedHref: "/simulator/a/b/feed", href: "/simulator/a/b", account: "a", shopName: "Loja",
        customerLine: "você é Ana",
        problem: "Use um telefone com DDD.", openForm: true,
        customers: [.init(href: "#", isCurrent: true, tone: "tone-1", initials: "A", name: "Ana", address: "+55")],
        hasAccounts: true,
        accounts: [.init(href: "#", isCurrent: true, name: "Loja", address: "+55")], suggestions: [.init(text: "Oi")],
        samples: [.init(value: "image", label: "Foto", isCurrent: false)], feed: .sample)
}

/// What moves on the page, asked for again and again.
struct SimulatorFeed: PageModel {
    struct Choice: Encodable {
        let value: String
        let label: String
        let isCurrent: Bool
    }
    struct Bubble: Encodable {
        let key: String
        let isMine: Bool
        let icon: String?
        let kind: String?
        let text: String?
        let at: String
        let time: String
        let tick: MessageModel.Tick?
    }
    struct Entry: Encodable {
        let key: String
        let style: String
        let direction: String
        let title: String
        let at: String
        let time: String
        let body: String
    }

    /// Changes with everything the page shows.
    let version: String
    let bubbles: [Bubble]
    let receipts: [Choice]
    let faults: [Choice]
    let entries: [Entry]

    static let template = "simulator/feed"
    static let sample = SimulatorFeed(
        version: "1",
        bubbles: [
            .init(
                key: "w1", isMine: true, icon: "image", kind: "Foto", text: "Oi", at: "2026-11-20T14:00:00Z",
                time: "14:00",
                tick: .init(key: "read", icon: "checks", label: "Lida"))
        ],
        receipts: [.init(value: "read", label: "Lida", isCurrent: true)],
        faults: [.init(value: "drop", label: "Cai", isCurrent: true)],
        entries: [
            .init(
                key: "c1", style: "chip-info", direction: "webhook", title: "messages", at: "2026-11-20T14:00:00Z",
                time: "14:00", body: "{}")
        ])
}

/// Where there is nothing to play with.
struct SimulatorEmpty: PageModel {
    let hint: String

    static let template = "simulator/empty"
    static let sample = SimulatorEmpty(hint: "A loja de demonstração traz um.")
}

extension SimulatorPage {
    init(
        _ line: PhoneLine, accounts all: [PhoneLine.Account], customers everybody: [PretendCustomers.Customer],
        shop: String, problem: String?,
        localizer: Localizer
    ) {
        let base = "/simulator/\(line.account.id.lowercase)"
        href = "\(base)/\(line.customer.key)"
        feedHref = href + "/feed"
        account = line.account.id.lowercase
        shopName = shop
        self.problem = problem
        openForm = problem != nil
        func address(_ customer: PretendCustomers.Customer) -> String {
            customer.person.phone.map(PhoneNumber.display) ?? localizer("sim.no_phone")
        }
        customerLine = localizer("sim.you_are", ["name": line.customer.person.name, "address": address(line.customer)])
        customers = everybody.enumerated().map { place, customer in
            let letters = customer.person.name.split(separator: " ").prefix(2).compactMap(\.first)
            return Person(
                href: "\(base)/\(customer.key)", isCurrent: customer.key == line.customer.key,
                tone: "tone-\(place % 8)",
                initials: String(letters).uppercased(), name: customer.person.name, address: address(customer))
        }
        hasAccounts = all.count > 1
        accounts = all.map {
            Line(
                href: "/simulator/\($0.id.lowercase)", isCurrent: $0.id == line.account.id, name: $0.name,
                address: $0.displayAddress ?? $0.number)
        }
        suggestions = ["delivery", "cancel", "person"].map { Text(text: localizer("sim.try.\($0)")) }
        samples = PhoneLine.Sample.allCases.map {
            .init(value: $0.rawValue, label: localizer("sim.sample.\($0.rawValue)"), isCurrent: false)
        }
        feed = SimulatorFeed(line, localizer: localizer)
    }
}
