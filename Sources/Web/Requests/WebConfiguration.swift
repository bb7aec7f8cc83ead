import Foundation

/// What the web layer must be told about where it runs.
package struct WebConfiguration: Sendable {
    /// The address people use, when it is known. With `https` every cookie is `__Host-` and HSTS is sent.
    package var publicURL: URL?
    /// Proxies whose `X-Forwarded-*` headers are believed.
    package var trustedProxies: [AddressRange] = []
    /// Allow sign-in over plain http from other machines. Off: only loopback may do without TLS.
    package var allowsInsecureHTTP = false
    /// Opens `/metrics` from anywhere; without it only loopback may read them.
    package var metricsToken: String?
    package var maxConnections = 20_000
    package var idleTimeout: Duration = .seconds(60)

    package init() {}
}
