import Foundation
import Testing

@testable import Providers

struct WhaticketSignatureTests {
    let now = Date(timeIntervalSince1970: 1_700_000_100)
    let escaped = Array(#"{"message": {"conversation": "ol\u00e1"}, "number": "5511999999999"}"#.utf8)
    let escapedCode = "746bc2b2ef5cab1be6a8d0df2655ed76c1316f0e21d195988d71825fa2cd0683"
    let plain = Array(#"{"message":{"conversation":"olá"},"number":"5511999999999"}"#.utf8)
    let plainCode = "7b2ecd933fd59d26850e76521d18b5724d342b2527b6f86db7ebf478f1b20ff5"

    private func verify(
        _ timestamp: String?, _ signature: String?, _ body: [UInt8]? = nil, secret: String = "super-secret",
        now: Date? = nil
    ) -> Bool {
        Whaticket.verifySignature(
            timestamp: timestamp, signature: signature, body: body ?? escaped, secret: secret, now: now ?? self.now)
    }

    @Test("both vectors of the contract are accepted, each with its own bytes")
    func vectors() {
        #expect(verify("1700000000", escapedCode, escaped))
        #expect(verify("1700000000", plainCode, plain))
        #expect(!verify("1700000000", plainCode, escaped) && !verify("1700000000", escapedCode, plain))
    }

    @Test("a fractional time is cut before it is signed")
    func fraction() {
        #expect(verify("1700000000.987", escapedCode) && verify(" 1700000000 ", escapedCode))
        #expect(!verify("1700000001.2", escapedCode))
    }

    @Test("a signature is good for five minutes, both ways")
    func window() {
        func at(_ seconds: Double) -> Bool {
            verify("1700000000", escapedCode, now: Date(timeIntervalSince1970: 1_700_000_000 + seconds))
        }
        #expect(at(300) && at(-300))
        #expect(!at(301) && !at(-301))
    }

    @Test(
        "a time that is no time verifies nothing and harms nobody",
        arguments: [
            "nan", "-nan", "inf", "-inf", "", "abc", "1e400", "1e300", "9223372036854775808", "0x", "１７００００００００",
        ])
    func oddTimes(timestamp: String) {
        #expect(!verify(timestamp, escapedCode))
        _ = Whaticket.signedAt(timestamp)
    }

    @Test("both headers are needed, and a shop without a secret accepts nobody")
    func missing() {
        #expect(!verify(nil, escapedCode) && !verify("1700000000", nil) && !verify("1700000000", ""))
        #expect(
            !verify("1700000000", escapedCode, secret: "") && !verify("1700000000", escapedCode, secret: "super-secreT")
        )
        #expect(!verify("1700000000", escapedCode.uppercased()))
    }

    @Test("one changed byte anywhere is refused")
    func changed() {
        for index in escaped.indices {
            var body = escaped
            body[index] ^= 1
            #expect(!verify("1700000000", escapedCode, body))
        }
    }

    @Test("the token is looked at only where one is set")
    func token() {
        #expect(Whaticket.verifyToken(nil, expected: "") && Whaticket.verifyToken("t0ken", expected: "t0ken"))
        #expect(!Whaticket.verifyToken(nil, expected: "t0ken") && !Whaticket.verifyToken("t0keN", expected: "t0ken"))
    }
}
