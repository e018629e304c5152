-- Lists say how many products there are without counting them.
CREATE TRIGGER products_insert_count AFTER INSERT ON products BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'products';
END;

CREATE TRIGGER products_delete_count AFTER DELETE ON products BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'products';
END;

REPLACE INTO table_counts (name, total) SELECT 'products', count(*) FROM products;

-- Search: trigrams find any three characters in a row, whatever their case and accents. The index keeps no
-- copy of the text. It is rebuilt when it is made, from the rows that are there.
CREATE VIRTUAL TABLE products_search USING fts5(
  name, source_id,
  content = 'products', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);

INSERT INTO products_search (products_search) VALUES ('rebuild');

CREATE TRIGGER products_insert_search AFTER INSERT ON products BEGIN
  INSERT INTO products_search (rowid, name, source_id) VALUES (NEW.seq, NEW.name, NEW.source_id);
END;

CREATE TRIGGER products_update_search AFTER UPDATE OF name, source_id ON products
WHEN OLD.name IS NOT NEW.name OR OLD.source_id IS NOT NEW.source_id BEGIN
  INSERT INTO products_search (products_search, rowid, name, source_id)
  VALUES ('delete', OLD.seq, OLD.name, OLD.source_id);
  INSERT INTO products_search (rowid, name, source_id) VALUES (NEW.seq, NEW.name, NEW.source_id);
END;

CREATE TRIGGER products_delete_search AFTER DELETE ON products BEGIN
  INSERT INTO products_search (products_search, rowid, name, source_id)
  VALUES ('delete', OLD.seq, OLD.name, OLD.source_id);
END;

-- Merging metadata is quadratic in its keys. shared/metadata/metadata.ts limits one request, this trigger
-- what requests add up to.
CREATE TRIGGER products_update_metadata BEFORE UPDATE OF metadata ON products
WHEN NEW.metadata IS NOT OLD.metadata AND (SELECT count(*) FROM json_each(NEW.metadata)) > 500 BEGIN
  SELECT RAISE(
    ABORT, '{"key":"invalid_payload","path":"metadata","details":"would have more than 500 keys"}'
  );
END;
