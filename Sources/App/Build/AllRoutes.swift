import Foundation
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
        let navigation = navigation(parts)
        let pages = Pages(templates: templates, navigation: navigation)
        let accounts = AccountStore(database: parts.database)
        let signIn = SignIn(database: parts.database, hasher: PasswordHasher())

        let table = RouteTable()
        table.addPipeline(configuration: parts.web, translations: translations, pages: pages, metrics: parts.metrics)
        let browser = table.browser(
            configuration: parts.web, sessions: accounts, translations: translations, pages: pages)
        let api = table.api(tokens: accounts)

        assets.addRoutes(to: table)
        HealthRoutes(
            checks: healthChecks(parts), readiness: parts.readiness,
            registry: parts.metrics,
            configuration: parts.web
        ).addRoutes(to: table)
        Webhooks.addRoutes(
            to: table.webhooks().add(middleware: WebhookClock()), channels: parts.channels, batcher: parts.intake,
            publicURL: parts.web.publicURL,
            limits: parts.installation.config.webhookLimits, cache: parts.cache)
        AccountRoutes(signIn: signIn, pages: pages, configuration: parts.web).addRoutes(to: browser)
        AccountAPI(signIn: signIn).addRoutes(to: table, api: api)
        try OpenAPIDocument(file: resources.openAPI).addRoutes(to: table)
        let desk = ConversationDesk(database: parts.database, realtime: parts.realtime) { [jobs = parts.jobs] in
            jobs.wake(.outbox)
        }
        let agents = browser.group(context: AgentContext.self)
        ConversationRoutes(
            database: parts.database, desk: desk, realtime: parts.realtime, pages: pages,
            hasSimulator: parts.providers != nil, convertsVoice: parts.installation.voice != nil,
            hasModel: parts.models.generator.hasModel
        ).add(to: agents)
        let contacts = ContactBook(database: parts.database, realtime: parts.realtime) { [jobs = parts.jobs] in
            jobs.wake(.maintenance)
        }
        StartRoutes(desk: desk, book: contacts, pages: pages).add(to: agents)
        ContactRoutes(
            book: contacts, pages: pages,
            invitations: parts.installation.push == nil ? nil : parts.installation.pushInvitations
        ).add(to: agents)
        ConversationAPI(database: parts.database, desk: desk, book: contacts).add(to: api)
        ContactAPI(book: contacts).add(to: api)
        let search = KnowledgeSearch(database: parts.database, embedder: parts.models.embedder)
        KnowledgeAPI(database: parts.database, search: search, jobs: parts.jobs).addRoutes(to: api)
        let trial = AssistantTrial(
            database: parts.database, search: { try await search($0, $1, limit: $2) },
            generator: parts.models.generator,
            logger: parts.installation.logger)
        KnowledgeRoutes(
            desk: KnowledgeDesk(database: parts.database, search: search) { [jobs = parts.jobs] in
                jobs.wake(.knowledge)
            }, trial: trial, pages: pages
        ).add(to: agents)
        AssistantRoutes(database: parts.database, trial: trial, pages: pages).add(to: agents)
        AssistantAPI(database: parts.database, trial: trial).add(to: api)
        let copilot = CopilotRoutes(
            copilot: Copilot(
                database: parts.database, search: { try await search($0, $1, limit: $2) },
                generator: parts.models.generator, logger: parts.installation.logger))
        copilot.add(to: agents)
        copilot.add(toAPI: api)
        UsageRoutes(database: parts.database, pages: pages).add(to: agents)
        UsageAPI(database: parts.database).add(to: api)
        let studio = TemplateStudio(
            database: parts.database, channels: parts.channels,
            http: ProviderHTTP(logger: parts.installation.logger), files: parts.media
        ) { [jobs = parts.jobs] in jobs.wake(.maintenance) }
        TemplateRoutes(studio: studio, pages: pages).add(to: agents)
        TemplateAPI(studio: studio).add(to: api)
        let media = MediaRoutes(
            database: parts.database, store: parts.media, voice: parts.installation.voice,
            links: parts.installation.mediaLinks)
        let door = MailDoor(database: parts.database) { [lanes = parts.lanes] in lanes.wake([$0]) }
        MailAPI(door: door).add(to: api)
        MailUploadRoutes(door: door).add(to: agents)
        media.add(to: agents)
        media.add(toAPI: api)
        media.add(toPublic: table.webhooks())
        ConversationFileRoutes(database: parts.database, intake: media.intake).add(to: agents)
        SettingsRoutes(navigation: navigation, pages: pages).add(to: agents)
        let connections = Connections.all(of: parts.installation)
        ChannelRoutes(
            database: parts.database, channels: parts.channels, connections: connections, pages: pages,
            publicURL: parts.web.publicURL
        ).add(to: agents)
        ChannelAPI(
            database: parts.database, channels: parts.channels, connections: connections,
            publicURL: parts.web.publicURL
        ).add(to: api)
        EventLogRoutes(
            database: parts.database, pages: pages, wakeInbox: { [lanes = parts.lanes] in lanes.wake([$0]) },
            wakeJobs: { [jobs = parts.jobs] in jobs.wake($0) }
        ).add(to: agents)
        let status = StatusRoutes(database: parts.database, pages: pages)
        status.add(to: agents)
        status.add(toAPI: api)
        let eraser = parts.installation.eraser(realtime: parts.realtime)
        ComplianceAPI(
            eraser: eraser, policy: parts.installation.config.retention,
            outboxHasWork: { [jobs = parts.jobs] in jobs.wake(.outbox) }
        ).add(to: api)
        ComplianceRoutes(
            eraser: eraser, sweeper: parts.installation.sweeper,
            modelHost: parts.installation.config.openAI.flatMap { URL(string: $0.baseURL)?.host() }, pages: pages,
            outboxHasWork: { [jobs = parts.jobs] in jobs.wake(.outbox) }
        ).add(to: agents)
        AuditRoutes(database: parts.database, pages: pages).add(to: agents)
        AuditAPI(database: parts.database).add(to: api)
        assets.addRoute("push-worker.js", file: "push-worker.js", to: table)
        assets.addRoute("notices-worker.js", file: "notices-worker.js", to: table)
        if let push = parts.installation.push {
            AlertRoutes(
                database: parts.database, publicKey: push.key.publicKey, pages: pages,
                wake: { [jobs = parts.jobs] in jobs.wake(.outbox) }
            ).add(to: agents)
            let notices = CustomerPushRoutes(
                database: parts.database, invitations: parts.installation.pushInvitations,
                publicKey: push.key.publicKey, realtime: parts.realtime, pages: pages)
            notices.add(toBrowser: browser)
            notices.add(toPublic: table.webhooks())
            notices.add(toAPI: api)
        }
        if let providers = parts.providers {
            SimulatorRoutes(
                database: parts.database, providers: providers, customers: PretendCustomers(), pages: pages
            ).add(to: agents)
        }
        return table
    }

    /// What is there to go to.
    private static func navigation(_ parts: Parts) -> [NavigationItem] {
        daily + (parts.providers == nil ? [] : [simulator]) + settings
            + (parts.installation.push == nil ? [] : [notifications])
    }

    /// What `/healthz` names as the system before this one did. Only the database is needed to be ready.
    private static func healthChecks(_ parts: Parts) -> [HealthCheck] {
        var checks = [
            HealthCheck("postgres") { try await parts.database.ping() },
            HealthCheck("rq_worker", isVital: false, reporting: { try await parts.jobs.health() }),
        ]
        if let cache = parts.cache {
            checks.append(
                HealthCheck("redis", isVital: false) {
                    guard await cache.ping() else { throw CacheAway() }
                    return nil
                })
        }
        return checks
    }

    /// The main menu, in its order.
    private static let daily: [NavigationItem] = [
        NavigationItem(id: "support", label: "nav.support", path: "/support", icon: "conversations"),
        NavigationItem(id: "contacts", label: "nav.contacts", path: "/contacts", icon: "contacts"),
        NavigationItem(id: "knowledge", label: "nav.knowledge", path: "/knowledge", icon: "book"),
    ]

    /// What stands on `/settings`, in its order.
    private static let settings: [NavigationItem] = [
        NavigationItem(
            id: "channels", label: "nav.channels", path: "/settings/channels", icon: "plug", isSetting: true),
        NavigationItem(
            id: "assistant", label: "nav.assistant", path: "/settings/assistant", icon: "spark", minimum: .admin,
            isSetting: true),
        NavigationItem(
            id: "usage", label: "nav.usage", path: "/settings/usage", icon: "chart", minimum: .admin, isSetting: true),
        NavigationItem(
            id: "templates", label: "nav.templates", path: "/settings/templates", icon: "document", isSetting: true),
        NavigationItem(
            id: "events", label: "nav.events", path: "/settings/events", icon: "pulse", minimum: .admin, isSetting: true
        ),
        NavigationItem(
            id: "status", label: "nav.status", path: "/status", icon: "chart", minimum: .admin, isSetting: true),
        NavigationItem(
            id: "compliance", label: "nav.compliance", path: "/compliance", icon: "lock", minimum: .admin,
            isSetting: true),
        NavigationItem(
            id: "audit", label: "nav.audit", path: "/settings/audit", icon: "shield", minimum: .admin, isSetting: true),
    ]

    /// Only where a key to sign with is at hand.
    private static let notifications = NavigationItem(
        id: "notifications", label: "nav.notifications", path: "/settings/notifications", icon: "bell", isSetting: true)

    /// Only where pretend providers run.
    private static let simulator = NavigationItem(
        id: "simulator", label: "nav.simulator", path: "/simulator", icon: "phone", minimum: .agent)
}
