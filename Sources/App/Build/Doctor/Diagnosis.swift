/// One thing that was looked at, in words.
package struct Diagnosis: Sendable, Equatable {
    package enum Verdict: String, Sendable { case good, warning, bad }

    package let subject: String
    package let verdict: Verdict
    /// What was found and, unless it is good, what to do about it.
    package let finding: String

    package static func good(_ subject: String, _ finding: String) -> Diagnosis {
        .init(subject: subject, verdict: .good, finding: finding)
    }
    package static func warning(_ subject: String, _ finding: String) -> Diagnosis {
        .init(subject: subject, verdict: .warning, finding: finding)
    }
    package static func bad(_ subject: String, _ finding: String) -> Diagnosis {
        .init(subject: subject, verdict: .bad, finding: finding)
    }
}
