import Foundation
import Testing

@testable import Domain
@testable import Providers

struct ReplyTokenTests {
    let token = ReplyToken(secret: Array("0123456789abcdef".utf8))

    @Test("the address for answers names its conversation, in any letter case")
    func roundTrip() throws {
        let token = try #require(token)
        let id = UUID()
        let address = try #require(token.address(for: id, mailbox: "sac@loja.com.br"))
        #expect(EmailAddress(address) != nil)
        #expect(address.hasPrefix("sac+") && address.hasSuffix("@loja.com.br"))
        #expect(token.conversation(in: ["outro@x.com", address.uppercased()]) == id)
    }

    @Test("no other address names a conversation: not one changed letter, another secret, or a token without its code")
    func forged() throws {
        let token = try #require(token)
        let address = try #require(token.address(for: UUID(), mailbox: "sac@loja.com.br"))
        var bytes = Array(address.utf8)
        for index in 4..<43 {
            let old = bytes[index]
            bytes[index] = old == UInt8(ascii: "a") ? UInt8(ascii: "b") : UInt8(ascii: "a")
            // The last letter has one bit that counts for nothing.
            if index < 42 { #expect(token.conversation(in: [String(decoding: bytes, as: UTF8.self)]) == nil) }
            bytes[index] = old
        }
        #expect(ReplyToken(secret: Array("another secret!!".utf8))?.conversation(in: [address]) == nil)
        #expect(token.conversation(in: ["sac+@loja.com", "sac+abc@loja.com", "sac@loja.com", "+", "@", ""]) == nil)
        #expect(ReplyToken(secret: []) == nil)
    }

    @Test("a mailbox that leaves no room gets no token rather than a broken address")
    func longMailbox() throws {
        let token = try #require(token)
        #expect(token.address(for: UUID(), mailbox: String(repeating: "a", count: 40) + "@loja.com") == nil)
    }
}
