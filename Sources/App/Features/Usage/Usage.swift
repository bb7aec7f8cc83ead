/// What the assistant costs and does, month by month.
///
/// Tables owned: tenant_monthly_usage, written through the functions of the source document (`record_ai_usage`,
/// `increment_ai_metrics`), so that other clients count the same way.
///
/// Invariants: cost is kept in millionths of a dollar and never rounded to cents; what is counted is counted in the transaction of
/// what it counts.
package enum Usage {}
