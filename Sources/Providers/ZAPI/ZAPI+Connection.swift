import Domain
import Foundation

extension ZAPI {
    /// How the shop's phone is linked.
    package struct Health: Sendable, Equatable {
        package let state: ConnectionNotice.State
        /// Digits of the linked number, where Z-API tells.
        package let phone: String?
        /// Z-API's words when something is amiss; `phone_offline` when the link stands and the phone has no network.
        package let reason: String?
    }

    package enum QRCode: Sendable, Equatable {
        /// A PNG to be read with the shop's phone within 20 seconds.
        case image([UInt8])
        /// There is nothing to read: the phone is linked.
        case connected
    }
}

extension ZAPI.Client {
    /// The "test connection" of the settings page.
    package func test() async throws(ProviderError) -> ZAPI.Health {
        let answer = try await call("zapi.status", "GET", "status")
        guard let isConnected = answer["connected"]?.bool else {
            if let words = ZAPI.words(in: answer) {
                throw ZAPI.error(
                    ProviderResponse(status: 400, body: JSON.object([("error", JSON(words))]).serialize()),
                    secrets: [token, clientToken, instanceID])
            }
            throw .unavailable(ProviderFault(code: "no_status", title: "Answered without a status"), retryAfter: nil)
        }
        guard isConnected else {
            let reason = Wire.text(answer["error"]).map { Redaction.clean($0) }
            let mustRestore = reason?.lowercased().contains("restore") ?? false
            return .init(state: mustRestore ? .disconnected : .waitingForCode, phone: nil, reason: reason)
        }
        let isOffline = answer["smartphoneConnected"]?.bool == false
        // Only to show which number it is: without it the test still says what it must.
        let device = try? await call("zapi.device", "GET", "device")
        return .init(
            state: .connected, phone: Wire.text(device?["phone"]).flatMap { PhoneNumber($0)?.digits },
            reason: isOffline ? "phone_offline" : nil)
    }

    /// The code to link the phone with. Z-API makes a new one every 20 seconds; ask again then, and stop after three.
    package func qrCode() async throws(ProviderError) -> ZAPI.QRCode {
        let response = try await respond("zapi.qr_code", "GET", "qr-code/image")
        if let image = Self.png(response.body) { return .image(image) }
        guard let answer = response.json else { throw Self.noCode("Answered with no picture") }
        let value = answer.string ?? Wire.text(of: answer, "value", "qrcode", "qrCode", "image")
        if let value {
            let bytes = DataURL(value)?.bytes ?? Data(base64Encoded: value).map(Array.init)
            if let image = bytes.flatMap(Self.png) { return .image(image) }
        }
        let words = ZAPI.words(in: answer) ?? ""
        if answer["connected"]?.bool == true || words.lowercased().contains("already connected") { return .connected }
        guard words.isEmpty else {
            throw ZAPI.error(
                ProviderResponse(status: 400, body: response.body), secrets: [token, clientToken, instanceID])
        }
        throw Self.noCode("Answered with no picture")
    }

    /// Makes Z-API post everything to one address, what the shop's people type on their own phone included.
    package func setWebhooks(_ url: String) async throws(ProviderError) {
        guard url.hasPrefix("https://") else {
            throw .rejected(ProviderFault(code: "not_https", title: "Z-API posts to https addresses only"))
        }
        let body: JSON = ["value": JSON(url), "notifySentByMe": true]
        _ = try await call("zapi.set_webhooks", "PUT", "update-every-webhooks", body)
    }

    private static func noCode(_ title: String) -> ProviderError {
        .unavailable(ProviderFault(code: "no_qr_code", title: title), retryAfter: nil)
    }

    /// It is shown in the settings page: nothing but a picture may pass.
    private static func png(_ bytes: [UInt8]) -> [UInt8]? {
        bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? bytes : nil
    }
}
