-- Lists say how many vouchers there are without counting them.
CREATE TRIGGER vouchers_insert_count AFTER INSERT ON vouchers BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'vouchers';
END;

CREATE TRIGGER vouchers_delete_count AFTER DELETE ON vouchers BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'vouchers';
END;

REPLACE INTO table_counts (name, total) SELECT 'vouchers', count(*) FROM vouchers;

-- An assignment means nothing without its voucher.
CREATE TRIGGER vouchers_delete_assignments AFTER DELETE ON vouchers BEGIN
  DELETE FROM validation_rules_assignments WHERE voucher_id = OLD.id;
END;

-- Merging metadata is quadratic in its keys. shared/metadata/metadata.ts limits one request, this trigger
-- what requests add up to.
CREATE TRIGGER vouchers_update_metadata BEFORE UPDATE OF metadata ON vouchers
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}'
  );
END;

-- However a redemption is written, no voucher is used beyond its quantity: the one that comes second tries
-- again.
CREATE TRIGGER vouchers_update_quantity BEFORE UPDATE OF redeemed_quantity ON vouchers
WHEN NEW.redeemed_quantity > OLD.redeemed_quantity AND NEW.redeemed_quantity > OLD.quantity BEGIN
  SELECT RAISE(ABORT, '{"key":"redemption_outdated"}');
END;
