CREATE TABLE `segment_customers` (
	`segment_seq` integer NOT NULL,
	`customer_seq` integer NOT NULL,
	PRIMARY KEY(`segment_seq`, `customer_seq`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `segments` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`created_at` integer NOT NULL,
	`filter` text,
	`conditions` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `segments_id` ON `segments` (`id`);
--> statement-breakpoint
CREATE TRIGGER segments_delete_customers AFTER DELETE ON segments BEGIN
  DELETE FROM segment_customers WHERE segment_seq = OLD.seq;
END;
--> statement-breakpoint
-- A later customer may get the same seq: none is left in a list that is deleted.
CREATE TRIGGER customers_delete_segments AFTER DELETE ON customers BEGIN
  DELETE FROM segment_customers
  WHERE segment_seq IN (SELECT seq FROM segments WHERE type = 'static') AND customer_seq = OLD.seq;
END;
