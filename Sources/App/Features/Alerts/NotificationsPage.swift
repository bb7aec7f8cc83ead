import Foundation
import Web

/// `/settings/notifications`
struct NotificationsPage: PageModel {
    struct Device: Encodable {
        let href: String
        let name: String
        let since: String
        let endpoint: String
    }

    let publicKey: String
    let devices: [Device]
    let hasDevices: Bool
    let notice: String?

    static let template = "settings/notifications"
    static let sample = NotificationsPage(
        publicKey: "BNc",
        devices: [
            .init(href: "/settings/notifications/1", name: "Chrome, Android", since: "há 2 dias", endpoint: "ab12")
        ],
        hasDevices: true, notice: "Este navegador avisa você.")
}

extension NotificationsPage {
    init(_ devices: [Alerts.Device], publicKey: String, notice: String?, now: Date, _ localizer: Localizer) {
        self.publicKey = publicKey
        self.notice = notice
        self.devices = devices.map { device in
            Device(
                href: "/settings/notifications/\(device.id.lowercase)",
                name: device.name.isEmpty ? localizer("push.device") : device.name,
                since: localizer.ago(device.createdAt, now: now),
                endpoint: String(device.endpoint.suffix(24)))
        }
        hasDevices = !devices.isEmpty
    }
}
