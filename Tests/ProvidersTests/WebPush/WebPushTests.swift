import Crypto
import Foundation
import Simulators
import Testing
import TestSupport

@testable import Domain
@testable import Providers

struct WebPushTests {
    static let subscription = PushSubscription(
        endpoint: "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
        p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth: "BTBZMqHH6r4Tts7J_aSIgg")

    @Test("the example of RFC 8291 is encrypted to the byte")
    func vector() throws {
        let key = try P256.KeyAgreement.PrivateKey(
            rawRepresentation: try #require(Base64URL.decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")))
        let body = try WebPushEncryption.encrypt(
            Array("When I grow up, I want to be a watermelon".utf8), for: try #require(Self.subscription), key: key,
            salt: try #require(Base64URL.decode("DGv6ra1nlYgDCS1FRnbzlw")))
        #expect(
            Base64URL.encode(body)
                == "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        )
    }

    @Test(
        "a token names the push service, ends within a day, and is signed by the key it shows; as in the example of RFC 8292"
    )
    func vapid() throws {
        let key = try #require(VAPIDKey(privateKey: VAPIDKey().privateKey, subject: "mailto:push@example.com"))
        let now = Date(timeIntervalSince1970: 1_453_480_568)
        let header = try key.authorization(audience: try #require(Self.subscription?.audience), at: now)
        #expect(header.hasPrefix("vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9."))
        #expect(header.hasSuffix(", k=\(key.publicKey)"))
        let parts = try #require(header.dropFirst(8).split(separator: ",").first).split(separator: ".").map(String.init)
        let claims = String(decoding: try #require(Base64URL.decode(parts[1])), as: UTF8.self)
        #expect(claims == #"{"aud":"https://push.example.net","exp":1453523768,"sub":"mailto:push@example.com"}"#)
        let shown = try P256.Signing.PublicKey(x963Representation: try #require(Base64URL.decode(key.publicKey)))
        let signature = try P256.Signing.ECDSASignature(rawRepresentation: try #require(Base64URL.decode(parts[2])))
        #expect(shown.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])".utf8)))
    }

    @Test(
        "what is no subscription is refused",
        arguments: [
            (
                "ftp://x", "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "BTBZMqHH6r4Tts7J_aSIgg"
            ),
            ("https://x", "BCVxsr7N", "BTBZMqHH6r4Tts7J_aSIgg"), ("https://x", "", ""),
            (
                "https://x", "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "BTBZ"
            ),
            (
                "https://x", "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA4",
                "BTBZMqHH6r4Tts7J_aSIgg"
            ),
        ])
    func malformed(endpoint: String, p256dh: String, auth: String) {
        #expect(PushSubscription(endpoint: endpoint, p256dh: p256dh, auth: auth) == nil)
    }

    @Test("keys are read with padding and in the plain alphabet")
    func alphabets() {
        let plain = PushSubscription(
            endpoint: "https://push.example.net",
            p256dh: "BCVxsr7N/eNgVRqvHtD0zTZsEc6+VV+JvLexhqUzORcxaOzi6+AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4=",
            auth: "BTBZMqHH6r4Tts7J/aSIgg==")
        #expect(plain?.publicKey == Self.subscription?.publicKey && plain?.authSecret == Self.subscription?.authSecret)
        #expect(VAPIDKey(privateKey: VAPIDKey().privateKey, subject: "mailto: x@y.z") == nil)
        #expect(VAPIDKey(privateKey: "AAAA", subject: "mailto:x@y.z") == nil)
    }

    @Test("a browser reads what was pushed to it")
    func push() async throws {
        try await MailSimulation.push { service, client, key in
            let subscription = try #require(
                PushSubscription(try await service.subscribe("ana", serverKey: key.publicKey)))
            let text = String(repeating: "é", count: 1_996)
            let receipt = try await client.send(
                Array(text.utf8), to: subscription, timeToLive: .seconds(60), urgency: .high, topic: "pedido-12")
            #expect(receipt.location?.hasPrefix("/message/") == true)
            let got = try #require(service.world.read { $0.notifications.last })
            #expect(
                got.text == text && got.timeToLive == 60 && got.urgency == "high" && got.topic == "pedido-12"
                    && got.subject == "mailto:ti@loja.com.br")
            await #expect(throws: ProviderError.self) {
                _ = try await client.send([UInt8](repeating: 1, count: 3_994), to: subscription)
            }
            await #expect(throws: ProviderError.self) {
                _ = try await client.send([1], to: subscription, topic: String(repeating: "a", count: 33))
            }
        }
    }

    @Test("a browser that left is told apart from a fault of ours and from a busy service")
    func refusals() async throws {
        try await MailSimulation.push { service, client, key in
            let subscription = try #require(
                PushSubscription(try await service.subscribe("ana", serverKey: key.publicKey)))
            let other = try #require(
                PushSubscription(try await service.subscribe("bia", serverKey: VAPIDKey().publicKey)))
            func outcome(_ subscription: PushSubscription) async -> ProviderError? {
                do { _ = try await client.send([1], to: subscription); return nil } catch { return error }
            }
            #expect(await outcome(other)?.disposition == .reauth)
            service.world.change { $0.answers = [(429, 9), (500, nil), (400, nil)] }
            #expect(await outcome(subscription)?.disposition == .retry(after: .seconds(9)))
            #expect(await outcome(subscription)?.disposition == .retry(after: nil))
            #expect(await outcome(subscription)?.disposition == .permanent)
            service.unsubscribe("ana")
            let gone = try #require(await outcome(subscription))
            #expect(WebPush.isGone(gone) && gone.disposition == .permanent)
            let never = try #require(
                PushSubscription(
                    endpoint: subscription.endpoint + "x", p256dh: Base64URL.encode(subscription.publicKey),
                    auth: Base64URL.encode(subscription.authSecret)))
            #expect(WebPush.isGone(try #require(await outcome(never))))
        }
    }

    @Test("an endpoint inside a private network is not called")
    func privateEndpoint() async throws {
        try await MailSimulation.push { service, _, key in
            let client = WebPush.Client(http: ProviderHTTP(logger: MailSimulation.quiet), key: key)
            let subscription = try #require(PushSubscription(try await service.subscribe("ana")))
            await #expect(throws: ProviderError.self) { _ = try await client.send([1], to: subscription) }
            #expect(service.world.read { $0.notifications.total } == 0)
        }
    }
}
