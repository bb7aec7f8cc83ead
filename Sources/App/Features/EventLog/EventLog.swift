/// Every webhook as it came and what became of it: `/settings/events`.
///
/// Tables owned: none; it reads `webhook_events`. Bodies are shown with personal data masked, to owners and admins.
/// What was not understood stays visible here with its place in the body and the reason.
package enum EventLog {}
