/// Personal data as the law sees it: what a person may ask for, what must be forgotten, and how that is proved.
///
/// Tables owned: `erasures`, `suppression_hashes`, `subject_requests`, `privacy_incidents`, `privacy_settings`, `retention_runs`. Entry points:
/// ``Eraser`` (export's subject, preview, erasure, replay), ``RetentionSweeper``, `/compliance…`, `/api/compliance/…`,
/// `secretaria erasure` and `retention`. `secretaria privacy` finds and masks personal data in files and needs no database; its rules
/// are the module `Privacy`.
///
/// Invariants
/// - A person is everybody their addresses lead to: Brazilian mobiles with and without the ninth digit, merged contacts included.
/// - Erasing is one transaction of the database's own functions, which look through tables that did not exist when they were written;
///   files go after its commit, and a job makes sure of them. Doing it twice changes nothing.
/// - What is kept of an erasure are ids, keyed hashes, counts and masks. It is also in a file beside the backups, which every restore
///   replays.
/// - Every export, erasure and change of a register is in the audit log, in its own transaction.
package enum Compliance {}
