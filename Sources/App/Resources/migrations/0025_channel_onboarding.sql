-- Channels that people connect from a page, and part from.
--
-- `password`      what SMTP servers and Whaticket sign-ins ask for.
-- `removed_at`    a channel the shop parted from: its secrets and its address are gone, its conversations stay readable. Connecting
--                 the same address again revives the row, so that the conversations go on where they stopped.
-- Addresses of channel_directory that begin with `hook:` are SHA-256 sums of the secret in a webhook's URL: such a webhook finds its
-- account as a number does, and the secret itself is stored nowhere.

ALTER TABLE channel_secrets DROP CONSTRAINT channel_secrets_name_check;
ALTER TABLE channel_secrets ADD CONSTRAINT channel_secrets_name_check CHECK (name IN (
  'access_token', 'app_secret', 'verify_token', 'api_token', 'client_token', 'webhook_secret', 'password'));

ALTER TABLE channel_accounts ADD COLUMN removed_at timestamptz;
