import Domain
import Foundation

/// What is wrong with a field. The code names the text of the page; the words are for the command line and the API's developer.
package enum FieldFault: String, Sendable {
    case missing, tooLong = "too_long", notDigits = "not_digits", notIdentifier = "not_identifier", notEmail =
        "not_email"
    case notWebAddress = "not_web_address", notDomain = "not_domain", notPhone = "not_phone", notChoice = "not_choice"
    case notSvix = "not_svix", wrongPrefix = "wrong_prefix", hasSpaces = "has_spaces"

    package var words: String {
        switch self {
        case .missing: "is missing"
        case .tooLong: "is too long"
        case .notDigits: "must be the number the provider shows as the id, digits only"
        case .notIdentifier: "must be letters, digits, - and _ only"
        case .notEmail: "must be an e-mail address"
        case .notWebAddress: "must be a public https:// address"
        case .notDomain: "must be a host name, without https:// and path"
        case .notPhone: "must be a telephone number with country code"
        case .notChoice: "is not one of the choices"
        case .notSvix: "must begin with whsec_"
        case .wrongPrefix: "does not look like this provider's id"
        case .hasSpaces: "must not have spaces in it"
        }
    }
}

/// What a field may hold. Pure: a value comes back as it is stored, or with what is wrong.
package enum FieldRule: Sendable, Equatable {
    case text, digits, identifier, email, webAddress, domain, phone, svixSecret
    case prefixed(String)
    case choice([String])

    static let maximumBytes = 2_000

    func check(_ value: String) throws(FieldError) -> String {
        guard value.utf8.count <= Self.maximumBytes else { throw FieldError(.tooLong) }
        switch self {
        case .text: return value
        case .digits: return try require(value, value.utf8.count <= 32 && value.utf8.allSatisfy(\.isDigit), .notDigits)
        case .identifier:
            return try require(value, value.utf8.count <= 200 && value.utf8.allSatisfy(\.isIdentifier), .notIdentifier)
        case .email: return try require(value.lowercased(), Self.isEmail(value), .notEmail)
        case .webAddress: return try require(value, Self.isPublicWebAddress(value), .notWebAddress)
        case .domain: return try require(value.lowercased(), Self.isDomain(value), .notDomain)
        case .phone:
            guard let number = PhoneNumber(typed: value) else { throw FieldError(.notPhone) }
            return number.e164
        case .svixSecret: return try require(value, value.hasPrefix("whsec_") && value.utf8.count > 12, .notSvix)
        case .prefixed(let prefix):
            return try require(
                value, value.hasPrefix(prefix) && value.utf8.count == 34 && value.utf8.allSatisfy(\.isIdentifier),
                .wrongPrefix)
        case .choice(let choices): return try require(value, choices.contains(value), .notChoice)
        }
    }

    static func words(of field: ChannelField, _ value: String) -> String {
        do throws(FieldError) {
            _ = try field.rule.check(value)
            return ""
        } catch {
            return error.fault.words
        }
    }

    private func require(_ value: String, _ isRight: Bool, _ fault: FieldFault) throws(FieldError) -> String {
        guard isRight else { throw FieldError(fault) }
        return value
    }

    private static func isEmail(_ value: String) -> Bool {
        let parts = value.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count), let domain = String(parts[1]) else { return false }
        // What would end a header or an SMTP command is not part of any address we write.
        return parts[0].allSatisfy { (0x21...0x7E).contains($0) && !#"<>(),;:\""#.utf8.contains($0) }
            && isDomain(domain)
    }

    /// `loja.com.br`: labels of letters, digits and hyphens with at least one dot. No address of our own network.
    private static func isDomain(_ value: String) -> Bool {
        let labels = value.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard value.utf8.count <= 253, labels.count >= 2, let last = labels.last, !last.utf8.allSatisfy(\.isDigit)
        else { return false }
        return !["local", "localhost", "internal"].contains(last)
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { $0.isIdentifier && $0 != UInt8(ascii: "_") }
            }
    }

    private static func isPublicWebAddress(_ value: String) -> Bool {
        guard let parts = URLComponents(string: value), parts.scheme?.lowercased() == "https", parts.user == nil,
            parts.password == nil, parts.query == nil, parts.fragment == nil, let host = parts.host
        else { return false }
        return isDomain(host)
    }
}

package struct FieldError: Error, Sendable, Equatable {
    package let fault: FieldFault
    init(_ fault: FieldFault) { self.fault = fault }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isIdentifier: Bool {
        isDigit || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self == UInt8(ascii: "-")
            || self == UInt8(ascii: "_")
    }
}
