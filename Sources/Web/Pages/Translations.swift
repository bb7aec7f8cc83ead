import Foundation

/// The texts of all languages, read once at start.
///
/// `Resources/locales/<language>/*.json` are flat objects of strings. Every key must exist in every language, and once:
/// the start fails otherwise, naming them.
package struct Translations: Sendable {
    private let languages: [SiteLanguage: Strings]

    package init(_ languages: [SiteLanguage: Strings]) throws(PageLoadingError) {
        self.languages = languages
        let all = languages.values.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        var missing: [String] = []
        for language in SiteLanguage.allCases {
            let lacking = all.subtracting(languages[language]?.keys ?? [])
            missing += lacking.map { "\(language.rawValue): \($0)" }
        }
        if !missing.isEmpty { throw PageLoadingError("texts missing", missing) }
    }

    /// Reads `directory/<language>/*.json`.
    package init(directory: URL) throws {
        var languages: [SiteLanguage: Strings] = [:]
        for language in SiteLanguage.allCases {
            languages[language] = try Strings(Self.read(directory.appending(path: language.rawValue)))
        }
        try self.init(languages)
    }

    package func strings(_ language: SiteLanguage) -> Strings { languages[language] ?? Strings([:]) }

    package func localizer(
        for language: SiteLanguage, timeZone: String = "America/Sao_Paulo", currency: String = "BRL"
    ) -> Localizer {
        Localizer(language: language, strings: strings(language), timeZone: timeZone, currency: currency)
    }

    private static func read(_ folder: URL) throws -> [String: String] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
        var texts: [String: String] = [:]
        var twice: [String] = []
        for file in files.sorted(by: { $0.path < $1.path }) {
            let part: [String: String]
            do {
                part = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
            } catch {
                throw PageLoadingError("not a flat JSON object of strings", [file.lastPathComponent, "\(error)"])
            }
            twice += part.keys.filter { texts[$0] != nil }.map { "\($0) (\(file.lastPathComponent))" }
            texts.merge(part) { $1 }
        }
        if !twice.isEmpty { throw PageLoadingError("texts given twice", twice) }
        return texts
    }
}

/// Why the pages could not be made ready. Start-up ends with it.
package struct PageLoadingError: Error, CustomStringConvertible {
    package let description: String

    init(_ what: String, _ items: [String]) { description = what + ": " + items.sorted().joined(separator: ", ") }
}
