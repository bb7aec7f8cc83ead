/// Alerts tell the people of a shop, wherever they are, that somebody waits for them or that a channel is down.
///
/// Tables owned: push_subscriptions, alarm_mails. Jobs: `alerts.tell` (started by triggers of 0056 and 0091, in the transaction that makes
/// the alert true) finds out whom it concerns; `alerts.push` carries it to one browser, `alerts.mail` a channel's outage to one owner.
/// Page: `/settings/notifications`.
///
/// Invariants
/// - Nobody is told of what is over: both jobs read the row again.
/// - An owner is written to once an outage, from a mailbox of the shop's that works.
/// - What leaves is masked, encrypted for one browser, and replaces an older notification of the same subject (`Topic`).
/// - A browser that has gone (404, 410) is forgotten at once; a key or a clock of ours that is refused (401, 403) forgets nobody.
/// - The key browsers subscribe to is derived from the master key: the same in every process and after every restore.
package enum Alerts {}
