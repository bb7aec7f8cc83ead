import CoreMetrics
import Hummingbird

extension RouteTable {
    /// The middleware of every route, outermost first. The order matters: errors must have become answers before
    /// headers are added, and be counted with the status that went out.
    package func addPipeline(
        configuration: WebConfiguration, translations: Translations, pages: Pages, metrics: any MetricsFactory
    ) {
        add(middleware: RequestSetup(configuration: configuration, translations: translations))
        add(middleware: RequestMetrics(factory: metrics))
        add(middleware: RequestLog())
        add(middleware: SecurityHeaders())
        add(middleware: ErrorPages(pages: pages))
    }

    /// Routes for browsers: sessions and CSRF protection apply. Errors become pages here already, where it is known
    /// whose page it is.
    package func browser(
        configuration: WebConfiguration, sessions: any SessionStore, translations: Translations, pages: Pages
    ) -> RouterGroup<AppContext> {
        group()
            .add(middleware: SessionMiddleware(store: sessions, translations: translations))
            .add(middleware: ErrorPages(pages: pages))
            .add(middleware: CSRFProtection(configuration: configuration))
    }

    /// Routes for programs: a bearer token and nothing else opens them.
    package func api(tokens: any TokenStore) -> RouterGroup<ApiContext> {
        group().add(middleware: BearerMiddleware(store: tokens)).group(context: ApiContext.self)
    }

    /// Routes for providers.
    package func webhooks() -> RouterGroup<WebhookContext> { group(context: WebhookContext.self) }
}
