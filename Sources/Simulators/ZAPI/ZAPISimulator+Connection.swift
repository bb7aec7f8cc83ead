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
        let image = Data(PretendCode.png(seed: UInt64(count))).base64EncodedString()
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
            Self.webhook([
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
            Self.webhook([
                ("type", "DisconnectedCallback"), ("disconnected", true), ("error", JSON(error)),
                ("instanceId", JSON(instanceID)), ("momment", JSON(Int(Date().timeIntervalSince1970))),
            ]))
    }
}

/// A picture that looks like a code to link with: black and white squares, drawn from a number.
enum PretendCode {
    static func png(seed: UInt64, squares: Int = 29, size: Int = 8) -> [UInt8] {
        let width = squares * size
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        var rows: [UInt8] = []
        for _ in 0..<squares {
            var line: [UInt8] = [0]
            for _ in 0..<squares {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                line += [UInt8](repeating: state & 1 == 0 ? 0xFF : 0, count: size)
            }
            for _ in 0..<size { rows += line }
        }
        func big(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
        func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
            let body = Array(name.utf8) + data
            return big(data.count) + body + big(Int(crc(body)))
        }
        let header = big(width) + big(width) + [8, 0, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("IDAT", zlib(rows))
            + chunk("IEND", [])
    }

    /// Stored, not compressed.
    private static func zlib(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = [0x78, 0x01]
        var start = 0
        while start < bytes.count {
            let part = bytes[start..<min(start + 65_535, bytes.count)]
            start += part.count
            output += [start == bytes.count ? 1 : 0, UInt8(part.count & 255), UInt8(part.count >> 8)]
            output += [UInt8(~part.count & 255), UInt8((~part.count >> 8) & 255)] + part
        }
        let (a, b) = bytes.reduce((UInt32(1), UInt32(0))) { sums, byte in
            let a = (sums.0 + UInt32(byte)) % 65_521
            return (a, (sums.1 + a) % 65_521)
        }
        return output + [UInt8(b >> 8), UInt8(b & 255), UInt8(a >> 8), UInt8(a & 255)]
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
    }
}
