/// The front door of every provider: verify, store, answer. Nothing else happens before the 200.
///
/// Tables owned: webhook_events. Entry points: `GET/POST /webhooks/meta` (signed by the app), `POST /webhook/whaticket` (signed by the
/// shop), `POST /webhooks/{provider}/{secret}` (the address is the account's own; Twilio signs as well), and the old paths below
/// `/functions/v1/`.
///
/// Promises
/// - The raw body is committed before the provider is answered; while the database is away the answer is 503, never 2xx.
/// - The signature is checked on the bytes as they came, in constant time, with the secret of the account they speak of.
/// - A body that speaks of several accounts is cut into one row each, and only accounts whose own secret signed it get theirs.
/// - The same body again is the same row (`deliveries` rises), and its sender gets 200: a duplicate is never an error.
/// - What we do not know (a field, a type, a number of the same app) is stored and visible, never refused.
/// - Concurrent requests share a commit: whoever waits when the connection is free goes together (`IntakeBatcher`, no timer).
package enum Webhooks {}
