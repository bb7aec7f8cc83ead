import Foundation

/// The templates of all languages, compiled once at start. Written in mustache: see ``TemplateProgram`` for the part used.
///
/// `Resources/templates/<feature>/<page>.mustache` is named `<feature>/<page>`. While it is read,
/// - `[[key]]` becomes the text of that key, HTML-escaped; `{name}` inside the text becomes the tag `{{name}}`;
/// - `[[asset:app.css]]` becomes the address of that file in `Resources/public`;
/// - white space at the head of lines goes (do not keep `<pre>` blocks in templates).
///
/// Unknown keys, assets and partials, and unescaped tags outside `layout*`, end the start-up with their names.
package struct Templates: Sendable {
    private let programs: [SiteLanguage: [String: TemplateProgram]]
    /// The sources by name, as written.
    package let sources: [String: String]

    package init(sources: [String: String], translations: Translations, assets: StaticAssets) throws {
        self.sources = sources
        try Self.check(sources)
        var missing: Set<String> = []
        var programs: [SiteLanguage: [String: TemplateProgram]] = [:]
        for language in SiteLanguage.allCases {
            for (name, source) in sources {
                let text = Self.prepare(
                    source, strings: translations.strings(language), assets: assets,
                    missing: { missing.insert("[[\($0)]] in \(name)") })
                do {
                    programs[language, default: [:]][name] = try TemplateProgram(text)
                } catch {
                    throw PageLoadingError("template does not parse", ["\(name): \(error)"])
                }
            }
        }
        if !missing.isEmpty { throw PageLoadingError("unknown texts or assets", Array(missing)) }
        self.programs = programs
    }

    package init(directory: URL, translations: Translations, assets: StaticAssets) throws {
        try self.init(sources: Self.read(directory), translations: translations, assets: assets)
    }

    /// The text of a page or fragment. The name is known to exist: models are checked against templates by test.
    package func render(_ name: String, _ model: ModelTree, language: SiteLanguage) throws -> String {
        var renderer = TemplateRenderer(programs: programs[language] ?? [:])
        guard let text = renderer.render(name, model) else { throw PageLoadingError("no such template", [name]) }
        return text
    }

    static func read(_ directory: URL) throws -> [String: String] {
        var sources: [String: String] = [:]
        let base = directory.resolvingSymlinksInPath().path + "/"
        let files = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "mustache" else { continue }
            let path = file.resolvingSymlinksInPath().path
            sources[String(path.dropFirst(base.count).dropLast(".mustache".count))] =
                try String(contentsOf: file, encoding: .utf8)
        }
        return sources
    }

    private static func check(_ sources: [String: String]) throws(PageLoadingError) {
        var faults: [String] = []
        for (name, source) in sources {
            for tag in TemplateTag.scan(source) {
                if tag.kind == .partial, sources[tag.name] == nil { faults.append("\(name): no partial \(tag.name)") }
                if tag.kind == .unescaped, !name.hasPrefix("layout") { faults.append("\(name): unescaped \(tag.name)") }
            }
        }
        faults += sources.keys.filter { includes($0, itself: $0, sources) }.map { "\($0): includes itself" }
        if !faults.isEmpty { throw PageLoadingError("templates refused", faults) }
    }

    /// Whether `name` is reached again from itself: rendering it would never end.
    private static func includes(_ name: String, itself start: String, _ sources: [String: String]) -> Bool {
        var seen: Set<String> = []
        var waiting = [start]
        while let next = waiting.popLast() {
            for tag in TemplateTag.scan(sources[next] ?? "") where tag.kind == .partial {
                if tag.name == name { return true }
                if seen.insert(tag.name).inserted { waiting.append(tag.name) }
            }
        }
        return false
    }

    /// The text that is compiled.
    static func prepare(
        _ source: String, strings: Strings, assets: StaticAssets, missing: (String) -> Void
    ) -> String {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        var rest = lines.map { $0.drop { $0 == " " || $0 == "\t" } }.joined(separator: "\n")[...]
        var text = ""
        while let open = rest.firstRange(of: "[[") {
            text += rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "]]") else {
                missing("unclosed")
                break
            }
            let key = String(rest[..<close.lowerBound])
            rest = rest[close.upperBound...]
            if key.hasPrefix("asset:") {
                if let address = assets.address(of: String(key.dropFirst(6))) { text += address } else { missing(key) }
            } else if let value = strings[key] {
                text += HTMLEscaper.escape(value).replacing("{", with: "{{").replacing("}", with: "}}")
            } else {
                missing(key)
            }
        }
        return text + rest
    }
}
