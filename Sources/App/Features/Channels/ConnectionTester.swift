import Domain
import Providers

/// What a provider says about an account when it is asked.
package struct ConnectionReport: Sendable, Equatable {
    package enum State: String, Sendable {
        case connected
        /// Our credentials are good, but no telephone is linked: its code has to be read.
        case qrPending = "qr_pending"
        /// Our credentials are good, but the provider has no way to the network now.
        case disconnected
    }

    /// One line for people: a key below `channels.fact.` and what the provider said.
    package struct Fact: Sendable, Equatable {
        package let label: String
        package let value: String

        package init(_ label: String, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    package let state: State
    package let facts: [Fact]
    /// How people write the address, if the provider knows it.
    package let displayAddress: String?

    package init(_ state: State = .connected, facts: [Fact?] = [], displayAddress: String? = nil) {
        self.state = state
        self.facts = facts.compactMap { $0 }
        self.displayAddress = displayAddress
    }
}

/// Asks a provider whether it accepts an account: one a kind. Changes nothing there, whatever it is given.
package typealias ConnectionTester = @Sendable (ChannelCredentials) async throws(ProviderError) -> ConnectionReport

/// What a telephone's camera has to read, or that this has been done.
package enum QRCode: Sendable, Equatable {
    /// A picture as `data:` address.
    case image(String)
    case connected
    /// Not yet: the provider is making one.
    case pending
}

package typealias QRCodeSource = @Sendable (ChannelCredentials) async throws(ProviderError) -> QRCode

/// The ways to connect that this server can really use. A kind without a tester is not offered.
package struct Connections: Sendable {
    package let testers: [ChannelKind: ConnectionTester]
    package let codes: [ChannelKind: QRCodeSource]
    package let setups: [ChannelKind: WebhookSetup]

    package init(
        testers: [ChannelKind: ConnectionTester], codes: [ChannelKind: QRCodeSource] = [:],
        setups: [ChannelKind: WebhookSetup] = [:]
    ) {
        self.testers = testers
        self.codes = codes
        self.setups = setups
    }

    /// In the order in which they are shown.
    package var offered: [ChannelKind] { ChannelKind.allCases.filter { testers[$0] != nil } }
}

/// What a test of the connection means for the account's row. A nil status leaves the row's as it is.
package struct ConnectionVerdict: Sendable, Equatable {
    package var status: String?
    package var error: String?
    package var displayAddress: String?
}

extension ConnectionVerdict {
    package init(_ report: ConnectionReport) {
        self.init(status: report.state.rawValue, error: nil, displayAddress: report.displayAddress)
    }

    /// A provider that cannot be reached says nothing about the account.
    package init(_ error: ProviderError) {
        let words = "\(error.fault.code) \(error.fault.title)"
        switch error {
        case .unauthorized: self.init(status: "needs_reauth", error: words, displayAddress: nil)
        case .rejected, .blocked, .rateLimited, .unavailable, .ambiguous:
            self.init(status: nil, error: words, displayAddress: nil)
        }
    }
}
