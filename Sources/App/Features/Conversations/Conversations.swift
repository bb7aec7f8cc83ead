/// What the people of the shop see and do: the list of conversations, the open one, and every act on it.
///
/// Tables owned: none. It writes `conversations`, `messages` and `conversation_events` beside the inbox, through the verbs of
/// ``ConversationDesk`` only. Pages `/support…`, API `/api/conversations…`, live updates `/support/events`.
///
/// Invariants
/// - Every verb locks the conversation first and asks the status table of the domain: an act that no longer fits is refused (409),
///   one that changes nothing is accepted and writes nothing.
/// - Every verb that takes the conversation away from the assistant, or speaks to the customer, raises `revision`: the assistant
///   commits behind it. Notes and "seen" do not, or a turn the customer waits for would be lost for them.
/// - Every visible change raises `change_seq` and is published after its commit; pages resume from it.
/// - A message carries its sender's key: the same key twice is one message, and the second answer is the first.
/// - What the list costs depends on the page's length alone: each filter walks an index that stands in the list's own order.
package enum Conversations {}
