-- Instagram and Messenger send no names: a customer's profile is asked for, rarely.
--
-- contact_identities.profile_name     what the provider last called the person; a contact of another name was named by the shop.
-- contact_identities.profile_read_at  when the provider was last asked and answered, also that it tells nothing.

ALTER TABLE contact_identities ADD COLUMN profile_name text;
ALTER TABLE contact_identities ADD COLUMN profile_read_at timestamptz;
