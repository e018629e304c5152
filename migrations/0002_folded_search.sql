DROP TRIGGER customers_insert_search;
--> statement-breakpoint
DROP TRIGGER customers_update_search;
--> statement-breakpoint
DROP TRIGGER customers_delete_search;
--> statement-breakpoint
DROP TRIGGER products_insert_search;
--> statement-breakpoint
DROP TRIGGER products_update_search;
--> statement-breakpoint
DROP TRIGGER products_delete_search;
--> statement-breakpoint
DROP TRIGGER skus_insert_search;
--> statement-breakpoint
DROP TRIGGER skus_update_search;
--> statement-breakpoint
DROP TRIGGER skus_delete_search;
--> statement-breakpoint
DROP TABLE customers_search;
--> statement-breakpoint
DROP TABLE products_search;
--> statement-breakpoint
DROP TABLE skus_search;
--> statement-breakpoint
ALTER TABLE `products` ADD `folded_name` text;
--> statement-breakpoint
ALTER TABLE `products` ADD `folded_source_id` text;
--> statement-breakpoint
ALTER TABLE `products` ADD `search_text` text GENERATED ALWAYS AS (coalesce('  ' || replace(coalesce(folded_name, name), ' ', '  ') || '  ', '') || coalesce('  ' || replace(coalesce(folded_source_id, source_id), ' ', '  ') || '  ', '')) VIRTUAL;
--> statement-breakpoint
ALTER TABLE `skus` ADD `folded_sku` text;
--> statement-breakpoint
ALTER TABLE `skus` ADD `folded_source_id` text;
--> statement-breakpoint
ALTER TABLE `skus` ADD `search_text` text GENERATED ALWAYS AS (coalesce('  ' || replace(coalesce(folded_sku, sku), ' ', '  ') || '  ', '') || coalesce('  ' || replace(coalesce(folded_source_id, source_id), ' ', '  ') || '  ', '')) VIRTUAL;
--> statement-breakpoint
ALTER TABLE `customers` ADD `folded_name` text;
--> statement-breakpoint
ALTER TABLE `customers` ADD `folded_email` text;
--> statement-breakpoint
ALTER TABLE `customers` ADD `folded_phone` text;
--> statement-breakpoint
ALTER TABLE `customers` ADD `folded_source_id` text;
--> statement-breakpoint
ALTER TABLE `customers` ADD `search_text` text GENERATED ALWAYS AS (coalesce('  ' || replace(coalesce(folded_name, name), ' ', '  ') || '  ', '') || coalesce('  ' || replace(coalesce(folded_email, email), ' ', '  ') || '  ', '') || coalesce('  ' || replace(coalesce(folded_phone, phone), ' ', '  ') || '  ', '') || coalesce('  ' || replace(coalesce(folded_source_id, source_id), ' ', '  ') || '  ', '')) VIRTUAL;
--> statement-breakpoint
ALTER TABLE `orders` ADD `search_text` text GENERATED ALWAYS AS ('  ' || replace(source_id, ' ', '  ') || '  '
        || substr(source_id, 1 + length(rtrim(source_id, '0123456789'))) || '  ') VIRTUAL;
--> statement-breakpoint
CREATE VIRTUAL TABLE customers_search USING fts5(
  search_text,
  content = 'customers', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);
--> statement-breakpoint
INSERT INTO customers_search (customers_search, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
INSERT INTO customers_search (customers_search) VALUES ('rebuild');
--> statement-breakpoint
CREATE TRIGGER customers_insert_search AFTER INSERT ON customers BEGIN
  INSERT INTO customers_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER customers_update_search AFTER UPDATE OF name, email, phone, source_id ON customers
WHEN OLD.search_text <> NEW.search_text BEGIN
  INSERT INTO customers_search (customers_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
  INSERT INTO customers_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER customers_delete_search AFTER DELETE ON customers BEGIN
  INSERT INTO customers_search (customers_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE orders_search USING fts5(
  search_text,
  content = 'orders', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);
--> statement-breakpoint
INSERT INTO orders_search (orders_search) VALUES ('rebuild');
--> statement-breakpoint
CREATE TRIGGER orders_insert_search AFTER INSERT ON orders WHEN NEW.source_id IS NOT NULL BEGIN
  INSERT INTO orders_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER orders_update_search AFTER UPDATE OF source_id ON orders
WHEN OLD.source_id IS NOT NEW.source_id BEGIN
  INSERT INTO orders_search (orders_search, rowid, search_text)
  SELECT 'delete', OLD.seq, OLD.search_text WHERE OLD.source_id IS NOT NULL;
  INSERT INTO orders_search (rowid, search_text)
  SELECT NEW.seq, NEW.search_text WHERE NEW.source_id IS NOT NULL;
END;
--> statement-breakpoint
CREATE TRIGGER orders_delete_search AFTER DELETE ON orders WHEN OLD.source_id IS NOT NULL BEGIN
  INSERT INTO orders_search (orders_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE products_search USING fts5(
  search_text,
  content = 'products', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);
--> statement-breakpoint
INSERT INTO products_search (products_search) VALUES ('rebuild');
--> statement-breakpoint
CREATE TRIGGER products_insert_search AFTER INSERT ON products BEGIN
  INSERT INTO products_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER products_update_search AFTER UPDATE OF name, source_id ON products
WHEN OLD.search_text <> NEW.search_text BEGIN
  INSERT INTO products_search (products_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
  INSERT INTO products_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER products_delete_search AFTER DELETE ON products BEGIN
  INSERT INTO products_search (products_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE skus_search USING fts5(
  search_text,
  content = 'skus', content_rowid = 'seq', columnsize = 0, tokenize = 'trigram remove_diacritics 1'
);
--> statement-breakpoint
INSERT INTO skus_search (skus_search) VALUES ('rebuild');
--> statement-breakpoint
CREATE TRIGGER skus_insert_search AFTER INSERT ON skus BEGIN
  INSERT INTO skus_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER skus_update_search AFTER UPDATE OF sku, source_id ON skus
WHEN OLD.search_text <> NEW.search_text BEGIN
  INSERT INTO skus_search (skus_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
  INSERT INTO skus_search (rowid, search_text) VALUES (NEW.seq, NEW.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER skus_delete_search AFTER DELETE ON skus BEGIN
  INSERT INTO skus_search (skus_search, rowid, search_text) VALUES ('delete', OLD.seq, OLD.search_text);
END;
