import Testing

@testable import Web

struct MenuTests {
    private let navigation = [
        NavigationItem(id: "support", label: "a", path: "/support", icon: "inbox"),
        NavigationItem(id: "channels", label: "b", path: "/settings/channels", icon: "plug", isSetting: true),
        NavigationItem(
            id: "events", label: "c", path: "/settings/events", icon: "pulse", minimum: .admin, isSetting: true),
    ]

    @Test func `settings stand behind one entry, which is the current one on their pages`() {
        let menu = Menu(navigation, for: .owner, at: "events")
        #expect(menu.items.map(\.id) == ["support", "settings"])
        #expect(menu.current == "settings")
        #expect(menu.isSetting)
    }

    @Test func `the list of settings itself has no way back to itself`() {
        let menu = Menu(navigation, for: .owner, at: "settings")
        #expect(menu.current == "settings")
        #expect(!menu.isSetting)
    }

    @Test func `a page that somebody may not open is not offered`() {
        #expect(!Menu(navigation, for: .agent, at: "events").isSetting)
        #expect(Menu(Array(navigation.suffix(1)), for: .agent, at: "support").items.isEmpty)
    }
}
