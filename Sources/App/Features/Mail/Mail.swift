/// What mail needs beyond other channels: which conversation a Message-ID belongs to, the headers of an answer, and the addresses that
/// are not written to.
///
/// Tables owned: mail_ids, mail_suppressions. Entry points: ``learn(_:tenant:)`` and ``headers(_:tenant:)`` (inbox and outbox, inside
/// their own transactions), ``suppress(_:tenant:)``, ``MailAPI`` and ``MailSuppressions`` (people), ``MailDoor`` (raw mail from a
/// file, a pipe or a person).
///
/// Invariants
/// - A Message-ID belongs to the conversation that used it first: a forged one later changes nothing.
/// - A suppressed address is not written to, whoever wrote the message; taking it off the list is a person's act and is written down.
/// - What a stranger's bounce says counts only for the address that the message was sent to.
package enum Mail {
    /// The largest mail that is taken: what the large providers let people send.
    static let sizeLimit = 40 << 20
}
