import Testing

@testable import Providers

struct TwilioSignatureTests {
    let url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    let form = "application/x-www-form-urlencoded"
    let body = Array(
        "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212".utf8)
    let signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8="

    private func verify(
        _ header: String, _ url: String, _ body: [UInt8], _ type: String? = nil, token: String = "12345"
    ) -> Bool {
        Twilio.verifySignature(header: header, url: url, body: body, contentType: type ?? form, authToken: token)
    }

    @Test("the vector of Twilio's own library is accepted, in whatever order the fields come")
    func vector() {
        #expect(verify(signature, url, body))
        #expect(verify(signature, url, body, form + "; charset=UTF-8"))
        let turned = Array(
            "To=%2B18005551212&Digits=1234&From=%2B14158675309&CallSid=CA1234567890ABCDE&Caller=%2B14158675309".utf8)
        #expect(verify(signature, url, turned))
    }

    @Test("a field that comes several times counts once for each of its values, in order")
    func repeated() {
        let body = Array("Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234".utf8)
        #expect(Twilio.signedFields(FormFields(body)) == Array("Digits1234Digits5678SidCA123SidAccountAC123".utf8))
        #expect(verify("IK+Dwps556ElfBT0I3Rgjkr1wJU=", url, body))
    }

    @Test("a JSON body is signed by its digest in the address")
    func json() {
        let signed = url + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
        let body = Array(#"{"property": "value", "boolean": true}"#.utf8)
        #expect(verify("a9nBmqA0ju/hNViExpshrM61xv4=", signed, body, "application/json"))
        #expect(!verify("a9nBmqA0ju/hNViExpshrM61xv4=", signed, body + [0x20], "application/json"))
        #expect(!verify("a9nBmqA0ju/hNViExpshrM61xv4=", url, body, "application/json"))
    }

    @Test("the standard port may be written or not")
    func ports() {
        #expect(verify(signature, "https://mycompany.com:443/myapp.php?foo=1&bar=2", body))
        #expect(!verify(signature, "http://mycompany.com/myapp.php?foo=1&bar=2", body))
        #expect(!verify(signature, "https://mycompany.com/myapp.php?foo=1", body))
    }

    @Test("one changed field, another token or none verifies nothing")
    func changed() {
        #expect(!verify(signature, url, Array("Extra=1&".utf8) + body))
        #expect(!verify(signature, url, body, token: "12346") && !verify(signature, url, body, token: ""))
        for header in ["", "=", "RSOYDt4T1cUTdK1PDd93", "RSOYDt4T1cUTdK1PDd93/VVr8B8=x", "é"] {
            #expect(!verify(header, url, body))
        }
        #expect(!verify("", "", []) && !verify(signature, "", body))
    }
}
