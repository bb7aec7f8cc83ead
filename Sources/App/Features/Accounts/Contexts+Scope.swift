import Domain
import Web

extension AgentContext {
    /// This person in their shop, for the database.
    package var scope: TenantScope {
        TenantScope(
            tenant: TenantID(agent.tenantID), role: ActorRole(agent.role), user: agent.userID,
            origin: Origin(.user, id: agent.userID.lowercase, address: visitor.address))
    }
}

extension ApiContext {
    /// This token in its shop. The row-level policies know people's roles; a token acts with the least that its scopes need.
    package var scope: TenantScope {
        let role: ActorRole =
            if token.scopes.contains(.admin) { .admin } else if token.scopes == [.read] { .viewer } else { .agent }
        return TenantScope(
            tenant: TenantID(token.tenantID), role: role, user: token.userID,
            origin: Origin(.token, id: token.tokenID.lowercase, address: visitor.address))
    }
}

extension ActorRole {
    init(_ role: Role) {
        self =
            switch role {
            case .owner: .owner
            case .admin: .admin
            case .agent: .agent
            case .viewer: .viewer
            }
    }
}
