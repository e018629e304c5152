CREATE TABLE `validation_rules` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`rules` text NOT NULL,
	`error` text,
	`applicable_to` text NOT NULL,
	`type` text NOT NULL,
	`context_type` text NOT NULL,
	`assignments_count` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`position` integer GENERATED ALWAYS AS (seq) VIRTUAL,
	CONSTRAINT "validation_rule_size" CHECK(octet_length(rules) + octet_length(applicable_to) + octet_length(name) + octet_length(coalesce(error, '')) <= 64000)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `validation_rules_id` ON `validation_rules` (`id`);--> statement-breakpoint
CREATE INDEX `validation_rules_name` ON `validation_rules` (`name`,`position`);--> statement-breakpoint
CREATE INDEX `validation_rules_updated` ON `validation_rules` (`updated_at`,`created_at`,`position`);--> statement-breakpoint
CREATE INDEX `validation_rules_changed` ON `validation_rules` (`created_at`,`position`) WHERE updated_at is not null;--> statement-breakpoint
CREATE TABLE `validation_rules_assignments` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`rule_id` text NOT NULL,
	`voucher_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`position` integer GENERATED ALWAYS AS (seq) VIRTUAL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `validation_rules_assignments_id` ON `validation_rules_assignments` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `validation_rules_assignments_voucher` ON `validation_rules_assignments` (`voucher_id`,`rule_id`);--> statement-breakpoint
CREATE INDEX `validation_rules_assignments_rule` ON `validation_rules_assignments` (`rule_id`,`created_at`,`position`);--> statement-breakpoint
CREATE INDEX `validation_rules_assignments_created` ON `validation_rules_assignments` (`created_at`,`position`);--> statement-breakpoint
ALTER TABLE `vouchers` ADD `redeemed_amount` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `vouchers` ADD `redeemed_day` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `vouchers` ADD `redeemed_in_day` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `vouchers` ADD `redeemed_in_month` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `redemptions_uses` ON `redemptions` (`voucher_id`,`customer_id`) WHERE customer_id is not null and voucher_id is not null and result = 'SUCCESS' and redemption_id is null and rollback_id is null;--> statement-breakpoint
INSERT INTO table_counts (name, total) VALUES ('validation_rules', 0), ('validation_rules_assignments', 0);
--> statement-breakpoint
CREATE TRIGGER validation_rules_insert_count AFTER INSERT ON validation_rules BEGIN
  UPDATE table_counts SET total = total + 1 WHERE name = 'validation_rules';
END;
--> statement-breakpoint
CREATE TRIGGER validation_rules_delete_count AFTER DELETE ON validation_rules BEGIN
  UPDATE table_counts SET total = total - 1 WHERE name = 'validation_rules';
END;
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
CREATE TRIGGER vouchers_delete_assignments AFTER DELETE ON vouchers BEGIN
  DELETE FROM validation_rules_assignments WHERE voucher_id = OLD.id;
END;
--> statement-breakpoint
DROP TRIGGER redemptions_insert_use;
--> statement-breakpoint
-- A use is counted, in all and in its day and month of UTC, and given back by its rollback. A day is over once a later one has begun.
CREATE TRIGGER redemptions_insert_use AFTER INSERT ON redemptions WHEN NEW.result = 'SUCCESS' AND NEW.voucher_id IS NOT NULL BEGIN
  UPDATE vouchers SET
    redeemed_quantity = redeemed_quantity + used.count,
    redeemed_amount = redeemed_amount + used.count * (NEW.discount_amount + NEW.items_discount_amount),
    redeemed_in_day = CASE WHEN used.day = redeemed_day THEN redeemed_in_day + used.count
      WHEN used.day > redeemed_day THEN 1 ELSE redeemed_in_day END,
    redeemed_in_month = CASE WHEN substr(used.day, 1, 7) = substr(redeemed_day, 1, 7) THEN redeemed_in_month + used.count
      WHEN used.day > redeemed_day THEN 1 ELSE redeemed_in_month END,
    redeemed_day = max(redeemed_day, used.day)
  FROM (SELECT iif(NEW.redemption_id IS NULL, 1, -1) AS count, date(created_at / 1000, 'unixepoch') AS day
    FROM redemptions WHERE id = coalesce(NEW.redemption_id, NEW.id)) AS used
  WHERE vouchers.id = NEW.voucher_id;
END;
