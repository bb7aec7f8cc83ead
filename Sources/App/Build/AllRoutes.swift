import Hummingbird
import Providers
import Web

/// Every route, in one list. All middleware comes first: it applies to routes added after it.
enum AllRoutes {
    static func table(_ parts: Parts) throws -> RouteTable {
        let resources = AppResources.current
        let translations = try Translations(directory: resources.locales)
        let assets = try StaticAssets(directory: resources.assets)
        let templates = try Templates(directory: resources.templates, translations: translations, assets: assets)
        let pages = Pages(templates: templates, navigation: navigation + (parts.simulator == nil ? [] : [simulator]))
        let accounts = AccountStore(database: parts.database)
        let signIn = SignIn(database: parts.database, hasher: PasswordHasher())

        let table = RouteTable()
        table.addPipeline(configuration: parts.web, translations: translations, pages: pages, metrics: parts.metrics)
        let browser = table.browser(
            configuration: parts.web, sessions: accounts, translations: translations, pages: pages)
        let api = table.api(tokens: accounts)

        assets.addRoutes(to: table)
        HealthRoutes(
            checks: [HealthCheck("database") { try await parts.database.ping() }], readiness: parts.readiness,
            registry: parts.metrics,
            configuration: parts.web
        ).addRoutes(to: table)
        Webhooks.addRoutes(to: table.webhooks(), channels: parts.channels, batcher: parts.intake)
        AccountRoutes(signIn: signIn, pages: pages, configuration: parts.web).addRoutes(to: browser)
        AccountAPI(signIn: signIn).addRoutes(to: table, api: api)
        try OpenAPIDocument(file: resources.openAPI).addRoutes(to: table)
        let desk = ConversationDesk(database: parts.database, realtime: parts.realtime) { [jobs = parts.jobs] in
            jobs.wake(.outbox)
        }
        let agents = browser.group(context: AgentContext.self)
        ConversationRoutes(
            database: parts.database, desk: desk, realtime: parts.realtime, pages: pages,
            hasSimulator: parts.simulator != nil
        ).add(to: agents)
        ConversationAPI(database: parts.database, desk: desk).add(to: api)
        let contacts = ContactBook(database: parts.database, realtime: parts.realtime) { [jobs = parts.jobs] in
            jobs.wake(.maintenance)
        }
        ContactRoutes(book: contacts, pages: pages).add(to: agents)
        ContactAPI(book: contacts).add(to: api)
        KnowledgeAPI(
            database: parts.database,
            search: KnowledgeSearch(database: parts.database, embedder: parts.models.embedder), jobs: parts.jobs
        ).addRoutes(to: api)
        let media = MediaRoutes(database: parts.database, store: parts.media)
        media.add(to: agents)
        media.add(toAPI: api)
        let connections = Connections.all(
            http: ProviderHTTP(logger: parts.installation.logger), logger: parts.installation.logger)
        ChannelRoutes(
            database: parts.database, channels: parts.channels, connections: connections, pages: pages, publicURL: parts.web.publicURL
        ).add(to: agents)
        ChannelAPI(database: parts.database, channels: parts.channels, connections: connections).add(to: api)
        EventLogRoutes(
            database: parts.database, pages: pages, wakeInbox: { [lanes = parts.lanes] in lanes.wake([$0]) },
            wakeJobs: { [jobs = parts.jobs] in jobs.wake($0) }
        ).add(to: agents)
        if let meta = parts.simulator {
            SimulatorRoutes(database: parts.database, meta: meta, customers: PretendCustomers(), pages: pages).add(
                to: agents)
        }
        return table
    }

    /// The main menu, in its order.
    static let navigation: [NavigationItem] = [
        NavigationItem(id: "support", label: "nav.support", path: "/support", icon: "conversations"),
        NavigationItem(id: "contacts", label: "nav.contacts", path: "/contacts", icon: "contacts"),
        NavigationItem(id: "channels", label: "nav.channels", path: "/settings/channels", icon: "plug"),
        NavigationItem(id: "events", label: "nav.events", path: "/settings/events", icon: "pulse", minimum: .admin),
    ]

    /// Only where a pretend Meta runs.
    private static let simulator = NavigationItem(
        id: "simulator", label: "nav.simulator", path: "/simulator", icon: "phone", minimum: .agent)
}
