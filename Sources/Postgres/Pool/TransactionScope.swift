/// In whose name a transaction acts: a role and settings that end with it.
public struct TransactionScope: Sendable {
    /// For SET LOCAL ROLE; nil keeps the login role.
    public let role: String?
    /// For `set_config(name, value, is_local => true)`.
    public let settings: [(String, String)]
    public let readOnly: Bool
    /// Every statement sees the same moment. Read-only.
    public let isOneView: Bool
    /// One statement for all of it.
    let prelude: SQL?

    public init(
        role: String? = nil, settings: [(String, String)] = [], readOnly: Bool = false, isOneView: Bool = false
    ) {
        self.role = role
        self.settings = settings
        self.readOnly = readOnly
        self.isOneView = isOneView
        prelude = Self.statement(role.map { [("role", $0)] + settings } ?? settings)
    }

    var begin: SQL { isOneView ? Control.beginView : readOnly ? Control.beginReadOnly : Control.begin }

    /// What turns `current` into this scope: whatever `current` had set and we do not is emptied, never left behind.
    func replacing(_ current: TransactionScope) -> SQL? {
        var changes = [("role", role ?? "none")]
        for (name, _) in current.settings where !settings.contains(where: { $0.0 == name }) {
            changes.append((name, ""))
        }
        return Self.statement(changes + settings)
    }

    private static func statement(_ settings: [(String, String)]) -> SQL? {
        guard !settings.isEmpty else { return nil }
        var sql: SQL = "SELECT "
        for (index, (name, value)) in settings.enumerated() {
            if index > 0 { sql.text += ", " }
            sql.append("set_config(\(name), \(value), true)")
        }
        return sql
    }
}
