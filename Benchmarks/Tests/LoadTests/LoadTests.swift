import Testing

@testable import Load

struct LoadTests {
    @Test("SHA-256 and HMAC give the published values")
    func digests() {
        #expect(
            hex(SHA256.hash(Array("abc".utf8))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(hex(SHA256.hash([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        // RFC 4231, cases 2 and 6.
        #expect(
            hex(SHA256.hmac(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            hex(
                SHA256.hmac(
                    Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                    key: [UInt8](repeating: 0xAA, count: 131)))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test("responses are cut where they end, whatever pieces they come in")
    func responses() {
        let wire =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
            + "HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            + "HTTP/1.1 204 No Content\r\n\r\n"
        for size in [1, 2, 7, 1_000] {
            var reader = ResponseReader()
            var responses: [ResponseReader.Response] = []
            var bytes = Array(wire.utf8)[...]
            while !bytes.isEmpty {
                reader.append(bytes.prefix(size))
                bytes = bytes.dropFirst(size)
                while let response = reader.next() { responses.append(response) }
            }
            #expect(responses.map(\.status) == [200, 503, 204])
            #expect(responses.map { String(decoding: $0.body, as: UTF8.self) } == ["ok", "abc", ""])
        }
    }

    @Test("percentiles are values that were measured")
    func percentiles() {
        var samples = Samples()
        for value in 1...100 { samples.add(nanoseconds: UInt64(value) * 1_000_000) }
        #expect(samples.milliseconds([0.5, 0.99, 1]) == [50, 99, 100])
    }

    @Test("the same seed gives the same bytes, and the signature covers the body")
    func webhooks() throws {
        let channel = Channel(phoneNumberID: "1", secret: "s")
        var one = Webhooks(channels: [channel], customers: 10, prefix: "p", path: "/w", seed: 7)
        var two = Webhooks(channels: [channel], customers: 10, prefix: "p", path: "/w", seed: 7)
        for number in 0..<20 {
            let request = one.next(number, timestamp: 1)
            #expect(request.bytes == two.next(number, timestamp: 1).bytes)
            let text = String(decoding: request.bytes, as: UTF8.self)
            let body = try #require(text.split(separator: "\r\n\r\n", maxSplits: 1).last)
            #expect(text.contains("sha256=\(hex(SHA256.hmac(Array(body.utf8), key: Array("s".utf8))))"))
            #expect(text.contains("Content-Length: \(body.utf8.count)\r\n"))
        }
    }
}
