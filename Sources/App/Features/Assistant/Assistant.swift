/// The assistant: reads what a customer wrote, answers from the shop's knowledge or gives the conversation to a person.
///
/// The inbox enqueues a turn with every customer message (``enqueueTurn(tenant:conversation:debounce:)``). A turn waits until the
/// customer has finished writing, takes a snapshot of the conversation, passes it through the gates of ``TurnSteps`` and
/// commits one outcome: an answer, a handoff, or nothing with its reason.
///
/// Tables owned: `ai_support_config`, `ai_channel_config`, `ai_config_changes` (``save(_:by:_:)``), `ai_drafts`; it writes what an outcome
/// consists of: a bot message, the conversation's state, `conversation_events`. Page: `/settings/assistant`; `/api/assistant`.
///
/// Invariants
/// - **The human fence.** An outcome is committed only where `conversations.revision` is still that of the snapshot, in one
///   transaction with the message, its outbox row, its events, its metering and the completion of the job. A newer customer message or a
///   human act means *superseded*: nothing is said; the newer message has a turn of its own.
/// - No transaction is open while a model thinks.
/// - A customer message never ends without a recorded outcome: each step that stops a turn writes an event with its name.
/// - Sentences that state a fact about the system (a handoff, a courtesy) are written by code; facts about the shop are quoted
///   from its knowledge base and carry citations.
/// - Whatever fails, fails towards a person.
package enum Assistant {}
