import HTTPTypes
import Hummingbird

/// The languages the product speaks.
package enum SiteLanguage: String, Sendable, CaseIterable {
    case portuguese = "pt-BR"
    case english = "en"
    case spanish = "es"

    /// Its own name, for the language menu.
    package var name: String {
        switch self {
        case .portuguese: "Português"
        case .english: "English"
        case .spanish: "Español"
        }
    }

    /// Own setting, then the `lang` switch in the address, then the cookie, then the browser, then Portuguese.
    package static func wanted(by request: Request, choice: SiteLanguage?) -> SiteLanguage {
        if let choice { return choice }
        if request.uri.query != nil,
            let switched = request.uri.queryParameters["lang"].flatMap({ SiteLanguage(rawValue: String($0)) })
        {
            return switched
        }
        if request.headers[.cookie] != nil,
            let kept = request.cookies["lang"].flatMap({ SiteLanguage(rawValue: $0.value) })
        {
            return kept
        }
        return request.headers[.acceptLanguage].flatMap(accepted) ?? .portuguese
    }

    /// The best of ours in an `Accept-Language` header.
    static func accepted(_ header: String) -> SiteLanguage? {
        var best: (language: SiteLanguage, quality: Double)?
        for item in header.prefix(500).split(separator: ",") {
            let parts = item.split(separator: ";")
            guard let tag = parts.first?.trimmed.lowercased() else { continue }
            let quality =
                parts.dropFirst().lazy.map(\.trimmed).first { $0.hasPrefix("q=") }
                .map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            guard let language = primary(tag), quality > (best?.quality ?? 0) else { continue }
            best = (language, quality)
        }
        return best?.language
    }

    private static func primary(_ tag: String) -> SiteLanguage? {
        switch tag.prefix(while: { $0 != "-" }) {
        case "pt": .portuguese
        case "en": .english
        case "es": .spanish
        default: nil
        }
    }
}
