/// Every webhook as it came and what became of it: `/settings/events`.
///
/// Tables owned: none; it reads `webhook_events`, puts events back to be read again (``replay(_:_:)``, ``replayFailed(_:zone:_:)``) and
/// shows the jobs that gave up. Bodies are shown with personal data masked, to owners and admins; without the mask only when one of
/// them asks for it, and then it is logged who did. What was not understood stays visible here with its place in the body and the
/// reason. A replay repeats nothing: every item is known by its provider's id.
package enum EventLog {}
