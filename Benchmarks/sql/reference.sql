-- R: what one fully processed message costs PostgreSQL alone. Pipelined, prepared, one transaction a message.
-- The statements and their rows are those of the product for one text message of one of ten thousand customers: settings, raw
-- event, contact with both identities, conversation, message, and the debounced job of the assistant's turn.
\set customer random(1, 10000)
\startpipeline
BEGIN;
SELECT set_config('role', 'secretaria_tenant', true), set_config('app.tenant_id', '{tenant}', true), set_config('app.user_role', 'service', true);
INSERT INTO webhook_events (tenant_id, account_id, provider, digest, body, headers, state, items, processed_at)
  VALUES ('{tenant}', '{account}', 'meta', uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), '{body}',
    '{"content_type":"application/json"}', 'processed', 1, now());
INSERT INTO contacts (tenant_id, id, name, phone)
  VALUES ('{tenant}', ('00000000-0000-7000-8000-' || lpad((:customer)::text, 12, '0'))::uuid, 'Cliente', (:customer)::text)
  ON CONFLICT (tenant_id, id) DO NOTHING;
INSERT INTO contact_identities (tenant_id, account_id, kind, match_key, value, contact_id)
  VALUES
    ('{tenant}', '{account}', 'phone_e164', (:customer)::text, (:customer)::text, ('00000000-0000-7000-8000-' || lpad((:customer)::text, 12, '0'))::uuid),
    ('{tenant}', '{account}', 'bsuid', 'BR.' || (:customer)::text, 'BR.' || (:customer)::text, ('00000000-0000-7000-8000-' || lpad((:customer)::text, 12, '0'))::uuid)
  ON CONFLICT (tenant_id, account_id, kind, match_key) DO NOTHING;
INSERT INTO conversations AS v (tenant_id, id, account_id, customer_id, channel_type, customer_name, status, revision, unread_count,
    last_message_preview, last_customer_message_at, waiting_since)
  VALUES ('{tenant}', ('00000000-0000-7000-8000-' || lpad((:customer)::text, 12, '0'))::uuid, '{account}',
    ('00000000-0000-7000-8000-' || lpad((:customer)::text, 12, '0'))::uuid, 'whatsapp', 'Cliente', 'bot', 1, 1, 'Qual o prazo de entrega?', now(), now())
  ON CONFLICT (tenant_id, account_id, customer_id) WHERE status NOT IN ('closed', 'spam') DO UPDATE SET
    revision = v.revision + 1, change_seq = nextval('change_seq'), unread_count = v.unread_count + 1, last_message_at = now(),
    last_message_preview = excluded.last_message_preview, last_customer_message_at = now();
INSERT INTO messages (tenant_id, conversation_id, account_id, direction, sender_type, sender_name, content, external_id, sent_at)
  VALUES ('{tenant}', ('00000000-0000-7000-8000-' || lpad((:customer)::text, 12, '0'))::uuid, '{account}', 'inbound', 'customer', 'Cliente',
    'Qual o prazo de entrega para o CEP da minha casa?', 'wamid.' || gen_random_uuid()::text, now())
  ON CONFLICT (tenant_id, account_id, external_id, part) WHERE external_id IS NOT NULL DO NOTHING;
INSERT INTO jobs AS j (tenant_id, queue, name, arguments, run_at, unique_key, lock_key, burst_until)
  VALUES ('{tenant}', 'assistant', 'bench.reference', jsonb_build_object('conversation', (:customer)::text), now() + interval '1 hour',
    'turn:' || (:customer)::text, 'turn:' || (:customer)::text, now() + interval '2 hours')
  ON CONFLICT (tenant_id, unique_key) WHERE state = 'ready' AND unique_key IS NOT NULL DO UPDATE SET
    arguments = excluded.arguments, run_at = least(excluded.run_at, coalesce(j.burst_until, excluded.burst_until));
COMMIT;
\endpipeline
