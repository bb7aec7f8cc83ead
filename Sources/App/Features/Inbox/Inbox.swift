/// The inbox turns stored webhooks into people, conversations and messages.
///
/// Tables owned: contacts, contact_identities, conversations, messages, message_attachments, message_reactions,
/// conversation_events. Other features write to conversations and messages only through their own named use cases.
///
/// In: rows of `webhook_events` in state `pending`. Out: the rows above and, where the assistant owns the conversation, one
/// debounced turn (`Assistant.enqueueTurn`); delivery reports go to `Outbox.recordStatuses`.
///
/// Jobs: `inbox.fetch_mail`, `inbox.profile`.
///
/// How: one lane a tenant. A lane takes an advisory lock for the length of its transaction, claims up to a few hundred events in
/// the order of their arrival, looks everything up in one round trip, plans in memory (`InboxPlan`, pure) and writes everything and
/// COMMIT in another. Throughput rises with load because a fuller batch costs the same number of round trips.
///
/// Invariants
/// - An event leaves `pending` in the transaction that stores what it says: a crash repeats the whole batch, harmlessly.
/// - Every item of every body is visited. An item that cannot be understood or stored is kept in `item_errors` with its reason and
///   never hinders its neighbours: when a batch fails for a reason of its data, it is taken again item by item behind savepoints.
/// - A message known already (account, external id, part) changes nothing: no second row, no revision, no turn.
/// - What the shop says comes back from the provider. A copy that may be of a call under way is held until the call has ended
///   (`InboxPlan+Copies`); then its id tells whether we said it or a person did. Never two bubbles, never a take-over by ourselves.
/// - `conversations.revision` rises once for every new message from outside and for every word of a person of the shop, not of its programs.
package enum Inbox {}
