INSERT INTO table_counts (name, total) VALUES ('vouchers', 0), ('redemptions', 0);
--> statement-breakpoint
CREATE TRIGGER vouchers_insert_count AFTER INSERT ON vouchers BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'vouchers';
END;
--> statement-breakpoint
CREATE TRIGGER vouchers_delete_count AFTER DELETE ON vouchers BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'vouchers';
END;
--> statement-breakpoint
CREATE TRIGGER vouchers_update_metadata BEFORE UPDATE OF metadata ON vouchers
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}');
END;
--> statement-breakpoint
-- Whatever counts a use, no voucher is used beyond its quantity: whoever lost the race for the last one looks again.
CREATE TRIGGER vouchers_update_quantity BEFORE UPDATE OF redeemed_quantity ON vouchers
WHEN NEW.redeemed_quantity > OLD.redeemed_quantity AND NEW.redeemed_quantity > OLD.quantity BEGIN
  SELECT RAISE(ABORT, '{"key":"redemption_outdated"}');
END;
--> statement-breakpoint
CREATE TRIGGER redemptions_insert_count AFTER INSERT ON redemptions BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'redemptions';
END;
--> statement-breakpoint
-- A use is counted, and given back by its rollback.
CREATE TRIGGER redemptions_insert_use AFTER INSERT ON redemptions WHEN NEW.result = 'SUCCESS' AND NEW.voucher_id IS NOT NULL BEGIN
  UPDATE vouchers SET redeemed_quantity = redeemed_quantity + iif(NEW.redemption_id IS NULL, 1, -1) WHERE id = NEW.voucher_id;
END;
--> statement-breakpoint
CREATE TRIGGER redemptions_insert_rollback AFTER INSERT ON redemptions WHEN NEW.redemption_id IS NOT NULL BEGIN
  UPDATE redemptions SET rollback_id = NEW.id, rolled_back_at = NEW.created_at WHERE id = NEW.redemption_id;
END;
--> statement-breakpoint
-- Of a stack each of its vouchers counts, not the stack itself.
CREATE TRIGGER redemptions_insert_summary AFTER INSERT ON redemptions
WHEN NEW.customer_id IS NOT NULL AND NEW.voucher_code IS NOT NULL BEGIN
  UPDATE customers SET
    redemptions_succeeded = redemptions_succeeded + (NEW.redemption_id IS NULL AND NEW.result = 'SUCCESS'),
    redemptions_failed = redemptions_failed + (NEW.redemption_id IS NULL AND NEW.result = 'FAILURE'),
    redemptions_rolled_back = redemptions_rolled_back + (NEW.redemption_id IS NOT NULL)
  WHERE id = NEW.customer_id;
END;
--> statement-breakpoint
-- New lines that must carry what vouchers have taken off the present ones: the write is done again by a statement that does.
CREATE TRIGGER orders_update_applied BEFORE UPDATE OF items_applied_discount_amount ON orders
WHEN NEW.items_applied_discount_amount < 0 BEGIN
  SELECT RAISE(ABORT, '{"key":"discounts_in_effect"}');
END;
--> statement-breakpoint
DROP TRIGGER orders_update_event;
--> statement-breakpoint
CREATE TRIGGER orders_update_event AFTER UPDATE OF version ON orders WHEN OLD.version <> NEW.version BEGIN
  INSERT INTO order_events (order_seq, version, type, created_at, key_id, changes)
  SELECT
    NEW.seq, NEW.version,
    CASE WHEN OLD.status = NEW.status OR NEW.status = 'CREATED' THEN 'order.updated' ELSE 'order.' || lower(NEW.status) END,
    NEW.updated_at, NEW.changed_by, coalesce(json_group_array(json(change)), '[]')
  FROM (
    SELECT json_object('field', value ->> 0, 'old', value ->> 1, 'new', value ->> 2) AS change
    FROM json_each(json_array(
      json_array('status', OLD.status, NEW.status),
      json_array('source_id', OLD.source_id, NEW.source_id),
      json_array('created_at', OLD.created_at, NEW.created_at),
      json_array('amount', OLD.amount, NEW.amount),
      json_array('sent_amount', OLD.sent_amount, iif(OLD.amount = NEW.amount, NEW.sent_amount, OLD.sent_amount)),
      json_array('initial_amount', OLD.initial_amount, NEW.initial_amount),
      json_array('discount_amount', OLD.discount_amount, NEW.discount_amount),
      json_array('items_discount_amount', OLD.items_discount_amount, NEW.items_discount_amount),
      json_array('total_amount', OLD.total_amount, NEW.total_amount),
      json_array('customer_id', OLD.customer_id, NEW.customer_id),
      json_array('referrer_id', OLD.referrer_id, NEW.referrer_id)
    )) WHERE (value ->> 1) IS NOT (value ->> 2)
    UNION ALL SELECT json_object('field', 'items') WHERE OLD.items <> NEW.items
    UNION ALL
    SELECT json_object('field', 'metadata.' || key) FROM json_each(iif(OLD.metadata = NEW.metadata, '{}', NEW.metadata))
    WHERE (OLD.metadata -> ('$.' || json_quote(key))) IS NOT (NEW.metadata -> ('$.' || json_quote(key)))
    UNION ALL
    -- Each redemption that was made, or rolled back, by its id.
    SELECT json_object('field', 'redemptions.' || key) FROM json_each(iif(OLD.redemptions IS NEW.redemptions, '{}', NEW.redemptions))
    WHERE (OLD.redemptions -> ('$.' || json_quote(key))) IS NOT (NEW.redemptions -> ('$.' || json_quote(key)))
  );
  -- For the customer it has and the one it had, unless that one is gone.
  INSERT INTO customer_events (customer_id, number, type, created_at, key_id, order_seq, order_version)
  SELECT c.id, 1 + coalesce((SELECT max(number) FROM customer_events WHERE customer_id = c.id), 0),
    'customer.' || e.type, e.created_at, e.key_id, e.order_seq, e.version
  FROM order_events AS e, (SELECT NEW.customer_id AS id UNION SELECT OLD.customer_id) AS c
  WHERE e.order_seq = NEW.seq AND e.version = NEW.version AND EXISTS (SELECT 1 FROM customers WHERE id = c.id);
END;
