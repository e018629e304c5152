CREATE TRIGGER customers_insert_count AFTER INSERT ON customers BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'customers';
END;
--> statement-breakpoint
CREATE TRIGGER customers_delete_count AFTER DELETE ON customers BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'customers';
END;
--> statement-breakpoint
REPLACE INTO table_counts (name, total) SELECT 'customers', count(*) FROM customers;
--> statement-breakpoint
CREATE TRIGGER customers_insert_event AFTER INSERT ON customers BEGIN
  INSERT INTO customer_events (customer_id, number, type, created_at, key_id, changes)
  SELECT NEW.id, 1 + coalesce(max(number), 0), 'customer.created', NEW.created_at, NEW.changed_by, '[]'
  FROM customer_events WHERE customer_id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER customers_update_event AFTER UPDATE OF version ON customers
WHEN OLD.version <> NEW.version BEGIN
  INSERT INTO customer_events (customer_id, number, type, created_at, key_id, changes)
  SELECT NEW.id, 1 + coalesce((SELECT max(number) FROM customer_events WHERE customer_id = NEW.id), 0),
    'customer.updated', NEW.updated_at, NEW.changed_by, json_group_array(json_object('field', field))
  FROM (
    SELECT value ->> 0 AS field FROM json_each(json_array(
      json_array('source_id', OLD.source_id, NEW.source_id),
      json_array('name', OLD.name, NEW.name),
      json_array('email', OLD.email, NEW.email),
      json_array('phone', OLD.phone, NEW.phone),
      json_array('description', OLD.description, NEW.description),
      json_array('birthday', OLD.birthday, NEW.birthday),
      json_array('birthdate', OLD.birthdate, NEW.birthdate),
      json_array('address', OLD.address, NEW.address)
    )) WHERE (value ->> 1) IS NOT (value ->> 2)
    UNION ALL
    SELECT 'metadata.' || key FROM json_each(iif(OLD.metadata IS NEW.metadata, '{}', NEW.metadata))
    WHERE (OLD.metadata -> ('$.' || json_quote(key))) IS NOT (NEW.metadata -> ('$.' || json_quote(key)))
  );
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE customers_search USING fts5(
  name, email, phone, source_id,
  content = 'customers', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);
--> statement-breakpoint
INSERT INTO customers_search (customers_search, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
INSERT INTO customers_search (customers_search) VALUES ('rebuild');
--> statement-breakpoint
CREATE TRIGGER customers_insert_search AFTER INSERT ON customers BEGIN
  INSERT INTO customers_search (rowid, name, email, phone, source_id)
  VALUES (NEW.seq, NEW.name, NEW.email, NEW.phone, NEW.source_id);
END;
--> statement-breakpoint
CREATE TRIGGER customers_update_search AFTER UPDATE OF name, email, phone, source_id ON customers
WHEN OLD.name IS NOT NEW.name OR OLD.email IS NOT NEW.email OR OLD.phone IS NOT NEW.phone
  OR OLD.source_id IS NOT NEW.source_id BEGIN
  INSERT INTO customers_search (customers_search, rowid, name, email, phone, source_id)
  VALUES ('delete', OLD.seq, OLD.name, OLD.email, OLD.phone, OLD.source_id);
  INSERT INTO customers_search (rowid, name, email, phone, source_id)
  VALUES (NEW.seq, NEW.name, NEW.email, NEW.phone, NEW.source_id);
END;
--> statement-breakpoint
CREATE TRIGGER customers_delete_search AFTER DELETE ON customers BEGIN
  INSERT INTO customers_search (customers_search, rowid, name, email, phone, source_id)
  VALUES ('delete', OLD.seq, OLD.name, OLD.email, OLD.phone, OLD.source_id);
END;
--> statement-breakpoint
CREATE TRIGGER customers_delete_segments AFTER DELETE ON customers BEGIN
  DELETE FROM segment_customers
  WHERE segment_seq IN (SELECT seq FROM segments WHERE type = 'static') AND customer_seq = OLD.seq;
END;
--> statement-breakpoint
CREATE TRIGGER customers_update_metadata BEFORE UPDATE OF metadata ON customers
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}'
  );
END;
--> statement-breakpoint
CREATE TRIGGER metadata_schemas_update_properties BEFORE UPDATE OF properties ON metadata_schemas
WHEN (SELECT count(*) FROM json_each(NEW.properties)) > 100 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"properties","details":"would have more than 100 definitions"}'
  );
END;
--> statement-breakpoint
INSERT OR IGNORE INTO metadata_schemas (id, related_object, properties, allow_defined_only, created_at)
SELECT 'ms_0' || substr(lower(hex(randomblob(13))), 2), value, '{}', 0,
  CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)
FROM json_each('["order", "order_item", "customer", "product", "sku", "voucher", "redemption"]');
--> statement-breakpoint
CREATE TRIGGER orders_insert_count AFTER INSERT ON orders BEGIN
  UPDATE order_counts SET
    created = created + (NEW.status = 'CREATED'),
    paid = paid + (NEW.status = 'PAID'),
    canceled = canceled + (NEW.status = 'CANCELED'),
    fulfilled = fulfilled + (NEW.status = 'FULFILLED');
END;
--> statement-breakpoint
CREATE TRIGGER orders_update_count AFTER UPDATE OF status ON orders WHEN OLD.status <> NEW.status BEGIN
  UPDATE order_counts SET
    created = created + (NEW.status = 'CREATED') - (OLD.status = 'CREATED'),
    paid = paid + (NEW.status = 'PAID') - (OLD.status = 'PAID'),
    canceled = canceled + (NEW.status = 'CANCELED') - (OLD.status = 'CANCELED'),
    fulfilled = fulfilled + (NEW.status = 'FULFILLED') - (OLD.status = 'FULFILLED');
END;
--> statement-breakpoint
CREATE TRIGGER orders_delete_count AFTER DELETE ON orders BEGIN
  UPDATE order_counts SET
    created = created - (OLD.status = 'CREATED'),
    paid = paid - (OLD.status = 'PAID'),
    canceled = canceled - (OLD.status = 'CANCELED'),
    fulfilled = fulfilled - (OLD.status = 'FULFILLED');
END;
--> statement-breakpoint
REPLACE INTO order_counts (id, created, paid, canceled, fulfilled)
SELECT 1,
  count(*) FILTER (WHERE status = 'CREATED'),
  count(*) FILTER (WHERE status = 'PAID'),
  count(*) FILTER (WHERE status = 'CANCELED'),
  count(*) FILTER (WHERE status = 'FULFILLED')
FROM orders;
--> statement-breakpoint
CREATE TRIGGER orders_insert_event AFTER INSERT ON orders WHEN NEW.customer_id IS NOT NULL BEGIN
  INSERT INTO customer_events (customer_id, number, type, created_at, key_id, order_seq, order_version)
  SELECT NEW.customer_id, 1 + coalesce(max(number), 0), 'customer.order.created',
    NEW.logged_at, NEW.logged_by, NEW.seq, 1
  FROM customer_events WHERE customer_id = NEW.customer_id;
END;
--> statement-breakpoint
CREATE TRIGGER orders_update_event AFTER UPDATE OF version ON orders WHEN OLD.version <> NEW.version BEGIN
  INSERT INTO order_events (order_seq, version, type, created_at, key_id, changes)
  SELECT
    NEW.seq, NEW.version,
    CASE WHEN OLD.status = NEW.status OR NEW.status = 'CREATED' THEN 'order.updated'
      ELSE 'order.' || lower(NEW.status) END,
    NEW.updated_at, NEW.changed_by, coalesce(json_group_array(json(change)), '[]')
  FROM (
    SELECT json_object('field', value ->> 0, 'old', value ->> 1, 'new', value ->> 2) AS change
    FROM json_each(json_array(
      json_array('status', OLD.status, NEW.status),
      json_array('source_id', OLD.source_id, NEW.source_id),
      json_array('created_at', OLD.created_at, NEW.created_at),
      json_array('amount', OLD.amount, NEW.amount),
      json_array(
        'sent_amount', OLD.sent_amount, iif(OLD.amount = NEW.amount, NEW.sent_amount, OLD.sent_amount)
      ),
      json_array('initial_amount', OLD.initial_amount, NEW.initial_amount),
      json_array('discount_amount', OLD.discount_amount, NEW.discount_amount),
      json_array('items_discount_amount', OLD.items_discount_amount, NEW.items_discount_amount),
      json_array('total_amount', OLD.total_amount, NEW.total_amount),
      json_array('customer_id', OLD.customer_id, NEW.customer_id),
      json_array('referrer_id', OLD.referrer_id, NEW.referrer_id)
    )) WHERE (value ->> 1) IS NOT (value ->> 2)
    UNION ALL SELECT json_object('field', 'items') WHERE OLD.items <> NEW.items
    UNION ALL
    SELECT json_object('field', 'metadata.' || key)
    FROM json_each(iif(OLD.metadata = NEW.metadata, '{}', NEW.metadata))
    WHERE (OLD.metadata -> ('$.' || json_quote(key))) IS NOT (NEW.metadata -> ('$.' || json_quote(key)))
    UNION ALL
    SELECT json_object('field', 'redemptions.' || key)
    FROM json_each(iif(OLD.redemptions IS NEW.redemptions, '{}', NEW.redemptions))
    WHERE (OLD.redemptions -> ('$.' || json_quote(key))) IS NOT (NEW.redemptions -> ('$.' || json_quote(key)))
  );
  -- Under the customer it has and the one it had, unless that one is deleted.
  INSERT INTO customer_events (customer_id, number, type, created_at, key_id, order_seq, order_version)
  SELECT c.id, 1 + coalesce((SELECT max(number) FROM customer_events WHERE customer_id = c.id), 0),
    'customer.' || e.type, e.created_at, e.key_id, e.order_seq, e.version
  FROM order_events AS e, (SELECT NEW.customer_id AS id UNION SELECT OLD.customer_id) AS c
  WHERE e.order_seq = NEW.seq AND e.version = NEW.version
    AND EXISTS (SELECT 1 FROM customers WHERE id = c.id);
END;
--> statement-breakpoint
CREATE TRIGGER orders_delete_event AFTER DELETE ON orders BEGIN
  DELETE FROM order_events WHERE order_seq = OLD.seq;
  DELETE FROM customer_events WHERE customer_id = OLD.customer_id AND order_seq = OLD.seq;
END;
--> statement-breakpoint
CREATE TRIGGER orders_insert_summary AFTER INSERT ON orders WHEN NEW.customer_id IS NOT NULL BEGIN
  UPDATE customers SET
    all_orders_count = all_orders_count + 1,
    orders_count = orders_count + (NEW.status = 'PAID'),
    orders_total_amount = orders_total_amount + iif(NEW.status = 'PAID', NEW.total_amount, 0),
    (last_order_seq, last_order_at, last_order_amount) = (
      SELECT NEW.seq, NEW.created_at, NEW.total_amount
      WHERE NEW.status = 'PAID' AND (customers.last_order_seq IS NULL
        OR (NEW.created_at, NEW.seq) > (customers.last_order_at, customers.last_order_seq))
      UNION ALL SELECT customers.last_order_seq, customers.last_order_at, customers.last_order_amount
      LIMIT 1
    )
  WHERE id = NEW.customer_id;
END;
--> statement-breakpoint
CREATE TRIGGER orders_update_summary
AFTER UPDATE OF
  status, customer_id, created_at, items_amount, sent_amount, discount_amount, items_discount_amount ON orders
WHEN OLD.customer_id IS NOT NEW.customer_id OR (OLD.status = 'PAID' OR NEW.status = 'PAID') AND (
  OLD.status <> NEW.status OR OLD.created_at <> NEW.created_at OR OLD.total_amount <> NEW.total_amount
) BEGIN
  UPDATE customers SET
    all_orders_count = all_orders_count - 1,
    orders_count = orders_count - (OLD.status = 'PAID'),
    orders_total_amount = orders_total_amount - iif(OLD.status = 'PAID', OLD.total_amount, 0)
  WHERE id = OLD.customer_id;
  UPDATE customers SET
    all_orders_count = all_orders_count + 1,
    orders_count = orders_count + (NEW.status = 'PAID'),
    orders_total_amount = orders_total_amount + iif(NEW.status = 'PAID', NEW.total_amount, 0),
    (last_order_seq, last_order_at, last_order_amount) = (
      SELECT NEW.seq, NEW.created_at, NEW.total_amount
      WHERE NEW.status = 'PAID' AND (customers.last_order_seq IS NULL
        OR (NEW.created_at, NEW.seq) > (customers.last_order_at, customers.last_order_seq))
      UNION ALL SELECT customers.last_order_seq, customers.last_order_at, customers.last_order_amount
      LIMIT 1
    )
  WHERE id = NEW.customer_id;
  UPDATE customers SET (last_order_seq, last_order_at, last_order_amount) = (
    SELECT seq, created_at, total_amount FROM (
      SELECT * FROM (
        SELECT seq, created_at, total_amount FROM orders
        WHERE customer_id = OLD.customer_id AND updated_at IS NULL AND +status = 'PAID'
        ORDER BY created_at DESC, position DESC LIMIT 1
      )
      UNION ALL
      SELECT * FROM (
        SELECT seq, created_at, total_amount FROM orders
        WHERE customer_id = OLD.customer_id AND updated_at IS NOT NULL AND +status = 'PAID'
        ORDER BY created_at DESC, position DESC LIMIT 1
      )
    ) ORDER BY created_at DESC, seq DESC LIMIT 1
  )
  WHERE id = OLD.customer_id AND last_order_seq = OLD.seq;
END;
--> statement-breakpoint
CREATE TRIGGER orders_delete_summary AFTER DELETE ON orders WHEN OLD.customer_id IS NOT NULL BEGIN
  UPDATE customers SET
    all_orders_count = all_orders_count - 1,
    orders_count = orders_count - (OLD.status = 'PAID'),
    orders_total_amount = orders_total_amount - iif(OLD.status = 'PAID', OLD.total_amount, 0)
  WHERE id = OLD.customer_id;
  UPDATE customers SET (last_order_seq, last_order_at, last_order_amount) = (
    SELECT seq, created_at, total_amount FROM (
      SELECT * FROM (
        SELECT seq, created_at, total_amount FROM orders
        WHERE customer_id = OLD.customer_id AND updated_at IS NULL AND +status = 'PAID'
        ORDER BY created_at DESC, position DESC LIMIT 1
      )
      UNION ALL
      SELECT * FROM (
        SELECT seq, created_at, total_amount FROM orders
        WHERE customer_id = OLD.customer_id AND updated_at IS NOT NULL AND +status = 'PAID'
        ORDER BY created_at DESC, position DESC LIMIT 1
      )
    ) ORDER BY created_at DESC, seq DESC LIMIT 1
  )
  WHERE id = OLD.customer_id AND last_order_seq = OLD.seq;
END;
--> statement-breakpoint
CREATE TRIGGER orders_insert_referred AFTER INSERT ON orders WHEN NEW.referrer_id IS NOT NULL BEGIN
  UPDATE customers SET referred_orders_count = referred_orders_count + 1 WHERE id = NEW.referrer_id;
END;
--> statement-breakpoint
CREATE TRIGGER orders_update_referred AFTER UPDATE OF referrer_id ON orders
WHEN OLD.referrer_id IS NOT NEW.referrer_id BEGIN
  UPDATE customers SET referred_orders_count = referred_orders_count - 1 WHERE id = OLD.referrer_id;
  UPDATE customers SET referred_orders_count = referred_orders_count + 1 WHERE id = NEW.referrer_id;
END;
--> statement-breakpoint
CREATE TRIGGER orders_delete_referred AFTER DELETE ON orders WHEN OLD.referrer_id IS NOT NULL BEGIN
  UPDATE customers SET referred_orders_count = referred_orders_count - 1 WHERE id = OLD.referrer_id;
END;
--> statement-breakpoint
CREATE TRIGGER orders_update_metadata BEFORE UPDATE OF metadata ON orders
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}'
  );
END;
--> statement-breakpoint
CREATE TRIGGER products_insert_count AFTER INSERT ON products BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'products';
END;
--> statement-breakpoint
CREATE TRIGGER products_delete_count AFTER DELETE ON products BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'products';
END;
--> statement-breakpoint
REPLACE INTO table_counts (name, total) SELECT 'products', count(*) FROM products;
--> statement-breakpoint
CREATE VIRTUAL TABLE products_search USING fts5(
  name, source_id,
  content = 'products', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);
--> statement-breakpoint
INSERT INTO products_search (products_search) VALUES ('rebuild');
--> statement-breakpoint
CREATE TRIGGER products_insert_search AFTER INSERT ON products BEGIN
  INSERT INTO products_search (rowid, name, source_id) VALUES (NEW.seq, NEW.name, NEW.source_id);
END;
--> statement-breakpoint
CREATE TRIGGER products_update_search AFTER UPDATE OF name, source_id ON products
WHEN OLD.name IS NOT NEW.name OR OLD.source_id IS NOT NEW.source_id BEGIN
  INSERT INTO products_search (products_search, rowid, name, source_id)
  VALUES ('delete', OLD.seq, OLD.name, OLD.source_id);
  INSERT INTO products_search (rowid, name, source_id) VALUES (NEW.seq, NEW.name, NEW.source_id);
END;
--> statement-breakpoint
CREATE TRIGGER products_delete_search AFTER DELETE ON products BEGIN
  INSERT INTO products_search (products_search, rowid, name, source_id)
  VALUES ('delete', OLD.seq, OLD.name, OLD.source_id);
END;
--> statement-breakpoint
CREATE TRIGGER products_update_metadata BEFORE UPDATE OF metadata ON products
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}'
  );
END;
--> statement-breakpoint
CREATE TRIGGER redemptions_insert_count AFTER INSERT ON redemptions BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'redemptions';
END;
--> statement-breakpoint
REPLACE INTO table_counts (name, total) SELECT 'redemptions', count(*) FROM redemptions;
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TRIGGER redemptions_insert_rollback AFTER INSERT ON redemptions
WHEN NEW.redemption_id IS NOT NULL BEGIN
  UPDATE redemptions SET rollback_id = NEW.id, rolled_back_at = NEW.created_at WHERE id = NEW.redemption_id;
END;
--> statement-breakpoint
CREATE TRIGGER redemptions_insert_summary AFTER INSERT ON redemptions
WHEN NEW.customer_id IS NOT NULL AND NEW.voucher_code IS NOT NULL BEGIN
  UPDATE customers SET
    redemptions_succeeded = redemptions_succeeded + (NEW.redemption_id IS NULL AND NEW.result = 'SUCCESS'),
    redemptions_failed = redemptions_failed + (NEW.redemption_id IS NULL AND NEW.result = 'FAILURE'),
    redemptions_rolled_back = redemptions_rolled_back + (NEW.redemption_id IS NOT NULL)
  WHERE id = NEW.customer_id;
END;
--> statement-breakpoint
CREATE VIEW refusals AS SELECT NULL AS reason WHERE 0;
--> statement-breakpoint
CREATE TRIGGER refusals_raise INSTEAD OF INSERT ON refusals BEGIN
  SELECT RAISE(ABORT, NEW.reason);
END;
--> statement-breakpoint
CREATE TRIGGER segments_delete_customers AFTER DELETE ON segments BEGIN
  DELETE FROM segment_customers WHERE segment_seq = OLD.seq;
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE skus_search USING fts5(
  sku, source_id,
  content = 'skus', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);
--> statement-breakpoint
INSERT INTO skus_search (skus_search) VALUES ('rebuild');
--> statement-breakpoint
CREATE TRIGGER skus_insert_search AFTER INSERT ON skus BEGIN
  INSERT INTO skus_search (rowid, sku, source_id) VALUES (NEW.seq, NEW.sku, NEW.source_id);
END;
--> statement-breakpoint
CREATE TRIGGER skus_update_search AFTER UPDATE OF sku, source_id ON skus
WHEN OLD.sku IS NOT NEW.sku OR OLD.source_id IS NOT NEW.source_id BEGIN
  INSERT INTO skus_search (skus_search, rowid, sku, source_id)
  VALUES ('delete', OLD.seq, OLD.sku, OLD.source_id);
  INSERT INTO skus_search (rowid, sku, source_id) VALUES (NEW.seq, NEW.sku, NEW.source_id);
END;
--> statement-breakpoint
CREATE TRIGGER skus_delete_search AFTER DELETE ON skus BEGIN
  INSERT INTO skus_search (skus_search, rowid, sku, source_id)
  VALUES ('delete', OLD.seq, OLD.sku, OLD.source_id);
END;
--> statement-breakpoint
CREATE TRIGGER skus_update_metadata BEFORE UPDATE OF metadata ON skus
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}'
  );
END;
--> statement-breakpoint
CREATE TRIGGER validation_rules_insert_count AFTER INSERT ON validation_rules BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'validation_rules';
END;
--> statement-breakpoint
CREATE TRIGGER validation_rules_delete_count AFTER DELETE ON validation_rules BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'validation_rules';
END;
--> statement-breakpoint
REPLACE INTO table_counts (name, total) SELECT 'validation_rules', count(*) FROM validation_rules;
--> statement-breakpoint
CREATE TRIGGER validation_rules_assignments_insert AFTER INSERT ON validation_rules_assignments BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'validation_rules_assignments';
  UPDATE validation_rules SET assignments_count = assignments_count + 1 WHERE id = NEW.rule_id;
  UPDATE vouchers SET version = version + 1 WHERE id = NEW.voucher_id;
END;
--> statement-breakpoint
CREATE TRIGGER validation_rules_assignments_delete AFTER DELETE ON validation_rules_assignments BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'validation_rules_assignments';
  UPDATE validation_rules SET assignments_count = assignments_count - 1 WHERE id = OLD.rule_id;
  UPDATE vouchers SET version = version + 1 WHERE id = OLD.voucher_id;
END;
--> statement-breakpoint
REPLACE INTO table_counts (name, total)
SELECT 'validation_rules_assignments', count(*) FROM validation_rules_assignments;
--> statement-breakpoint
CREATE TRIGGER vouchers_insert_count AFTER INSERT ON vouchers BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'vouchers';
END;
--> statement-breakpoint
CREATE TRIGGER vouchers_delete_count AFTER DELETE ON vouchers BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'vouchers';
END;
--> statement-breakpoint
REPLACE INTO table_counts (name, total) SELECT 'vouchers', count(*) FROM vouchers;
--> statement-breakpoint
CREATE TRIGGER vouchers_delete_assignments AFTER DELETE ON vouchers BEGIN
  DELETE FROM validation_rules_assignments WHERE voucher_id = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER vouchers_update_metadata BEFORE UPDATE OF metadata ON vouchers
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}'
  );
END;
--> statement-breakpoint
CREATE TRIGGER vouchers_update_quantity BEFORE UPDATE OF redeemed_quantity ON vouchers
WHEN NEW.redeemed_quantity > OLD.redeemed_quantity AND NEW.redeemed_quantity > OLD.quantity BEGIN
  SELECT RAISE(ABORT, '{"key":"redemption_outdated"}');
END;
