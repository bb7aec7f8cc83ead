import Testing

@testable import Domain

@Suite struct ConversationStatusTests {
    /// One row an act, one column a status, in the order new bot waiting_agent open waiting_customer resolved closed spam. "-" = refused.
    static let table: [(ConversationAct, String)] = [
        (.customerWroteAssistantOn, "bot bot waiting_agent open waiting_agent bot - spam"),
        (.customerWroteAssistantOff, "new waiting_agent waiting_agent open waiting_agent waiting_agent - spam"),
        (.assistantReplied, "- bot - - - - - -"),
        (.handedOff, "waiting_agent waiting_agent waiting_agent - - - - -"),
        (
            .personReplied,
            "waiting_customer waiting_customer waiting_customer waiting_customer waiting_customer waiting_customer - -"
        ),
        (.tookOver, "open open open open open open - -"),
        (.handedBack, "bot bot bot bot bot - - -"),
        (.resolved, "resolved resolved resolved resolved resolved resolved - -"),
        (.reopened, "- - - - - open - -"),
        (.closed, "closed closed closed closed closed closed closed closed"),
        (.markedSpam, "spam spam spam spam spam spam - spam"),
        (.unmarkedSpam, "- - - - - - - waiting_agent"),
    ]
    static let columns: [ConversationStatus] = [
        .new, .bot, .waitingAgent, .open, .waitingCustomer, .resolved, .closed, .spam,
    ]

    @Test("every cell of the status table says what the product says", arguments: table)
    func cell(act: ConversationAct, expected: String) {
        let cells = expected.split(separator: " ").map(String.init)
        #expect(cells.count == Self.columns.count)
        for (status, cell) in zip(Self.columns, cells) {
            #expect(status.after(act)?.rawValue ?? "-" == cell, "\(act) from \(status)")
        }
    }

    @Test("the table above has a row for every act and a column for every status")
    func complete() {
        #expect(Set(Self.table.map(\.0)) == Set(ConversationAct.allCases))
        #expect(Set(Self.columns) == Set(ConversationStatus.allCases))
    }

    @Test("the assistant regains a conversation only when it is handed back or a customer returns to a resolved one")
    func onlyDoors() {
        for status in ConversationStatus.allCases where status != .bot && status != .new {
            for act in ConversationAct.allCases where status.after(act) == .bot {
                let door = act == .handedBack || (act == .customerWroteAssistantOn && status == .resolved)
                #expect(door, "\(status) became bot by \(act)")
            }
        }
    }
}
