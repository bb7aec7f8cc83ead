/// Why a secret could not be sealed or opened. Says which key, never what is in it.
package enum SecretsError: Error, Sendable, Equatable, CustomStringConvertible {
    case masterKeyUnreadable(path: String, reason: String)
    /// Sealed by a key that this process does not hold.
    case otherKey(sealedBy: String, holding: String)
    /// Cut short, changed, or moved here from another row.
    case damaged

    package var description: String {
        switch self {
        case .masterKeyUnreadable(let path, let reason):
            "The master key file \(path) cannot be used: \(reason)."
        case .otherKey(let sealedBy, let holding):
            "Sealed with key \(sealedBy), but this process holds key \(holding): is SECRETARIA_MASTER_KEY the one this database was made with?"
        case .damaged:
            "A stored secret is damaged or was moved from another place."
        }
    }
}
