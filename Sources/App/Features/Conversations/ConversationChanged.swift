import Foundation
import Postgres

extension Conversations {
    /// For features whose news stands in a conversation: open pages of it look again.
    static func changed(_ id: UUID, tx: TenantTransaction) -> SQL {
        "UPDATE conversations SET change_seq = nextval('change_seq') WHERE tenant_id = \(tx.tenant) AND id = \(id)"
    }
}
