-- How far a message has come, as numbers: the same order as Domain's DeliveryStatus. A word nobody knows ranks lowest.
CREATE FUNCTION delivery_rank(status text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE status WHEN 'queued' THEN 0 WHEN 'sent' THEN 1 WHEN 'failed' THEN 2 WHEN 'delivered' THEN 3 WHEN 'read' THEN 4 ELSE -1 END
$$;
