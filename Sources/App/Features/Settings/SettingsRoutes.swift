import Hummingbird
import Web

/// `/settings`: the list of the settings pages that the person may open.
struct SettingsRoutes: Sendable {
    let navigation: [NavigationItem]
    let pages: Pages

    func add(to agents: some RouterMethods<AgentContext>) {
        agents.get("settings", use: index)
    }

    @Sendable func index(_ request: Request, _ context: AgentContext) async throws -> Response {
        let model = SettingsPage(navigation, for: context.agent.role, context.localizer)
        return try pages.page(
            model, title: context.localizer("nav.settings"), section: "settings", request: request, in: context)
    }
}
