/// The outbox takes what the shop says to the provider, at most once.
///
/// Tables owned: outbox, outbox_names, message_statuses; the delivery columns of messages. Job: `outbox.deliver`, one at a time a conversation, in order.
///
/// A row's way: pending → (uploading →) sending → accepted | failed | unknown.
///
/// An account rests (`AccountGate`) while its provider is not there or has asked for a pause; one recipient that is written to too fast
/// holds its own conversation only. Failures carry the provider's code and a reason in the shop's language (`FailureWords`).
///
/// Whoever writes an outbound message locks its conversation first, then its outbox row, then the message.
///
/// Invariants
/// - `sending` is committed before the provider is called. Whoever finds a row in `sending` did not see how the call ended: the row
///   becomes `unknown` and is never resent by the machine. WhatsApp has no idempotency key, so a second call may be a second message.
/// - A file that a provider takes before the message is handed over in `uploading`. Whoever finds a row there knows that nothing was
///   sent and begins again; an upload made twice is no message.
/// - What ended for certain without a message (refused connection, rate limit, a clear error) goes back to `pending` and is tried again, or is
///   `failed` with the provider's code and a reason in words.
/// - `unknown` is settled by the provider's status, which echoes the outbox id, by the copy that the provider
///   shows of what the shop says (`SentCopy`), or by a person who decides to send again.
/// - A status may arrive before the answer to the call that caused it: it is kept in message_statuses and joined when the message has its
///   id. Ranks only rise (`DeliveryStatus`), so the order of arrival does not matter.
/// - No transaction is open while the provider is called.
package enum Outbox {}
