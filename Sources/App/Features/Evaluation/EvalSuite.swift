import Domain
import Foundation

/// A suite of conversations, as its YAML file has it.
package struct EvalSuite: Sendable {
    package struct Case: Sendable {
        package let name: String
        /// What the customer says, one message after the other; the last one is judged.
        package let messages: [String]
        package let expects: Expectation
        /// Instead of a conversation: words that the guardrails must stop, or let pass, over the best passage of the last message.
        package let claim: Claim?
    }

    package struct Claim: Sendable {
        package let text: String
        package let passes: Bool
    }

    /// What is wanted; what is nil or empty is not looked at.
    package struct Expectation: Sendable {
        package enum Outcome: String, Sendable, CaseIterable {
            case answer, handoff, courtesy
            /// Subjects to choose from. Where a handoff is wanted an offer will do: nothing is answered that is not known.
            case offer
        }

        package var outcome: Outcome?
        package var reason: String?
        /// Part of the title or heading that the answer quotes, or that is found.
        package var source: String?
        package var contains: [String] = []
        package var lacks: [String] = []
        package var intent: String?
        package var requiresAction: Bool?
    }

    package let name: String
    package let channel: String
    package let cases: [Case]

    package struct Fault: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Longest suite: a live run of it costs money.
    static let most = 2_000

    /// - Throws: ``Fault`` with the place of what cannot be understood.
    package init(yaml: String, name fallback: String = "suite") throws {
        let json: JSON
        do { json = try YAMLSubset.parse(yaml) } catch {
            throw Fault(description: "The suite cannot be read: \(error).")
        }
        name = json["name"]?.scalarText ?? fallback
        channel = json["channel"]?.string ?? "whatsapp"
        let rows = json["cases"]?.array ?? []
        guard !rows.isEmpty else { throw Fault(description: "The suite has no cases.") }
        guard rows.count <= Self.most else { throw Fault(description: "The suite has more than \(Self.most) cases.") }
        cases = try rows.enumerated().map { try Self.read($1, $0 + 1) }
        var seen: Set<String> = []
        for entry in cases where !seen.insert(entry.name).inserted {
            throw Fault(description: "Two cases are called \"\(entry.name)\".")
        }
    }

    private static func read(_ row: JSON, _ number: Int) throws -> Case {
        let messages = Self.texts(row["say"])
        let name = row["name"]?.scalarText ?? messages.last ?? ""
        func fault(_ reason: String) -> Fault { Fault(description: "Case \(number) (\(name)): \(reason).") }
        guard !messages.isEmpty, messages.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 4_000 }) else {
            throw fault("say is missing, empty or too long")
        }
        for key in row.members.map(\.key) where !["name", "say", "expect", "claim", "passes"].contains(key) {
            throw fault("\(key) is not known")
        }
        let wanted = row["expect"] ?? .object([])
        for key in wanted.members.map(\.key)
        where !["outcome", "reason", "source", "contains", "lacks", "intent", "requires_action"].contains(key) {
            throw fault("expect.\(key) is not known")
        }
        var expects = Expectation()
        if let outcome = wanted["outcome"]?.string {
            guard let known = Expectation.Outcome(rawValue: outcome) else {
                throw fault("outcome \(outcome) is not known")
            }
            expects.outcome = known
        }
        if let reason = wanted["reason"]?.string {
            guard HandoffReason(rawValue: reason) != nil else { throw fault("reason \(reason) is not known") }
            expects.reason = reason
        }
        if let intent = wanted["intent"]?.string {
            guard Intent(rawValue: intent) != nil else { throw fault("intent \(intent) is not known") }
            expects.intent = intent
        }
        expects.source = wanted["source"]?.scalarText
        expects.contains = texts(wanted["contains"])
        expects.lacks = texts(wanted["lacks"])
        expects.requiresAction = wanted["requires_action"]?.bool
        let claim = row["claim"]?.scalarText.map { Claim(text: $0, passes: row["passes"]?.bool ?? false) }
        return Case(name: name, messages: messages, expects: expects, claim: claim)
    }

    private static func texts(_ json: JSON?) -> [String] {
        guard let json, !json.isNull else { return [] }
        return json.scalarText.map { [$0] } ?? json.elements.compactMap(\.scalarText)
    }

    /// The suite that comes with the demo shop.
    package static func demo() throws -> EvalSuite {
        let file = AppResources.current.root.appending(path: "evals/demo.yaml")
        return try EvalSuite(yaml: try String(contentsOf: file, encoding: .utf8), name: "demo")
    }
}
