import Foundation

/// Where the files that ship with the program lie: migrations, templates, texts, and what browsers fetch.
package struct AppResources: Sendable {
    package let root: URL

    package init(root: URL) { self.root = root }

    /// Beside the executable, where an installation puts them; else where the build left them.
    package static let current: AppResources = {
        let beside = Bundle.main.bundleURL.appending(path: "secretaria_App.resources/Resources")
        if FileManager.default.fileExists(atPath: beside.path) { return AppResources(root: beside) }
        return AppResources(root: Bundle.module.bundleURL.appending(path: "Resources"))
    }()

    package var migrations: URL { root.appending(path: "migrations") }
    package var templates: URL { root.appending(path: "templates") }
    package var locales: URL { root.appending(path: "locales") }
    package var assets: URL { root.appending(path: "public") }
    package var openAPI: URL { root.appending(path: "openapi.json") }
}
