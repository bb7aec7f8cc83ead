import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Postgres
import Web

/// `/support/new`: the shop writes first. Each step is an address: who (`contact`, or `to` for an address nobody has), which channel
/// (`account`), and where only a template may begin, which one (`use`).
package struct StartRoutes: Sendable {
    let desk: ConversationDesk
    let book: ContactBook
    let pages: Pages

    package init(desk: ConversationDesk, book: ContactBook, pages: Pages) {
        self.desk = desk
        self.book = book
        self.pages = pages
    }

    package func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("support/new") { request, context in
            try context.require(.agent)
            return try await page(try await facts(request, context), request, context)
        }
        agents.post("support/new", use: send)
    }

    /// What is known once the address is read.
    struct Facts: Sendable {
        var query = Form()
        var person: ContactReach?
        /// An address that nobody has yet.
        var typed: ContactAddress?
        var ways: [Conversations.Way] = []
        var way: Conversations.Way?
        var live: UUID?
        var templates: [MessageTemplate] = []
        var found: [ContactLine] = []

        func address(on way: Conversations.Way) -> ContactAddress? {
            person?.address(on: way.channel) ?? typed.flatMap { $0.channels.contains(way.channel) ? $0 : nil }
        }
    }

    private func facts(_ request: Request, _ context: AgentContext) async throws -> Facts {
        let query = try request.query()
        return try await desk.database.tenant(context.scope) { tx in
            var facts = Facts(query: query)
            if let contact = query["contact"] {
                guard let id = UUID(uuidString: contact), let person = try await Contacts.reach(id, tx: tx) else {
                    throw Problem.notFound
                }
                facts.person = person
            } else if let typed = query.text("to").flatMap({ ContactAddress($0) }) {
                facts.person = try await Contacts.reach(at: typed, tx: tx)
                facts.typed = facts.person == nil ? typed : nil
            }
            guard facts.person != nil || facts.typed != nil else {
                guard let text = query.text("q") else { return facts }
                let search = ContactQuery(search: String(text.prefix(80)))
                facts.found = try await tx.query(Contacts.page(search, limit: 20, tx: tx)).map(Contacts.line)
                return facts
            }
            let ways = try await Conversations.ways(tx: tx)
            facts.ways = ways.filter { facts.address(on: $0) != nil }
            let account = query["account"].flatMap { UUID(uuidString: $0) }
            facts.way = facts.ways.first { $0.account == account } ?? (account == nil ? facts.ways.first : nil)
            guard let way = facts.way else { return facts }
            if let person = facts.person {
                facts.live = try await Conversations.live(with: person.contact, on: way, tx: tx)
            }
            if way.needsTemplate {
                facts.templates = try await tx.query(MessageTemplates.usable(for: way.account, tx: tx))
                    .map(MessageTemplate.init)
            }
            return facts
        }
    }

    // MARK: Writing

    @Sendable private func send(_ request: Request, _ context: AgentContext) async throws -> Response {
        try context.require(.agent)
        let facts = try await facts(request, context)
        let form = try await request.form()
        let key = try form.required("client_key", maxBytes: 200)
        guard let way = facts.way else { throw Problem.notFound }
        let chosen = facts.templates.first { $0.id == form.text("template").flatMap { UUID(uuidString: $0) } }
        var values: [String: String] = [:]
        for slot in chosen?.form.slots ?? [] { values[slot.name] = form.text("value.\(slot.name)") }
        do {
            let words: FirstWord.Words
            if way.needsTemplate {
                guard let chosen else { throw Problem.unknownTemplate }
                words = .template(
                    OutgoingTemplate(.id(chosen.id), values: values, media: form.text("link").map { .link($0) }))
            } else {
                words = .text(form["content"] ?? "", subject: form["subject"])
            }
            let contact: UUID
            if let person = facts.person {
                contact = person.contact
            } else if let typed = facts.typed {
                contact = try await book.contact(at: typed.stored, by: context.actor)
            } else {
                throw Problem.notFound
            }
            let started = try await desk.start(
                FirstWord(contact: contact, account: way.account, words: words), key: key, by: context.actor,
                context.localizer)
            return .redirect(to: "/support/\(started.conversation.lowercase)")
        } catch let problem as Problem where problem.isRefusal {
            let words = context.localizer.strings["notice.\(problem.code)"] ?? context.localizer("error.failed")
            var filling = chosen.map {
                TemplatePicker.Filling(
                    template: $0, values: values, link: form.text("link") ?? "", clientKey: key, problem: words)
            }
            for fault in problem.faults {
                if fault.place.hasPrefix("variables.") {
                    filling?.errors[String(fault.place.dropFirst("variables.".count))] = fault.message
                } else {
                    filling?.problem = fault.message
                }
            }
            return try await page(
                facts, written: form, filling: filling, notice: filling == nil ? words : nil, status: problem.status,
                request,
                context)
        }
    }

    // MARK: Showing

    private func page(
        _ facts: Facts, written: Form? = nil, filling: TemplatePicker.Filling? = nil, notice: String? = nil,
        status: HTTPResponse.Status = .ok, _ request: Request, _ context: AgentContext
    ) async throws -> Response {
        let view = StartView(facts: facts, role: context.agent.role, localizer: context.localizer)
        return try pages.page(
            view.page(written: written, filling, notice: notice), title: context.localizer("start.title"),
            section: "support", status: status, request: request, in: context)
    }
}

/// Makes the page out of what was found.
struct StartView: Sendable {
    let facts: StartRoutes.Facts
    let role: Role
    let localizer: Localizer

    func page(written: Form?, _ filling: TemplatePicker.Filling?, notice: String?) -> StartPage {
        guard let to = to() else {
            return StartPage(notice: notice, search: search(), to: nil, words: nil, picker: nil, live: nil)
        }
        let isLive = facts.live != nil
        return StartPage(
            notice: notice, search: nil, to: to, words: isLive ? nil : words(written),
            picker: isLive ? nil : picker(filling), live: facts.live.map { "/support/\($0.lowercase)" })
    }

    private func search() -> StartPage.Search {
        let text = facts.query.text("q") ?? ""
        let people = facts.found.map { line in
            let person = Person(id: line.id, name: line.name ?? "", phone: line.phone ?? line.email, localizer)
            return StartPage.Search.Person(
                href: "/support/new?contact=\(line.id.lowercase)", tone: person.tone, initials: person.initials,
                name: person.name,
                detail: [line.phone.map(PhoneNumber.display), line.email].compactMap { $0 }
                    .filter { $0 != person.name }.joined(separator: " · "))
        }
        let fresh = people.isEmpty ? ContactAddress(text) : nil
        return .init(
            text: text, people: people,
            fresh: fresh.map {
                .init(
                    href: "/support/new?to=\($0.stored.percentEncoded)",
                    label: localizer("start.fresh", ["address": shown($0)]))
            }, nobody: people.isEmpty && fresh == nil && !text.isEmpty ? localizer("start.nobody") : nil)
    }

    private func shown(_ address: ContactAddress) -> String {
        address.claim.kind == .email ? address.stored : PhoneNumber.display(address.stored)
    }

    /// The steps so far, as the address of the next one.
    private func base(_ way: Conversations.Way? = nil) -> String {
        let who =
            facts.person.map { "contact=\($0.contact.lowercase)" }
            ?? "to=\((facts.typed?.stored ?? "").percentEncoded)"
        return "/support/new?\(who)" + (way.map { "&account=\($0.account.lowercase)" } ?? "")
    }

    private func to() -> StartPage.To? {
        guard facts.person != nil || facts.typed != nil else { return nil }
        let ways = facts.ways.map { way in
            StartPage.To.Way(
                href: base(way), icon: way.channel, label: way.name, isChosen: way.account == facts.way?.account)
        }
        let addresses =
            facts.person.map { [$0.phone.map(PhoneNumber.display), $0.email] } ?? [facts.typed.map(shown)]
        let id = facts.person?.contact ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        let person = Person(
            id: id, name: facts.person?.name ?? "", phone: addresses.compactMap { $0 }.first, localizer)
        return .init(
            tone: person.tone, initials: person.initials, name: person.name,
            detail: addresses.compactMap { $0 }.filter { $0 != person.name }.joined(separator: " · "),
            change: "/support/new", ways: ways, noWay: ways.isEmpty ? localizer("start.no_way") : nil)
    }

    private func words(_ written: Form?) -> StartPage.Words? {
        guard let way = facts.way, !way.needsTemplate, let address = facts.address(on: way) else { return nil }
        return .init(
            action: base(way), clientKey: written?["client_key"] ?? UUID.v7().lowercase, address: shown(address),
            subject: way.channel == "email" ? .init(value: written?["subject"] ?? "") : nil,
            text: written?["content"] ?? "", limit: MessageLimit.of(way.channel))
    }

    private func picker(_ filling: TemplatePicker.Filling?) -> TemplatePicker? {
        guard let way = facts.way, way.needsTemplate else { return nil }
        let use = facts.query["use"].flatMap { UUID(uuidString: $0) }
        let chosen = facts.templates.first { $0.id == use }.map {
            TemplatePicker.Filling(
                template: $0, values: ConversationRoutes.known($0, customer: facts.person?.name ?? ""),
                clientKey: UUID.v7().lowercase)
        }
        return TemplatePicker(
            facts.templates, at: base(way), back: "/support/new", filling ?? chosen, mayWrite: role >= .admin, localizer
        )
    }
}
