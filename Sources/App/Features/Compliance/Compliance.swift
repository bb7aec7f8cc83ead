/// Personal data as the law sees it.
///
/// So far: finding and masking it in files of messages for `secretaria privacy`, which needs no database. The rules themselves are in the
/// module `Privacy`; masks are applied where texts leave the pipeline (logs, event log, hand-over summaries, error texts).
package enum Compliance {}
