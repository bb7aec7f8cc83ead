import Domain
import Foundation
import Web

/// A person to be made.
package struct NewUser: Sendable {
    package var email: String
    package var name: String
    package var password: String

    package init(email: String, name: String, password: String) {
        self.email = email
        self.name = name
        self.password = password
    }
}

/// An API token to be made for a shop.
package struct NewToken: Sendable {
    package var tenant: TenantID
    package var name: String
    package var scopes: Set<Scope>
    package var createdBy: UUID?
    package var lifetime: Duration?

    package init(
        tenant: TenantID, name: String, scopes: Set<Scope>, createdBy: UUID? = nil, lifetime: Duration? = nil
    ) {
        self.tenant = tenant
        self.name = name
        self.scopes = scopes
        self.createdBy = createdBy
        self.lifetime = lifetime
    }
}

/// What of an account cannot be accepted, in words for the operator.
package enum AccountError: Error, Sendable, Equatable, CustomStringConvertible {
    case invalidEmail, emailTaken, passwordTooShort, passwordTooLong, missingName

    package var description: String {
        switch self {
        case .invalidEmail: "This is not an e-mail address."
        case .emailTaken: "There is already a user with this e-mail."
        case .passwordTooShort: "A password has at least \(Accounts.minimumPassword) characters."
        case .passwordTooLong: "A password has at most \(Accounts.maximumPassword) bytes."
        case .missingName: "A name is missing."
        }
    }
}

extension Accounts {
    package static let minimumPassword = 8
    static let maximumPassword = 512

    /// As stored: without white space around it and in lower case.
    static func normalisedEmail(_ text: String) throws(AccountError) -> String {
        let email = text.trimmingWhitespace.lowercased()
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, email.utf8.count <= 254,
            email.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0.value > 0x20 && $0.value != 0x7f })
        else { throw .invalidEmail }
        return email
    }

    static func checkPassword(_ password: String) throws(AccountError) {
        if password.count < minimumPassword { throw .passwordTooShort }
        if password.utf8.count > maximumPassword { throw .passwordTooLong }
    }
}

/// The scopes a person's own tokens carry.
extension Role {
    var scopes: Set<Scope> {
        switch self {
        case .owner, .admin: Set(Scope.allCases)
        case .agent: [.read, .write, .feedback]
        case .viewer: [.read]
        }
    }
}
