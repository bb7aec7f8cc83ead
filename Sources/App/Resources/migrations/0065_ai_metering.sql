-- What the assistant may cost, what is being spent this moment, and what every call cost.
--
-- tenants.ai_plan_micro_usd  what the operator lets a shop spend in a month; NULL: no limit. The shop cannot write it.
-- ai_budgets        the shop's own cap and what happens when it is reached.
-- ai_reservations   money set aside for calls that are being made. Invariant: a reservation is made only where what the month has
--                   cost, what is set aside and the new amount together stay within the lower of plan and cap. It goes with the
--                   transaction that records what the call really cost, or when it expires.
-- ai_usage_daily    calls, tokens and cost by day (the shop's), model, channel and purpose. Over a month its cost is that of
--                   tenant_monthly_usage: both are written by record_ai_call.
-- ai_model_prices   a shop's own prices, in billionths of a dollar a token. Of each model the newest holds that is not after the day.

ALTER TABLE tenants ADD COLUMN ai_plan_micro_usd bigint CHECK (ai_plan_micro_usd >= 0);

ALTER TABLE tenant_monthly_usage ADD CHECK (
  least(ai_messages_count, ai_image_analysis_count, ai_audio_transcription_count, ai_audio_duration_seconds, ai_handoff_count,
        ai_no_evidence_count, ai_embedding_tokens, ai_usage_micro_usd) >= 0);

CREATE TABLE ai_budgets (
  tenant_id     uuid PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
  monthly_cap_micro_usd bigint CHECK (monthly_cap_micro_usd >= 0),
  -- handoff: a person gets the conversation; offline: the attendant goes on by quoting, which costs nothing.
  when_spent    text NOT NULL DEFAULT 'handoff' CHECK (when_spent IN ('handoff', 'offline')),
  updated_at    timestamptz NOT NULL DEFAULT now()
);
SELECT protect_table('ai_budgets', guarded => true);

CREATE TABLE ai_reservations (
  tenant_id   uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id          uuid NOT NULL DEFAULT new_id(),
  micro_usd   bigint NOT NULL CHECK (micro_usd >= 0),
  purpose     text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
SELECT protect_table('ai_reservations');

CREATE TABLE ai_usage_daily (
  tenant_id     uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  day           date NOT NULL,
  model         text NOT NULL,
  channel       text NOT NULL,
  purpose       text NOT NULL,
  calls         bigint NOT NULL DEFAULT 0,
  input_tokens  bigint NOT NULL DEFAULT 0,
  cached_tokens bigint NOT NULL DEFAULT 0,
  output_tokens bigint NOT NULL DEFAULT 0,
  micro_usd     bigint NOT NULL DEFAULT 0,
  -- Calls of a model that no table prices: they were charged at the dearest price.
  unpriced_calls bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, day, model, channel, purpose)
);
SELECT protect_table('ai_usage_daily');

CREATE TABLE ai_model_prices (
  tenant_id    uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  model        text NOT NULL CHECK (model <> ''),
  valid_from   date NOT NULL,
  input_nano   bigint NOT NULL CHECK (input_nano >= 0),
  cached_nano  bigint NOT NULL CHECK (cached_nano >= 0),
  output_nano  bigint NOT NULL CHECK (output_nano >= 0),
  created_by   uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, model, valid_from),
  FOREIGN KEY (tenant_id, created_by) REFERENCES user_roles ON DELETE SET NULL (created_by)
);
SELECT protect_table('ai_model_prices', guarded => true);

-- A sum that stops at the largest number instead of failing: a server that counts nonsense must not keep a turn from ending.
CREATE FUNCTION add_capped(a bigint, b bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT least(a::numeric + b::numeric, 9223372036854775807)::bigint
$$;

CREATE OR REPLACE FUNCTION record_ai_usage(p_tenant_id uuid, p_usage_micro_usd bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO tenant_monthly_usage AS u (tenant_id, year_month, ai_usage_micro_usd)
  VALUES (p_tenant_id, usage_month(p_tenant_id), p_usage_micro_usd)
  ON CONFLICT (tenant_id, year_month) DO UPDATE
    SET ai_usage_micro_usd = add_capped(u.ai_usage_micro_usd, excluded.ai_usage_micro_usd)
$$;

-- The day on the shop's calendar.
CREATE FUNCTION usage_day(p_tenant_id uuid) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (now() AT TIME ZONE coalesce((SELECT time_zone FROM tenants WHERE tenant_id = p_tenant_id), 'America/Sao_Paulo'))::date
$$;

-- One model's calls of one piece of work: the month and the day together.
CREATE FUNCTION record_ai_call(
  p_tenant_id uuid, p_model text, p_channel text, p_purpose text, p_calls bigint, p_input bigint, p_cached bigint, p_output bigint,
  p_micro_usd bigint, p_unpriced bigint)
RETURNS void LANGUAGE sql AS $$
  SELECT record_ai_usage(p_tenant_id, p_micro_usd);
  INSERT INTO ai_usage_daily AS u (tenant_id, day, model, channel, purpose, calls, input_tokens, cached_tokens, output_tokens, micro_usd,
    unpriced_calls)
  VALUES (p_tenant_id, usage_day(p_tenant_id), p_model, p_channel, p_purpose, p_calls, p_input, p_cached, p_output, p_micro_usd, p_unpriced)
  ON CONFLICT (tenant_id, day, model, channel, purpose) DO UPDATE SET
    calls = add_capped(u.calls, excluded.calls), input_tokens = add_capped(u.input_tokens, excluded.input_tokens),
    cached_tokens = add_capped(u.cached_tokens, excluded.cached_tokens),
    output_tokens = add_capped(u.output_tokens, excluded.output_tokens), micro_usd = add_capped(u.micro_usd, excluded.micro_usd),
    unpriced_calls = add_capped(u.unpriced_calls, excluded.unpriced_calls)
$$;

-- The lower of what the plan and what the shop itself allows; NULL: no limit.
CREATE FUNCTION ai_monthly_cap(p_tenant_id uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT least(
    (SELECT ai_plan_micro_usd FROM tenants WHERE tenant_id = p_tenant_id),
    (SELECT monthly_cap_micro_usd FROM ai_budgets WHERE tenant_id = p_tenant_id))
$$;

-- Sets money aside, or adds to what was set aside (p_id). NULL: it would pass the cap. Whoever asks for the same shop waits here for the
-- others, so two that fit alone but not together cannot both be let through.
CREATE FUNCTION reserve_ai_budget(p_tenant_id uuid, p_micro_usd bigint, p_purpose text, p_lasts interval, p_id uuid DEFAULT NULL)
RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  month CONSTANT text := usage_month(p_tenant_id);
  spent bigint;
  held numeric;
  cap bigint;
  made uuid;
BEGIN
  INSERT INTO tenant_monthly_usage (tenant_id, year_month) VALUES (p_tenant_id, month) ON CONFLICT DO NOTHING;
  SELECT ai_usage_micro_usd INTO spent FROM tenant_monthly_usage WHERE tenant_id = p_tenant_id AND year_month = month FOR UPDATE;
  DELETE FROM ai_reservations WHERE tenant_id = p_tenant_id AND expires_at <= clock_timestamp() AND id IS DISTINCT FROM p_id;
  SELECT coalesce(sum(micro_usd), 0) INTO held FROM ai_reservations WHERE tenant_id = p_tenant_id AND id IS DISTINCT FROM p_id;
  cap := ai_monthly_cap(p_tenant_id);
  IF cap IS NOT NULL AND spent + held + p_micro_usd > cap THEN
    RETURN NULL;
  END IF;
  INSERT INTO ai_reservations AS r (tenant_id, id, micro_usd, purpose, expires_at)
  VALUES (p_tenant_id, coalesce(p_id, new_id()), p_micro_usd, p_purpose, clock_timestamp() + p_lasts)
  ON CONFLICT (tenant_id, id) DO UPDATE SET micro_usd = excluded.micro_usd, expires_at = excluded.expires_at
  RETURNING r.id INTO made;
  RETURN made;
END $$;
