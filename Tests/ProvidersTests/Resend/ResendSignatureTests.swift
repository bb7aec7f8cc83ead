import Foundation
import Testing

@testable import Providers

struct ResendSignatureTests {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    let body = Array(#"{"test": 2432232314}"#.utf8)
    let good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    let time = Date(timeIntervalSince1970: 1_614_265_330)

    private func verify(
        _ signatures: String, id: String = "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: String = "1614265330",
        body: [UInt8]? = nil, secret: String? = nil,
        now: Date? = nil
    ) -> Bool {
        Resend.verifySignature(
            id: id, timestamp: timestamp, signatures: signatures, body: body ?? self.body,
            secret: secret ?? self.secret, now: now ?? time)
    }

    @Test("the published vector verifies, alone and among others, under both header names")
    func vector() {
        #expect(verify(good))
        #expect(verify("v1,AAAA v2,xyz v1a,abc \(good)"))
        for prefix in ["svix", "Webhook", "SVIX"] {
            let headers = [
                ("\(prefix)-Id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("\(prefix)-timestamp", "1614265330"),
                ("\(prefix)-signature", good),
            ]
            #expect(Resend.verifySignature(headers: headers, body: body, secret: secret, now: time))
        }
        #expect(!Resend.verifySignature(headers: [("svix-id", "x")], body: body, secret: secret, now: time))
    }

    @Test("five minutes of a wrong clock are forgiven, a second more is not, either way")
    func tolerance() {
        #expect(verify(good, now: time + 300) && verify(good, now: time - 300))
        #expect(!verify(good, now: time + 301) && !verify(good, now: time - 301))
    }

    @Test("one changed byte of the body, another id, time or secret is refused")
    func changed() {
        for index in body.indices {
            var other = body
            other[index] ^= 1
            #expect(!verify(good, body: other))
        }
        #expect(!verify(good, id: "msg_other") && !verify(good, timestamp: "1614265331"))
        #expect(!verify(good, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx"))
    }

    @Test(
        "what is no signature, time or secret verifies nothing",
        arguments: [
            ("", "1614265330", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            ("v1,", "1614265330", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            (
                "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "1614265330",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            ),
            (
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "99999999999999999999",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            ),
            ("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "-1", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            ("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "1614265330", ""),
            ("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "1614265330", "whsec_"),
            ("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "1614265330", "whsec_!!!"),
        ])
    func malformed(signatures: String, timestamp: String, secret: String) {
        #expect(!verify(signatures, timestamp: timestamp, secret: secret))
    }
}
