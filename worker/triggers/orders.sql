-- Lists say how many orders there are, in all and by status, without counting them.
CREATE TRIGGER orders_insert_count AFTER INSERT ON orders BEGIN
  UPDATE order_counts SET
    created = created + (NEW.status = 'CREATED'),
    paid = paid + (NEW.status = 'PAID'),
    canceled = canceled + (NEW.status = 'CANCELED'),
    fulfilled = fulfilled + (NEW.status = 'FULFILLED');
END;

CREATE TRIGGER orders_update_count AFTER UPDATE OF status ON orders WHEN OLD.status <> NEW.status BEGIN
  UPDATE order_counts SET
    created = created + (NEW.status = 'CREATED') - (OLD.status = 'CREATED'),
    paid = paid + (NEW.status = 'PAID') - (OLD.status = 'PAID'),
    canceled = canceled + (NEW.status = 'CANCELED') - (OLD.status = 'CANCELED'),
    fulfilled = fulfilled + (NEW.status = 'FULFILLED') - (OLD.status = 'FULFILLED');
END;

CREATE TRIGGER orders_delete_count AFTER DELETE ON orders BEGIN
  UPDATE order_counts SET
    created = created - (OLD.status = 'CREATED'),
    paid = paid - (OLD.status = 'PAID'),
    canceled = canceled - (OLD.status = 'CANCELED'),
    fulfilled = fulfilled - (OLD.status = 'FULFILLED');
END;

REPLACE INTO order_counts (id, created, paid, canceled, fulfilled)
SELECT 1,
  count(*) FILTER (WHERE status = 'CREATED'),
  count(*) FILTER (WHERE status = 'PAID'),
  count(*) FILTER (WHERE status = 'CANCELED'),
  count(*) FILTER (WHERE status = 'FULFILLED')
FROM orders;

-- Activity: the event of the first version is the order's own row (docs/decisions/0007); it is listed under
-- the customer here.
CREATE TRIGGER orders_insert_event AFTER INSERT ON orders WHEN NEW.customer_id IS NOT NULL BEGIN
  INSERT INTO customer_events (customer_id, number, type, created_at, key_id, order_seq, order_version)
  SELECT NEW.customer_id, 1 + coalesce(max(number), 0), 'customer.order.created',
    NEW.logged_at, NEW.logged_by, NEW.seq, 1
  FROM customer_events WHERE customer_id = NEW.customer_id;
END;

-- Values are kept where they are small; of items, metadata and redemptions only the names of what changed
-- are.
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

CREATE TRIGGER orders_delete_event AFTER DELETE ON orders BEGIN
  DELETE FROM order_events WHERE order_seq = OLD.seq;
  DELETE FROM customer_events WHERE customer_id = OLD.customer_id AND order_seq = OLD.seq;
END;

-- A customer's summary covers PAID orders. The last one is the latest by created_at, then by insertion:
-- found among the never-changed and the changed orders, each by its index. The plus keeps the walk off the
-- index by status.
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

-- Lists of a referrer's orders, and a customer's deletion, need their number without counting them.
CREATE TRIGGER orders_insert_referred AFTER INSERT ON orders WHEN NEW.referrer_id IS NOT NULL BEGIN
  UPDATE customers SET referred_orders_count = referred_orders_count + 1 WHERE id = NEW.referrer_id;
END;

CREATE TRIGGER orders_update_referred AFTER UPDATE OF referrer_id ON orders
WHEN OLD.referrer_id IS NOT NEW.referrer_id BEGIN
  UPDATE customers SET referred_orders_count = referred_orders_count - 1 WHERE id = OLD.referrer_id;
  UPDATE customers SET referred_orders_count = referred_orders_count + 1 WHERE id = NEW.referrer_id;
END;

CREATE TRIGGER orders_delete_referred AFTER DELETE ON orders WHEN OLD.referrer_id IS NOT NULL BEGIN
  UPDATE customers SET referred_orders_count = referred_orders_count - 1 WHERE id = OLD.referrer_id;
END;

-- Search: trigrams find any three characters in a row of the source_id. The index keeps no copy of it. It is
-- rebuilt when it is made, from the rows that are there.
CREATE VIRTUAL TABLE orders_search USING fts5(
  search_text,
  content = 'orders', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);

INSERT INTO orders_search (orders_search) VALUES ('rebuild');

CREATE TRIGGER orders_insert_search AFTER INSERT ON orders WHEN NEW.source_id IS NOT NULL BEGIN
  INSERT INTO orders_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;

CREATE TRIGGER orders_update_search AFTER UPDATE OF source_id ON orders
WHEN OLD.source_id IS NOT NEW.source_id BEGIN
  INSERT INTO orders_search (orders_search, rowid, search_text)
  SELECT 'delete', OLD.seq, OLD.search_text WHERE OLD.source_id IS NOT NULL;
  INSERT INTO orders_search (rowid, search_text)
  SELECT NEW.seq, NEW.search_text WHERE NEW.source_id IS NOT NULL;
END;

CREATE TRIGGER orders_delete_search AFTER DELETE ON orders WHEN OLD.source_id IS NOT NULL BEGIN
  INSERT INTO orders_search (orders_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
END;

-- Merging metadata is quadratic in its keys. shared/metadata/metadata.ts limits one request, this trigger
-- what requests add up to.
CREATE TRIGGER orders_update_metadata BEFORE UPDATE OF metadata ON orders
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}'
  );
END;
