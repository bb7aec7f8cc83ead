-- A mail as it was sent, where it was sent as HTML: read by people who want to see it so, cleaned whenever it is shown.

CREATE TABLE mail_bodies (
  tenant_id  uuid NOT NULL,
  message_id uuid NOT NULL,
  html       text NOT NULL,
  PRIMARY KEY (tenant_id, message_id),
  FOREIGN KEY (tenant_id, message_id) REFERENCES messages ON DELETE CASCADE
);
SELECT protect_table('mail_bodies');
