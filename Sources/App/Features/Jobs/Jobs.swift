/// Work that survives a crash: the queue, in PostgreSQL.
///
/// A job is enqueued by the transaction whose consequence it is (``enqueue(_:tenant:options:)-…`` gives the statement), so it
/// exists exactly if that transaction committed. ``JobRunner`` claims due jobs in batches (`FOR UPDATE SKIP LOCKED`), runs their
/// handlers from a ``JobRegistry`` and deletes them.
///
/// Tables owned: `jobs`, `jobs_dead`, `cron`, `worker_beats`.
///
/// Invariants:
/// - At least once: a job runs until an attempt succeeds or its attempts are used up; then it lies in `jobs_dead`, replayable.
///   Exactly once in effect is had by completing inside the transaction of the effects (``JobContext/complete(in:)-…``).
/// - A running job has a lease (30 s, renewed each 10 s) and a token. Whoever finishes, fails, snoozes or renews it must show the
///   token; a holder that lost it can change nothing any more.
/// - Jobs of one lock key run one at a time, in the order (ordered_at, id); a job waiting for its retry holds back those behind it.
/// - At most one ready job has a given unique key. A second enqueue updates it, and a debounced one moves it, up to its cap.
/// - A job whose name nobody here registered stays ready for a process that knows it, and is reported.
/// - Claims and plain completions commit without waiting for the disk: if PostgreSQL itself crashes the job runs again, which
///   "at least once" allows. Business transactions always wait.
package enum Jobs {}
