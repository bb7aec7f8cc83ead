/// One entry of the main navigation. Features list theirs in the composition root.
package struct NavigationItem: Sendable {
    /// Names the page that is being shown: ``PageFrame/section``.
    package let id: String
    /// The key of its text.
    package let label: String
    package let path: String
    /// The name of its symbol in the icon sheet.
    package let icon: String
    package let minimum: Role
    /// Whether it stands on `/settings` and not in the menu of every page, which is for what is done every day. Its line there is
    /// the text `<label>.hint`.
    package let isSetting: Bool

    package init(
        id: String, label: String, path: String, icon: String, minimum: Role = .viewer, isSetting: Bool = false
    ) {
        self.id = id
        self.label = label
        self.path = path
        self.icon = icon
        self.minimum = minimum
        self.isSetting = isSetting
    }

    /// The page that lists the settings.
    static let settings = NavigationItem(id: "settings", label: "nav.settings", path: "/settings", icon: "settings")
}

/// The menu of one page, as one person sees it.
struct Menu {
    let items: [NavigationItem]
    /// The id of the entry that the page belongs to.
    let current: String
    /// Whether the page is one of those that `/settings` lists.
    let isSetting: Bool

    init(_ navigation: [NavigationItem], for role: Role, at section: String) {
        let allowed = navigation.filter { $0.minimum <= role }
        let settings = allowed.filter(\.isSetting)
        isSetting = settings.contains { $0.id == section }
        items = allowed.filter { !$0.isSetting } + (settings.isEmpty ? [] : [.settings])
        current = isSetting ? NavigationItem.settings.id : section
    }
}

/// What `layout.mustache` shows around a page. `content` is the page, already rendered.
struct Layout: Encodable {
    struct Person: Encodable {
        let name: String
        let initials: String
        let email: String
        let role: String
    }
    struct ShopChoice: Encodable {
        let number: Int
        let name: String
        let isCurrent: Bool
    }
    struct Navigation: Encodable {
        let id: String
        let label: String
        let path: String
        let icon: String
        let isCurrent: Bool
    }
    struct LanguageChoice: Encodable {
        let code: String
        let name: String
        let isCurrent: Bool
    }
    struct ThemeChoice: Encodable {
        let code: String
        let label: String
        let isCurrent: Bool
    }

    let title: String
    let section: String
    let language: String
    let theme: String
    let csrf: String
    let path: String
    let shop: String?
    let person: Person?
    let shops: [ShopChoice]
    let hasSeveralShops: Bool
    let navigation: [Navigation]
    /// Whether the page is one of those that `/settings` lists.
    let isSetting: Bool
    let languages: [LanguageChoice]
    let themes: [ThemeChoice]
    /// Who is told of channels that are down.
    let seesAlarms: Bool
    let alarm: String?
}

extension Layout {
    init(title: String, section: String, navigation: [NavigationItem], path: String, context: some PageContext) {
        let visitor = context.visitor
        let localizer = visitor.localizer
        let agent = context.signedIn
        self.title = title
        self.section = section
        self.path = path
        language = localizer.language.rawValue
        theme = visitor.theme.rawValue
        csrf = visitor.csrfToken
        shop = agent?.tenantName
        person = agent.map { agent in
            Person(
                name: agent.name, initials: Self.initials(agent.name), email: agent.email,
                role: localizer("role.\(agent.role.rawValue)"))
        }
        shops = (agent?.shops ?? []).map { shop in
            ShopChoice(number: shop.number, name: shop.name, isCurrent: shop.number == agent?.tenantNumber)
        }
        hasSeveralShops = shops.count > 1
        let menu = agent.map { Menu(navigation, for: $0.role, at: section) }
        isSetting = menu?.isSetting ?? false
        self.navigation = (menu?.items ?? []).map { item in
            Navigation(
                id: item.id, label: localizer(item.label), path: item.path, icon: item.icon,
                isCurrent: item.id == menu?.current)
        }
        languages = SiteLanguage.allCases.map { choice in
            LanguageChoice(code: choice.rawValue, name: choice.name, isCurrent: choice == localizer.language)
        }
        themes = Theme.allCases.map { choice in
            ThemeChoice(
                code: choice.rawValue, label: localizer("theme.\(choice.rawValue)"), isCurrent: choice == visitor.theme)
        }
        seesAlarms = agent.map { $0.role >= .admin } ?? false
        let broken = agent?.brokenChannels ?? 0
        alarm = broken > 0 ? localizer("alarm.channels", count: broken) : nil
    }

    /// Up to two letters for the round picture.
    static func initials(_ name: String) -> String {
        let words = name.split(separator: " ")
        let letters = [words.first, words.count > 1 ? words.last : nil].compactMap { $0?.first }
        return String(letters).uppercased()
    }
}

extension Layout {
    static let sample = Layout(
        title: "Atendimento", section: "support", language: "pt-BR", theme: "dark", csrf: "token", path: "/support",
        shop: "Loja Exemplo",
        person: Person(name: "Ana Souza", initials: "AS", email: "ana@example.com", role: "Atendente"),
        shops: [ShopChoice(number: 1, name: "Loja Exemplo", isCurrent: true)], hasSeveralShops: true,
        navigation: [
            Navigation(id: "support", label: "Atendimento", path: "/support", icon: "inbox", isCurrent: true)
        ],
        isSetting: true,
        languages: [LanguageChoice(code: "pt-BR", name: "Português", isCurrent: true)],
        themes: [ThemeChoice(code: "dark", label: "Escuro", isCurrent: true)], seesAlarms: true,
        alarm: "1 canal parou de funcionar")
}
