-- The event of an order's first version moves from order_events into the order's own row, which pays for listing the
-- event under its customer.
UPDATE orders SET logged_at = e.created_at, logged_by = e.key_id, logged_status = e.changes ->> '$[0].new'
FROM order_events AS e WHERE e.order_seq = orders.seq AND e.version = 1;
--> statement-breakpoint
DELETE FROM order_events WHERE version = 1;
--> statement-breakpoint
INSERT INTO customer_events (customer_id, number, type, created_at, key_id, order_seq, order_version, changes)
SELECT customer_id, row_number() OVER (PARTITION BY customer_id ORDER BY created_at, order_seq, order_version),
  type, created_at, key_id, order_seq, order_version, changes
FROM (
  SELECT id AS customer_id, 'customer.created' AS type, created_at, NULL AS key_id,
    NULL AS order_seq, NULL AS order_version, '[]' AS changes FROM customers
  UNION ALL
  SELECT customer_id, 'customer.order.created', logged_at, logged_by, seq, 1, NULL
  FROM orders WHERE customer_id IS NOT NULL
  UNION ALL
  SELECT o.customer_id, 'customer.' || e.type, e.created_at, e.key_id, e.order_seq, e.version, NULL
  FROM order_events AS e JOIN orders AS o ON o.seq = e.order_seq WHERE o.customer_id IS NOT NULL
);
--> statement-breakpoint
DROP TRIGGER orders_insert_event;
--> statement-breakpoint
CREATE TRIGGER orders_insert_event AFTER INSERT ON orders WHEN NEW.customer_id IS NOT NULL BEGIN
  INSERT INTO customer_events (customer_id, number, type, created_at, key_id, order_seq, order_version)
  SELECT NEW.customer_id, 1 + coalesce(max(number), 0), 'customer.order.created', NEW.logged_at, NEW.logged_by, NEW.seq, 1
  FROM customer_events WHERE customer_id = NEW.customer_id;
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
  );
  -- For the customer it has and the one it had, unless that one is gone.
  INSERT INTO customer_events (customer_id, number, type, created_at, key_id, order_seq, order_version)
  SELECT c.id, 1 + coalesce((SELECT max(number) FROM customer_events WHERE customer_id = c.id), 0),
    'customer.' || e.type, e.created_at, e.key_id, e.order_seq, e.version
  FROM order_events AS e, (SELECT NEW.customer_id AS id UNION SELECT OLD.customer_id) AS c
  WHERE e.order_seq = NEW.seq AND e.version = NEW.version AND EXISTS (SELECT 1 FROM customers WHERE id = c.id);
END;
--> statement-breakpoint
DROP TRIGGER orders_delete_event;
--> statement-breakpoint
CREATE TRIGGER orders_delete_event AFTER DELETE ON orders BEGIN
  DELETE FROM order_events WHERE order_seq = OLD.seq;
  DELETE FROM customer_events WHERE customer_id = OLD.customer_id AND order_seq = OLD.seq;
END;
--> statement-breakpoint
CREATE TRIGGER customers_insert_event AFTER INSERT ON customers BEGIN
  INSERT INTO customer_events (customer_id, number, type, created_at, key_id, changes)
  SELECT NEW.id, 1 + coalesce(max(number), 0), 'customer.created', NEW.created_at, NEW.changed_by, '[]'
  FROM customer_events WHERE customer_id = NEW.id;
END;
--> statement-breakpoint
-- Fields are named without their values, so that activity holds no personal data.
CREATE TRIGGER customers_update_event AFTER UPDATE OF version ON customers WHEN OLD.version <> NEW.version BEGIN
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
-- Search: trigrams, so that any three characters in a row are found; accents and case do not count. Of the text the
-- index keeps no copy.
CREATE VIRTUAL TABLE customers_search USING fts5(
  name, email, phone, source_id,
  content = 'customers', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);
--> statement-breakpoint
CREATE VIRTUAL TABLE products_search USING fts5(
  name, source_id,
  content = 'products', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);
--> statement-breakpoint
CREATE VIRTUAL TABLE skus_search USING fts5(
  sku, source_id,
  content = 'skus', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);
--> statement-breakpoint
-- What is deleted from the index is gone from it, and not only marked: it may be a person who is to be forgotten.
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
CREATE TRIGGER skus_insert_search AFTER INSERT ON skus BEGIN
  INSERT INTO skus_search (rowid, sku, source_id) VALUES (NEW.seq, NEW.sku, NEW.source_id);
END;
--> statement-breakpoint
CREATE TRIGGER skus_update_search AFTER UPDATE OF sku, source_id ON skus
WHEN OLD.sku IS NOT NEW.sku OR OLD.source_id IS NOT NEW.source_id BEGIN
  INSERT INTO skus_search (skus_search, rowid, sku, source_id) VALUES ('delete', OLD.seq, OLD.sku, OLD.source_id);
  INSERT INTO skus_search (rowid, sku, source_id) VALUES (NEW.seq, NEW.sku, NEW.source_id);
END;
--> statement-breakpoint
CREATE TRIGGER skus_delete_search AFTER DELETE ON skus BEGIN
  INSERT INTO skus_search (skus_search, rowid, sku, source_id) VALUES ('delete', OLD.seq, OLD.sku, OLD.source_id);
END;
--> statement-breakpoint
INSERT INTO table_counts (name, total)
VALUES ('customers', (SELECT count(*) FROM customers)), ('products', 0);
--> statement-breakpoint
CREATE TRIGGER customers_insert_count AFTER INSERT ON customers BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'customers';
END;
--> statement-breakpoint
CREATE TRIGGER customers_delete_count AFTER DELETE ON customers BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'customers';
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
CREATE TRIGGER products_update_metadata BEFORE UPDATE OF metadata ON products
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}');
END;
--> statement-breakpoint
CREATE TRIGGER skus_update_metadata BEFORE UPDATE OF metadata ON skus
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}');
END;
--> statement-breakpoint
CREATE TRIGGER metadata_schemas_update_properties BEFORE UPDATE OF properties ON metadata_schemas
WHEN (SELECT count(*) FROM json_each(NEW.properties)) > 100 BEGIN
  SELECT RAISE(ABORT, '{"key":"invalid_payload","path":"properties","details":"would have more than 100 definitions"}');
END;
--> statement-breakpoint
INSERT INTO metadata_schemas (id, related_object, properties, allow_defined_only, created_at)
SELECT 'ms_0' || substr(lower(hex(randomblob(13))), 2), value, '{}', 0, CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)
FROM json_each('["order", "order_item", "customer", "product", "sku", "voucher", "redemption"]');
