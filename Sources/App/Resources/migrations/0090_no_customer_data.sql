-- Tables that came at the same time as erasure: it looks through every table, and these are named as having nothing to find.
COMMENT ON TABLE ai_budgets IS 'no customer data: what the shop may spend on models';
COMMENT ON TABLE ai_reservations IS 'no customer data: money held for calls that are under way';
COMMENT ON TABLE ai_usage_daily IS 'no customer data: counts and money';
COMMENT ON TABLE ai_model_prices IS 'no customer data: prices of models';
COMMENT ON TABLE ai_config_changes IS 'no customer data: what the shop set for its assistant';
COMMENT ON TABLE alarm_mails IS 'no customer data: which of the shop''s people was told of which outage';
