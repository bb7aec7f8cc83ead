import Domain
import Foundation

/// A shop to be made.
package struct NewTenant: Sendable {
    package var name: String
    package var slug: String
    package var timeZone: String
    package var locale: String

    package init(name: String, slug: String? = nil, timeZone: String = "America/Sao_Paulo", locale: String = "pt-BR") {
        self.name = name
        self.slug = slug ?? Self.slug(from: name)
        self.timeZone = timeZone
        self.locale = locale
    }

    /// "Café & Cia" → "cafe-cia".
    package static func slug(from name: String) -> String {
        let plain = name.folding(
            options: [.diacriticInsensitive, .caseInsensitive], locale: Locale(identifier: "en_US_POSIX")
        ).lowercased()
        let words = plain.unicodeScalars.split { !("a"..."z" ~= $0 || "0"..."9" ~= $0) }
        return String(words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "-").prefix(63))
    }
}

/// A shop as commands and start-up see it.
package struct Tenant: Sendable, Equatable {
    package let id: TenantID
    package let number: Int
    package let name: String
    package let slug: String
    package let locale: String
}

/// Why a shop cannot be made or found, in words for the operator.
package enum TenantError: Error, Sendable, Equatable, CustomStringConvertible {
    case slugTaken(String)
    case invalid(field: String, reason: String)
    case unknown(String)

    package var description: String {
        switch self {
        case .slugTaken(let slug): "There is already a shop called \(slug); choose another --slug."
        case .invalid(let field, let reason): "\(field) \(reason)."
        case .unknown(let reference): "There is no shop \(reference)."
        }
    }
}
