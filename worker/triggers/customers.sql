-- Lists say how many customers there are without counting them.
CREATE TRIGGER customers_insert_count AFTER INSERT ON customers BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'customers';
END;

CREATE TRIGGER customers_delete_count AFTER DELETE ON customers BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'customers';
END;

REPLACE INTO table_counts (name, total) SELECT 'customers', count(*) FROM customers;

-- Activity: events go on from the last number, which may be left over from a customer of that id who was
-- deleted.
CREATE TRIGGER customers_insert_event AFTER INSERT ON customers BEGIN
  INSERT INTO customer_events (customer_id, number, type, created_at, key_id, changes)
  SELECT NEW.id, 1 + coalesce(max(number), 0), 'customer.created', NEW.created_at, NEW.changed_by, '[]'
  FROM customer_events WHERE customer_id = NEW.id;
END;

-- Fields are named without their values, so that activity holds no personal data.
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

-- Search: trigrams find any three characters in a row of the folded texts (see searchText in tables/columns.ts).
-- The index keeps no copy of them. It is rebuilt when it is made, from the rows that are there.
CREATE VIRTUAL TABLE customers_search USING fts5(
  search_text,
  content = 'customers', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);

-- A deleted customer is gone from the index, not only marked: it may be a person who is to be forgotten.
INSERT INTO customers_search (customers_search, rank) VALUES ('secure-delete', 1);

INSERT INTO customers_search (customers_search) VALUES ('rebuild');

CREATE TRIGGER customers_insert_search AFTER INSERT ON customers BEGIN
  INSERT INTO customers_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;

CREATE TRIGGER customers_update_search AFTER UPDATE OF name, email, phone, source_id ON customers
WHEN OLD.search_text <> NEW.search_text BEGIN
  INSERT INTO customers_search (customers_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
  INSERT INTO customers_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;

CREATE TRIGGER customers_delete_search AFTER DELETE ON customers BEGIN
  INSERT INTO customers_search (customers_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
END;

-- A later customer may get the same seq, and must not inherit a place in a static segment.
CREATE TRIGGER customers_delete_segments AFTER DELETE ON customers BEGIN
  DELETE FROM segment_customers
  WHERE segment_seq IN (SELECT seq FROM segments WHERE type = 'static') AND customer_seq = OLD.seq;
END;

-- Merging metadata is quadratic in its keys. shared/metadata/metadata.ts limits one request, this trigger
-- what requests add up to.
CREATE TRIGGER customers_update_metadata BEFORE UPDATE OF metadata ON customers
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}'
  );
END;
