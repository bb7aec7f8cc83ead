import Web

/// `/settings`: every page that is set up once and then seldom visited.
struct SettingsPage: PageModel {
    struct Entry: Encodable {
        let href: String
        let icon: String
        let name: String
        let hint: String
    }

    let entries: [Entry]

    static let template = "settings/index"
    static let sample = SettingsPage(entries: [
        Entry(
            href: "/settings/channels", icon: "plug", name: "Canais",
            hint: "Números e contas por onde os clientes chegam.")
    ])
}

extension SettingsPage {
    init(_ navigation: [NavigationItem], for role: Role, _ localizer: Localizer) {
        entries = navigation.filter { $0.isSetting && $0.minimum <= role }.map { item in
            Entry(href: item.path, icon: item.icon, name: localizer(item.label), hint: localizer("\(item.label).hint"))
        }
    }
}
