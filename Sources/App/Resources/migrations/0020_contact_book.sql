-- Contacts as people: found by any of their names and addresses, tagged, described and annotated.
--
-- contacts.phone_key,  what all spellings of one address have in common. Plain columns: row-level security lets only leak-proof
--   email_key          comparisons near an index, so an index on a function would never be used by a shop's transaction.
-- contact_words        the words of names and e-mails, and telephone numbers backwards (people remember the last digits). Kept by
--                      triggers, whoever writes the contact; searched by prefix.
-- contact_tags         `tag` as the shop spells it, `tag_key` as it is compared.
-- contact_notes        for the team's eyes.
-- contact_events       the contact's history: who changed what. Append-only.

-- The same as PhoneNumber.matchKey (a test compares them). NULL for what is no telephone number.
CREATE FUNCTION phone_match_key(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE
    WHEN value ~ '[^-0-9+ ().\/]' OR d !~ '^[1-9][0-9]{6,14}$' THEN NULL
    WHEN d ~ '^55[1-9][1-9]9[6-9][0-9]{7}$' THEN left(d, 4) || substr(d, 6)
    WHEN d ~ '^(521|549)[0-9]{10}$' THEN left(d, 2) || substr(d, 4)
    ELSE d
  END
  FROM (SELECT regexp_replace(regexp_replace(value, '[^0-9]', '', 'g'), '^00', '') AS d) digits
$$;

ALTER TABLE contacts
  ADD COLUMN phone_key text GENERATED ALWAYS AS (phone_match_key(phone)) STORED,
  ADD COLUMN email_key text GENERATED ALWAYS AS (lower(btrim(email))) STORED,
  -- This row was found to be the same person as another; everything of it belongs to that one now.
  ADD COLUMN merged_into uuid,
  ADD FOREIGN KEY (tenant_id, merged_into) REFERENCES contacts (tenant_id, id) ON DELETE CASCADE;
CREATE INDEX contacts_by_phone ON contacts (tenant_id, phone_key) WHERE phone_key IS NOT NULL AND merged_into IS NULL;
CREATE INDEX contacts_by_email ON contacts (tenant_id, email_key) WHERE email_key IS NOT NULL AND merged_into IS NULL;
CREATE INDEX contacts_blocked ON contacts (tenant_id, id DESC) WHERE is_blocked AND merged_into IS NULL;
CREATE INDEX contacts_merged ON contacts (tenant_id, merged_into) WHERE merged_into IS NOT NULL;
DROP INDEX contacts_by_name;
CREATE INDEX contact_identities_by_account ON contact_identities (tenant_id, account_id, contact_id);

CREATE TABLE contact_words (
  tenant_id  uuid NOT NULL,
  word       text COLLATE "C" NOT NULL,
  contact_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, word, contact_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts ON DELETE CASCADE
);
CREATE INDEX contact_words_by_contact ON contact_words (tenant_id, contact_id);
SELECT protect_table('contact_words');

-- The words a text is found by, or searched with.
CREATE FUNCTION search_words(value text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 4 AS $$
  SELECT DISTINCT left(word, 40)
  FROM regexp_split_to_table(public.fold_text(left(value, 400)), '[[:space:][:punct:]]+') word WHERE word <> ''
$$;

CREATE FUNCTION contact_words_of(name text, email text, username text, phone_key text)
RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 6 AS $$
  SELECT public.search_words(coalesce(name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(username, ''))
  UNION SELECT '#' || reverse(phone_key) WHERE phone_key IS NOT NULL
$$;

CREATE FUNCTION keep_contact_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO contact_words (tenant_id, word, contact_id)
    SELECT n.tenant_id, w.word, n.id FROM new_rows n, contact_words_of(n.name, n.email, n.username, n.phone_key) w (word);
    RETURN NULL;
  END IF;
  DELETE FROM contact_words w USING new_rows n, old_rows o
  WHERE o.tenant_id = n.tenant_id AND o.id = n.id
    AND (o.name, o.email, o.username, o.phone, o.merged_into) IS DISTINCT FROM (n.name, n.email, n.username, n.phone, n.merged_into)
    AND w.tenant_id = n.tenant_id AND w.contact_id = n.id;
  INSERT INTO contact_words (tenant_id, word, contact_id)
  SELECT n.tenant_id, w.word, n.id
  FROM new_rows n JOIN old_rows o ON o.tenant_id = n.tenant_id AND o.id = n.id,
    contact_words_of(n.name, n.email, n.username, n.phone_key) w (word)
  WHERE n.merged_into IS NULL
    AND (o.name, o.email, o.username, o.phone, o.merged_into) IS DISTINCT FROM (n.name, n.email, n.username, n.phone, n.merged_into);
  RETURN NULL;
END $$;
CREATE TRIGGER contact_words_insert AFTER INSERT ON contacts
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_contact_words();
CREATE TRIGGER contact_words_update AFTER UPDATE ON contacts
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_contact_words();

-- Contacts that are there already. The login role sees no row of any shop; the machinery's role does.
SET LOCAL ROLE secretaria_system;
INSERT INTO contact_words (tenant_id, word, contact_id)
SELECT c.tenant_id, w.word, c.id FROM contacts c, contact_words_of(c.name, c.email, c.username, c.phone_key) w (word);
RESET ROLE;

CREATE TABLE contact_tags (
  tenant_id  uuid NOT NULL,
  contact_id uuid NOT NULL,
  tag        text NOT NULL CHECK (tag <> ''),
  tag_key    text GENERATED ALWAYS AS (fold_text(tag)) STORED,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, contact_id, tag_key),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts ON DELETE CASCADE
);
CREATE INDEX contact_tags_by_tag ON contact_tags (tenant_id, tag_key, contact_id);
SELECT protect_table('contact_tags');

CREATE TABLE contact_notes (
  tenant_id   uuid NOT NULL,
  id          uuid NOT NULL DEFAULT new_id(),
  contact_id  uuid NOT NULL,
  author_id   uuid,
  author_name text NOT NULL DEFAULT '',
  body        text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts ON DELETE CASCADE
);
CREATE INDEX contact_notes_by_contact ON contact_notes (tenant_id, contact_id, id DESC);
SELECT protect_table('contact_notes');

CREATE TABLE contact_events (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL DEFAULT new_id(),
  contact_id uuid NOT NULL,
  event_type text NOT NULL,
  actor_id   uuid,
  actor_name text NOT NULL DEFAULT '',
  metadata   jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts ON DELETE CASCADE
);
CREATE INDEX contact_events_by_contact ON contact_events (tenant_id, contact_id, id DESC);
SELECT protect_table('contact_events');
REVOKE UPDATE, DELETE ON contact_events FROM secretaria_tenant;
