-- Who answers: Instagram and Messenger take a person's answer for seven days, a machine's for one. False unless somebody said so.
ALTER TABLE outbox ADD COLUMN by_person boolean NOT NULL DEFAULT false;
