import Crypto
import Domain
import Foundation

/// Addresses that stand for a person without a sign-in: the invitation to turn notices on, and where a browser reports what became of one.
package struct PushInvitations: Sendable {
    let key: SymmetricKey
    /// Without a trailing slash; nil where nobody said where the server is reached.
    let publicURL: String?

    package init(key: SymmetricKey, publicURL: String?) {
        self.key = key
        self.publicURL = publicURL
    }

    /// Long enough to be found again in a chat.
    static let lifetime: TimeInterval = 30 * 86_400
    /// As long as a push service keeps a notice, and some time to open it.
    static let receiptLifetime: TimeInterval = 30 * 86_400

    struct Invited: Sendable, Equatable {
        let tenant: TenantID
        let account: UUID
        let contact: UUID
    }

    func path(_ invited: Invited, now: Date) -> String {
        let ids = [invited.tenant.value, invited.account, invited.contact]
        return "/notices/" + LinkToken.make(ids, until: now.addingTimeInterval(Self.lifetime), purpose("invitation"))
    }

    func invited(_ token: String, now: Date) -> Invited? {
        LinkToken.read(token, count: 3, now: now, purpose("invitation")).map {
            Invited(tenant: TenantID($0[0]), account: $0[1], contact: $0[2])
        }
    }

    func receiptPath(_ tenant: TenantID, _ account: UUID, outbox: UUID, now: Date) -> String {
        let until = now.addingTimeInterval(Self.receiptLifetime)
        return "/notices/receipts/"
            + LinkToken.make([tenant.value, account, outbox], until: until, purpose("receipt"))
    }

    func receipt(_ token: String, now: Date) -> (tenant: TenantID, account: UUID, outbox: UUID)? {
        LinkToken.read(token, count: 3, now: now, purpose("receipt")).map { (TenantID($0[0]), $0[1], $0[2]) }
    }

    /// A token of one kind is none of the other.
    private func purpose(_ name: String) -> SymmetricKey {
        SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(name.utf8), using: key))
    }
}
