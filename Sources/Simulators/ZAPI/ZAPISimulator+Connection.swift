import Domain
import Foundation
import Hummingbird

extension ZAPISimulator {
    func status(_ call: SimulatedCall) throws -> Response {
        let instance = try authenticate(call)
        return .json([
            "connected": JSON(instance.isConnected),
            "error": JSON(instance.isConnected ? "You are already connected." : "You are not connected."),
            "smartphoneConnected": JSON(instance.isConnected && instance.isPhoneOnline),
        ])
    }

    func device(_ call: SimulatedCall) throws -> Response {
        let instance = try authenticate(call)
        guard instance.isConnected else {
            throw SimulatedRefusal(status: 400, body: ["error": "You are not connected."])
        }
        return .json(["phone": JSON(instance.phone), "name": "Loja", "device": ["device_model": "Simulated"]])
    }

    func qrCode(_ call: SimulatedCall) throws -> Response {
        let instance = try authenticate(call)
        guard !instance.isConnected else { return .json(["connected": true]) }
        let count = change { state in
            state.codes[instance.id, default: 0] += 1
            return state.codes[instance.id] ?? 0
        }
        let image = Data(PretendPicture.code(seed: UInt64(count))).base64EncodedString()
        return .json(["value": JSON("data:image/png;base64,\(image)")])
    }

    func disconnect(_ call: SimulatedCall) throws -> Response {
        let instance = try authenticate(call)
        change { $0.instances[instance.id]?.isConnected = false }
        return .json(["value": true])
    }

    func setWebhooks(_ call: SimulatedCall) throws -> Response {
        let instance = try authenticate(call)
        try Self.demandJSON(call)
        guard let url = call.body["value"]?.string, url.hasPrefix("https://") else {
            throw SimulatedRefusal(status: 400, body: ["error": "value must be a https url"])
        }
        change { state in
            state.log.webhookURL = url
            state.instances[instance.id]?.notifiesSentByMe = call.body["notifySentByMe"]?.bool ?? false
        }
        return .json(["value": true])
    }

    /// The shop reads the code with its phone: the link stands, and what waited leaves.
    @discardableResult
    package func link(_ instanceID: String) async throws -> Int {
        let waiting = change { state -> [ZAPIState.Sent] in
            state.instances[instanceID]?.isConnected = true
            let waiting = state.sent.filter { $0.instanceID == instanceID && $0.isQueued }
            for message in waiting { state.sent.update(where: { $0.id == message.id }) { $0.isQueued = false } }
            return waiting
        }
        let phone = read { $0.instances[instanceID]?.phone } ?? ""
        let status = try await core.deliver(
            Self.webhook(
                instanceID,
                [
                    ("type", "ConnectedCallback"), ("connected", true), ("instanceId", JSON(instanceID)),
                    ("phone", JSON(phone)), ("momment", Self.now()),
                ]))
        let plan = read { $0.log.plan }
        for message in waiting { follow(message, plan) }
        return status
    }

    /// The phone ends the link, or WhatsApp does.
    @discardableResult
    package func unlink(_ instanceID: String, error: String = "Device has been disconnected") async throws -> Int {
        change { $0.instances[instanceID]?.isConnected = false }
        return try await core.deliver(
            Self.webhook(
                instanceID,
                [
                    ("type", "DisconnectedCallback"), ("disconnected", true), ("error", JSON(error)),
                    ("instanceId", JSON(instanceID)), ("momment", JSON(Int(Date().timeIntervalSince1970))),
                ]))
    }
}
