/// What is asked of the Graph API.
package enum GraphOperation: String, Sendable, CaseIterable {
    case send, markRead, numberInfo, subscribe, mediaUpload, mediaInfo, mediaDownload, mediaDelete
    case templateCreate, templateEdit, templateList, templateDelete, exampleStart, exampleUpload, tokenHealth
    /// Of pages and Instagram accounts.
    case senderAction, profile, pageInfo, tokenRenewal
}

/// Something that goes wrong on purpose, for the next calls of one operation.
package struct GraphFault: Sendable {
    package enum Kind: Sendable {
        /// Refuses with a Graph error; nothing is done.
        case error(code: Int, status: Int = 400, title: String = "Injected error", retryAfter: Int? = nil)
        /// Answers with this status and a proxy's page; nothing is done.
        case page(status: Int)
        /// Does it, and closes the connection instead of answering.
        case acceptThenDrop
        /// Closes the connection without doing it.
        case drop
        /// Does it, and answers after this long.
        case slow(Duration)
        /// Does it, and answers with something that is not JSON.
        case garbled
    }

    package internal(set) var operation: GraphOperation
    package internal(set) var kind: Kind
    package internal(set) var phoneNumberID: String?
    package internal(set) var remaining: Int
}

extension MetaGraphSimulator {
    /// The next `count` calls of an operation (of one number, or any) meet this.
    package func fail(
        _ operation: GraphOperation = .send, _ kind: GraphFault.Kind, count: Int = 1, phoneNumberID: String? = nil
    ) {
        change {
            $0.faults.append(.init(operation: operation, kind: kind, phoneNumberID: phoneNumberID, remaining: count))
        }
    }

    /// Everything works again.
    package func recover() {
        change { $0.faults = [] }
    }
}

extension GraphState {
    mutating func takeFault(_ operation: GraphOperation, _ phoneNumberID: String) -> GraphFault.Kind? {
        guard
            let index = faults.firstIndex(where: { fault in
                fault.operation == operation && (fault.phoneNumberID == nil || fault.phoneNumberID == phoneNumberID)
            })
        else { return nil }
        let kind = faults[index].kind
        faults[index].remaining -= 1
        if faults[index].remaining <= 0 { faults.remove(at: index) }
        return kind
    }
}
