import Domain
import Foundation
import Postgres

/// Whether the assistant answers on a channel of a shop, and how long it lets people finish writing.
package struct AssistantReadiness: Sendable, Equatable {
    /// On for the shop, and not switched off for the channel.
    package let isOn: Bool
    package let debounce: Debounce

    package init(isOn: Bool, debounce: Debounce) {
        self.isOn = isOn
        self.debounce = debounce
    }

    /// One row, also for a shop that has no configuration yet; read it with ``init(_:channel:)``.
    package static func select(tenant: TenantID, channel: String) -> SQL {
        """
        SELECT coalesce(general.is_enabled, true) AND coalesce(channel.is_enabled, true) AS is_on,
          coalesce(general.debounce_seconds, 6) AS quiet, coalesce(general.debounce_max_seconds, 25) AS cap,
          channel.debounce_seconds AS channel_quiet, channel.debounce_max_seconds AS channel_cap
        FROM (SELECT \(tenant.value)::uuid AS tenant_id) t
        LEFT JOIN ai_support_config general ON general.tenant_id = t.tenant_id
        LEFT JOIN ai_channel_config channel ON channel.tenant_id = t.tenant_id AND channel.channel_type = \(channel)
        """
    }

    package init(_ row: Row, channel: String) throws {
        isOn = try row("is_on")
        let pace = AssistantPace.of(
            channel: channel, general: AssistantPace(quiet: try row("quiet"), cap: try row("cap")),
            channelQuiet: try row("channel_quiet"), channelCap: try row("channel_cap"))
        debounce = Debounce(quiet: .seconds(pace.quiet), cap: .seconds(pace.cap))
    }
}
