import Foundation
import Testing
import Web

@testable import App

struct InboxQueryTests {
    @Test func `an address says the same after it was read and written`() throws {
        let text = "filter=bot&channel=email&q=ana%20%26%20co"
        let query = InboxQuery(try Form(parsing: text.utf8))
        #expect(query.filter == .bot)
        #expect(query.channel == "email")
        #expect(query.search == "ana & co")
        #expect(query.text == "?" + text)
    }

    @Test(arguments: [
        "filter=x", "channel=carrier-pigeon", "cursor=1", "cursor=1_2",
        "cursor=-5_01900000-0000-7000-8000-000000000000", "q=%20",
    ])
    func `what is not understood is left out`(text: String) throws {
        let query = InboxQuery(try Form(parsing: text.utf8))
        #expect(query == InboxQuery())
        #expect(query.text == "")
    }

    @Test func `a cursor survives the address, and orders as the list does`() throws {
        let early = InboxQuery.Cursor(micros: 1_763_690_000_123_456, id: UUID())
        let late = InboxQuery.Cursor(micros: 1_763_690_000_123_457, id: UUID())
        #expect(InboxQuery.Cursor(early.text) == early)
        #expect(early.text < late.text)
        #expect(InboxQuery.Cursor("99999999999999999999_\(UUID())") == nil)
    }
}
