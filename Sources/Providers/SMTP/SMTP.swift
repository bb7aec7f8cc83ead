import Domain

/// Mail through any submission server.
package enum SMTP {
    package enum Security: String, Sendable, CaseIterable {
        /// TLS from the first byte (port 465).
        case implicit
        /// Plain greeting, then TLS or nothing (port 587). Never "if offered".
        case startTLS = "starttls"
        /// For a relay on this machine. Refuses to send a password.
        case none
    }

    package struct Server: Sendable {
        package var host: String
        package var port: Int
        package var security: Security
        package var username: String?
        package var password: String?
        /// The host may lie inside our own network: for servers the operator chose, not those a shop typed in.
        package var allowsPrivateHost: Bool
        /// Roots to trust instead of the system's, as PEM: for servers with a certificate of their own making.
        package var trustedRoots: String?
        package var timeouts: Timeouts

        package init(
            host: String, port: Int, security: Security, username: String? = nil, password: String? = nil,
            allowsPrivateHost: Bool = false, trustedRoots: String? = nil, timeouts: Timeouts = Timeouts()
        ) {
            self.host = host
            self.port = port
            self.security = security
            self.username = username
            self.password = password
            self.allowsPrivateHost = allowsPrivateHost
            self.trustedRoots = trustedRoots
            self.timeouts = timeouts
        }
    }

    /// How long is waited for a server's word. After the last dot longest: giving up there makes the outcome unknown.
    package struct Timeouts: Sendable {
        package var connect: Duration = .seconds(15)
        package var command: Duration = .seconds(60)
        package var acceptance: Duration = .seconds(300)

        package init() {}
    }

    /// What a code of ours or theirs means to the shop.
    package static func failure(code: String) -> DeliveryFailure {
        switch code {
        case "no_address", "bad_address", "smtp_550", "smtp_551", "smtp_553": return .notReachable
        case "5.3.4", "smtp_552", "too_large": return .badMedia
        case "header_injection", "bad_header", "too_many_recipients": return .badContent
        case "smtp_530", "smtp_534", "smtp_535", "smtp_538", "auth_unavailable", "password_needs_tls",
            "starttls_unavailable":
            return .accountProblem
        default: break
        }
        if code.hasPrefix("5.1.") || code.hasPrefix("5.2.") { return .notReachable }
        if code.hasPrefix("5.7.") { return .againstPolicy }
        if code.hasPrefix("5.6.") { return .badContent }
        if code.hasPrefix("4.") || code.hasPrefix("smtp_4") { return .providerDown }
        return .other
    }
}
