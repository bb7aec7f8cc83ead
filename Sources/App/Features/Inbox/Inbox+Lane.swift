import Postgres

extension Inbox {
    /// Waits for the shop's lane and holds it until the transaction ends: no arrival is read meanwhile. For acts that change whose
    /// an address is, between the inbox's look-up and its write.
    static func holdLane(_ tx: TenantTransaction) -> SQL {
        "SELECT pg_advisory_xact_lock(hashtextextended(\(laneKey(tx)), 0))"
    }

    static func laneKey(_ tx: TenantTransaction) -> String { "inbox:\(tx.scope.tenant)" }
}
