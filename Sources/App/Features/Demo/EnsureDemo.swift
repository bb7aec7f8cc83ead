import Domain
import Foundation
import Postgres
import Web

extension Demo {
    /// Makes what is missing of the demo shop.
    ///
    /// - Parameter metaURL: where its pretend Meta server is reached now; nil leaves what is stored.
    package static func ensure(in installation: Installation, metaURL: String? = nil) async throws {
        let shop = try DemoShop.load()
        let known = try await installation.database.system("the demo looks for its shop") {
            try await Tenants.find(slug, in: $0)
        }
        if let known, let access = DemoAccess.read(installation.config), access.tenant == known.id.value {
            try await connect(shop, known.id, metaURL, installation)
            return
        }
        let access = try await people(of: shop, known, installation)
        let tenant = TenantID(access.tenant)
        let account = try await connect(shop, tenant, metaURL, installation)
        try await stock(shop, tenant, account, installation)
        // Last: a start that was interrupted begins again from here, and every step above takes what is there.
        try access.write(installation.config)
    }

    /// The shop, its people with one new password, and a new API token.
    private static func people(of shop: DemoShop, _ known: Tenant?, _ installation: Installation) async throws
        -> DemoAccess
    {
        let password = DemoAccess.newPassword()
        let hasher = PasswordHasher()
        var prepared: [(person: DemoShop.Person, user: Accounts.PreparedUser)] = []
        for person in shop.people {
            let user = NewUser(email: person.email, name: person.name, password: password)
            prepared.append((person, try await Accounts.prepare(user, hasher: hasher)))
        }
        let (access, old) = try await installation.database.system("the demo makes its shop") { [prepared] system in
            let tenant: Tenant
            if let known {
                tenant = known
            } else {
                tenant = try await Tenants.insert(NewTenant(name: shop.name, slug: shop.slug), in: system)
            }
            var old: [UUID] = []
            for (person, user) in prepared {
                let id: UUID
                if let existing = try await Demo.user(email: person.email, in: system) {
                    id = existing
                    old.append(existing)
                } else {
                    id = try await Accounts.insert(user, in: system)
                }
                try await Accounts.setRole(
                    Role(rawValue: person.role) ?? .agent, of: id, in: tenant.id, transaction: system)
            }
            let token = try await Accounts.createToken(
                NewToken(tenant: tenant.id, name: "demo", scopes: Set(Scope.allCases)), in: system)
            return (DemoAccess(tenant: tenant.id.value, password: password, apiToken: token), old)
        }
        for user in old {
            try await Accounts.setPassword(password, of: user, hasher: hasher, in: installation.database)
        }
        return access
    }

    @discardableResult
    private static func connect(_ shop: DemoShop, _ tenant: TenantID, _ metaURL: String?, _ installation: Installation)
        async throws -> UUID
    {
        let owner = TenantScope(tenant: tenant, role: .owner)
        let address = shop.whatsapp.phoneNumberID
        let route = try await installation.channels.route(provider: .meta, addresses: [address]).first {
            $0.tenant == tenant
        }
        guard let route else {
            return try await installation.channels.connect(
                NewChannel(
                    channelType: .whatsapp, provider: .meta, name: shop.whatsapp.name, address: address,
                    displayAddress: shop.whatsapp.displayAddress, baseURL: metaURL,
                    settings: ["business_account_id": businessAccountID],
                    secrets: [
                        .accessToken: "demo-" + Secrets.random(), .appSecret: Secrets.random(),
                        .verifyToken: Secrets.random(),
                    ]),
                as: owner)
        }
        let known = try await installation.channels.credentials(tenant, route.account)
        if let metaURL, known.baseURL != metaURL {
            try await installation.channels.replaceSecrets([:], of: route.account, baseURL: metaURL, as: owner)
        }
        return route.account
    }

    /// Products, orders, conversations and knowledge, unless the shop has them already.
    private static func stock(_ shop: DemoShop, _ tenant: TenantID, _ account: UUID, _ installation: Installation)
        async throws
    {
        let documents = try await knowledge(shop, tenant, installation)
        let conversations = try DemoConversation.load()
        try await installation.database.system("the demo writes a past") { system in
            let row = try await system.one(
                "SELECT EXISTS (SELECT 1 FROM products WHERE tenant_id = \(tenant.value)) AS stocked")
            if try row("stocked") as Bool { return }
            let team = try await Demo.team(of: tenant, in: system)
            let past = DemoPast(tenant: tenant, account: account, shop: shop, team: team, documents: documents)
            try await system.batch(past.statements(conversations))
        }
    }

    /// The shop's documents by their file; those of the same title are there already. They are indexed as soon as a worker runs.
    private static func knowledge(
        _ shop: DemoShop, _ tenant: TenantID, _ installation: Installation
    ) async throws -> [String: (id: UUID, title: String)] {
        try await installation.database.tenant(TenantScope(tenant: tenant, role: .owner)) { tx in
            let known = try await Knowledge.documents(tx).reduce(into: [:]) { $0[$1.title] = $1.id }
            var documents: [String: (id: UUID, title: String)] = [:]
            for document in shop.knowledge {
                let (title, content) = try DemoFiles.document(document.file)
                if let id = known[title] {
                    documents[document.file] = (id, title)
                } else {
                    let draft = KnowledgeDraft(
                        title: title, kind: document.kind, content: content, priority: document.priority)
                    documents[document.file] = (try await Knowledge.add(tx, draft), title)
                }
            }
            return documents
        }
    }
}
