/// WhatsApp's message templates: written here, reviewed by Meta, sent when the 24-hour window is closed.
///
/// Tables owned: message_templates, template_files, template_uploads, template_syncs. Jobs: `templates.sync` (hourly, all shops),
/// `templates.sync.account`, `templates.notice`. Entry points: ``TemplateStudio`` (write, submit, delete, read Meta's list),
/// ``usable(for:tx:)`` and ``OutgoingTemplate`` (whoever sends), ``receive(_:tenant:)`` (the inbox, for webhooks), ``TemplateMedia`` (the
/// outbox, for files in headers).
///
/// Invariants
/// - Only what Meta has approved is sent: asked when a message is queued, and again by the outbox when it is due.
/// - What people write as `{{nome}}` is `{{1}}` at Meta; the names are kept with the template. A message with a value missing is refused
///   with the place of it, never sent with a hole.
/// - Meta's list is the truth. A notice that came while the list was being read is newer than it; an older notice that comes late changes
///   nothing. Reading the list twice changes nothing the second time.
/// - A template belongs to a business account; a conversation may use those of its number's business account and no others.
/// - No transaction is open while Meta is asked.
package enum MessageTemplates {}
