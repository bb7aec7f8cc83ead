/// What the assistant costs and does: month by month, day by day, and what it may.
///
/// Tables owned: tenant_monthly_usage, ai_usage_daily (written through `record_ai_usage`, `increment_ai_metrics` and `record_ai_call`,
/// so that other clients count the same way), ai_reservations (``AIBudget``), ai_budgets, ai_model_prices.
/// Pages: `/settings/usage`, `/settings/usage/prices`; `/api/usage`.
///
/// Invariants
/// - Cost is kept in millionths of a dollar and never rounded to cents; what is counted is counted in the transaction of what it counts.
/// - Money is set aside before a model is asked, under a lock of the shop's month, and settled in the transaction that keeps the
///   outcome: what is spent and what is set aside together never pass the cap, however many turns run at once. What was set aside and
///   never settled (a crash) is free again after ``AIBudget/lasts``.
/// - A model without a price costs as much as the dearest one, and the page says so.
package enum Usage {}
