#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where a template stands with WhatsApp.
package enum TemplateStatus: String, Sendable, CaseIterable {
    case pending, approved, rejected, paused, disabled, flagged, archived, locked, deleted
    case inAppeal = "in_appeal"
    case limitExceeded = "limit_exceeded"

    /// Meta's word, of a webhook's `event` or of a list; nil for one not known yet.
    package init?(provider word: String) {
        switch word.uppercased() {
        case "PENDING": self = .pending
        case "APPROVED", "REINSTATED", "UNPAUSED", "UNARCHIVED", "UNLOCKED": self = .approved
        case "REJECTED": self = .rejected
        case "PAUSED": self = .paused
        case "DISABLED": self = .disabled
        case "FLAGGED": self = .flagged
        case "ARCHIVED": self = .archived
        case "LOCKED": self = .locked
        case "PENDING_DELETION", "DELETED": self = .deleted
        case "IN_APPEAL", "APPEAL_REQUESTED": self = .inAppeal
        case "LIMIT_EXCEEDED": self = .limitExceeded
        default: return nil
        }
    }

    /// A flagged template is on probation, yet leaves.
    package var maySend: Bool { self == .approved || self == .flagged }
}

/// Why WhatsApp refused a template.
package enum TemplateRejection: String, Sendable, CaseIterable {
    case abusiveContent = "abusive_content"
    case incorrectCategory = "incorrect_category"
    case invalidFormat = "invalid_format"
    case promotional, scam
    case tagContentMismatch = "tag_content_mismatch"
    /// A reason not known yet.
    case other

    /// Meta's word; nil where it names none (`NONE`, null, empty).
    package init?(provider word: String?) {
        guard let word = word?.lowercased(), !word.isEmpty, word != "none" else { return nil }
        self = TemplateRejection(rawValue: word) ?? .other
    }
}

package enum TemplateCategory: String, Sendable, CaseIterable {
    case marketing = "MARKETING"
    case utility = "UTILITY"
    case authentication = "AUTHENTICATION"
}

/// What WhatsApp says of one template of a business account.
package struct TemplateNotice: Sendable, Equatable {
    package enum Change: Sendable, Equatable {
        /// `detail`: Meta's own words, without personal data.
        case status(TemplateStatus, TemplateRejection?, detail: String?)
        /// GREEN, YELLOW, RED or UNKNOWN.
        case quality(String)
        /// A new category has another price.
        case category(String)
        /// Its text was changed elsewhere: to be read again.
        case content
    }

    package var templateID: String
    package var name: String
    package var language: String
    package var change: Change
    package var at: Date

    package init(templateID: String, name: String, language: String, change: Change, at: Date) {
        self.templateID = templateID
        self.name = name
        self.language = language
        self.change = change
        self.at = at
    }
}
