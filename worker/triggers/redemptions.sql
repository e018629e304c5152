-- Lists say how many redemptions there are without counting them. None is ever deleted.
CREATE TRIGGER redemptions_insert_count AFTER INSERT ON redemptions BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'redemptions';
END;

REPLACE INTO table_counts (name, total) SELECT 'redemptions', count(*) FROM redemptions;

-- A use counts in all and in its day and month of UTC, until its rollback takes it back. A day is over as
-- soon as a later one has begun.
CREATE TRIGGER redemptions_insert_use AFTER INSERT ON redemptions
WHEN NEW.result = 'SUCCESS' AND NEW.voucher_id IS NOT NULL BEGIN
  UPDATE vouchers SET
    redeemed_quantity = redeemed_quantity + used.count,
    redeemed_amount = redeemed_amount + used.count * (NEW.discount_amount + NEW.items_discount_amount),
    redeemed_in_day = CASE WHEN used.day = redeemed_day THEN redeemed_in_day + used.count
      WHEN used.day > redeemed_day THEN 1 ELSE redeemed_in_day END,
    redeemed_in_month = CASE
      WHEN substr(used.day, 1, 7) = substr(redeemed_day, 1, 7) THEN redeemed_in_month + used.count
      WHEN used.day > redeemed_day THEN 1 ELSE redeemed_in_month END,
    redeemed_day = max(redeemed_day, used.day)
  FROM (SELECT iif(NEW.redemption_id IS NULL, 1, -1) AS count, date(created_at / 1000, 'unixepoch') AS day
    FROM redemptions WHERE id = coalesce(NEW.redemption_id, NEW.id)) AS used
  WHERE vouchers.id = NEW.voucher_id;
END;

-- A redemption says itself whether it was rolled back, so that lists need no second look-up.
CREATE TRIGGER redemptions_insert_rollback AFTER INSERT ON redemptions
WHEN NEW.redemption_id IS NOT NULL BEGIN
  UPDATE redemptions SET rollback_id = NEW.id, rolled_back_at = NEW.created_at WHERE id = NEW.redemption_id;
END;

-- The customer's summary counts each voucher of a stack, not the stack itself.
CREATE TRIGGER redemptions_insert_summary AFTER INSERT ON redemptions
WHEN NEW.customer_id IS NOT NULL AND NEW.voucher_code IS NOT NULL BEGIN
  UPDATE customers SET
    redemptions_succeeded = redemptions_succeeded + (NEW.redemption_id IS NULL AND NEW.result = 'SUCCESS'),
    redemptions_failed = redemptions_failed + (NEW.redemption_id IS NULL AND NEW.result = 'FAILURE'),
    redemptions_rolled_back = redemptions_rolled_back + (NEW.redemption_id IS NOT NULL)
  WHERE id = NEW.customer_id;
END;
