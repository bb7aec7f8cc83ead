import Foundation

/// Where a Valkey or Redis server is. Its password appears in no description.
package struct ValkeyAddress: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    package enum Place: Sendable, Equatable {
        case host(String, Int)
        case socket(String)
    }

    package let place: Place
    let user: String?
    let password: String?
    let database: Int

    package var description: String {
        switch place {
        case .host(let host, let port): "\(host):\(port)"
        case .socket(let path): path
        }
    }
    package var customMirror: Mirror { Mirror(reflecting: description) }

    /// `redis://[user:password@]host[:port][/database]`, the same with `valkey`, or `unix:///path`. nil for anything else; TLS is not spoken.
    package init?(_ text: String) {
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased() else { return nil }
        user = url.user.flatMap { $0.isEmpty ? nil : $0 }
        password = url.password.flatMap { $0.isEmpty ? nil : $0 }
        switch scheme {
        case "redis", "valkey":
            guard let host = url.host, !host.isEmpty else { return nil }
            let path = url.path.dropFirst()
            guard path.isEmpty || Int(path) != nil else { return nil }
            database = Int(path) ?? 0
            place = .host(host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")), url.port ?? 6379)
        case "unix":
            guard url.path.hasPrefix("/"), url.path.count > 1 else { return nil }
            (database, place) = (0, .socket(url.path))
        default: return nil
        }
        guard database >= 0 else { return nil }
    }
}
