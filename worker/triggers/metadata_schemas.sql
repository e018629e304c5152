-- A request brings few definitions, but requests add up.
CREATE TRIGGER metadata_schemas_update_properties BEFORE UPDATE OF properties ON metadata_schemas
WHEN (SELECT count(*) FROM json_each(NEW.properties)) > 100 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"properties","details":"would have more than 100 definitions"}'
  );
END;

-- Each standard schema is there from the start, with an id of its own, so that it can be read before it is
-- written.
INSERT OR IGNORE INTO metadata_schemas (id, related_object, properties, allow_defined_only, created_at)
SELECT 'ms_0' || substr(lower(hex(randomblob(13))), 2), value, '{}', 0,
  CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)
FROM json_each('["order", "order_item", "customer", "product", "sku", "voucher", "redemption"]');
