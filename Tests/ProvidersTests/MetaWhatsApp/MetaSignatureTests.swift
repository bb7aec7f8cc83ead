import Testing

@testable import Providers

struct MetaSignatureTests {
    let secret = "test_app_secret"
    let plain = Array(#"{"object":"whatsapp_business_account","entry":[]}"#.utf8)
    let plainHeader = "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756"
    let escaped = Array(#"{"t":"Ol\u00e1"}"#.utf8)
    let escapedHeader = "sha256=eed2af296dc39162968c7ef593fce8a5639ae666eb6e7fdc3f9b8958330c461b"

    @Test("a signature over the raw bytes is accepted")
    func accepted() {
        #expect(MetaWhatsApp.verifySignature(header: plainHeader, body: plain, secret: secret))
        #expect(MetaWhatsApp.verifySignature(header: escapedHeader, body: escaped, secret: secret))
    }

    @Test("the same JSON written again has another signature and is refused")
    func reencoded() {
        let again = Array(#"{"t":"Olá"}"#.utf8)
        #expect(!MetaWhatsApp.verifySignature(header: escapedHeader, body: again, secret: secret))
        let itsOwn = "sha256=2774bfff05d15a6d7d844a85adb215dc5173af36a438d2614ca29f08a4aa668b"
        #expect(MetaWhatsApp.verifySignature(header: itsOwn, body: again, secret: secret))
        #expect(!MetaWhatsApp.verifySignature(header: itsOwn, body: escaped, secret: secret))
    }

    @Test("one changed byte anywhere is refused")
    func changed() {
        for index in plain.indices {
            var body = plain
            body[index] ^= 1
            #expect(!MetaWhatsApp.verifySignature(header: plainHeader, body: body, secret: secret))
        }
    }

    @Test(
        "a malformed header is refused",
        arguments: [
            "", "sha256=", "sha256=dec6", "dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756",
            "sha1=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756",
            "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c63375",
            "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c6337566",
            "sha256=gec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756",
            "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c6337é",
        ])
    func malformed(header: String) {
        #expect(!MetaWhatsApp.verifySignature(header: header, body: plain, secret: secret))
    }

    @Test("another secret, or none, verifies nothing")
    func secrets() {
        #expect(!MetaWhatsApp.verifySignature(header: plainHeader, body: plain, secret: "test_app_secreT"))
        // HMAC with an empty key is well defined; an account without a secret must still accept nobody.
        let emptyKey = "sha256=" + "0000000000000000000000000000000000000000000000000000000000000000"
        #expect(!MetaWhatsApp.verifySignature(header: emptyKey, body: plain, secret: ""))
    }
}
