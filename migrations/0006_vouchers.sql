CREATE TABLE `redemptions` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`parent_id` text,
	`redemption_id` text,
	`voucher_id` text,
	`voucher_code` text,
	`order_id` text,
	`customer_id` text,
	`tracking_id` text,
	`result` text NOT NULL,
	`failure_code` text,
	`failure_message` text,
	`reason` text,
	`discount_amount` integer NOT NULL,
	`items_discount_amount` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`rollback_id` text,
	`rolled_back_at` integer,
	`metadata` text,
	`position` integer GENERATED ALWAYS AS (seq) VIRTUAL,
	CONSTRAINT "redemption_size" CHECK(coalesce(octet_length(metadata), 0) <= 1900000)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `redemptions_id` ON `redemptions` (`id`);--> statement-breakpoint
CREATE INDEX `redemptions_created` ON `redemptions` (`created_at`,`position`);--> statement-breakpoint
CREATE INDEX `redemptions_parent` ON `redemptions` (`parent_id`,`position`) WHERE parent_id is not null;--> statement-breakpoint
CREATE INDEX `redemptions_voucher` ON `redemptions` (`voucher_code`,`created_at`,`position`) WHERE voucher_code is not null;--> statement-breakpoint
CREATE INDEX `redemptions_order` ON `redemptions` (`order_id`,`created_at`,`position`) WHERE order_id is not null;--> statement-breakpoint
CREATE INDEX `redemptions_customer` ON `redemptions` (`customer_id`,`created_at`,`position`) WHERE customer_id is not null;--> statement-breakpoint
CREATE TABLE `vouchers` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`code` text NOT NULL,
	`category` text,
	`discount` text NOT NULL,
	`start_date` integer,
	`expiration_date` integer,
	`validity_days` text,
	`active` integer NOT NULL,
	`quantity` integer,
	`redeemed_quantity` integer DEFAULT 0 NOT NULL,
	`additional_info` text,
	`created_at` integer NOT NULL,
	`updated_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`metadata` text DEFAULT '{}' NOT NULL,
	`position` integer GENERATED ALWAYS AS (seq) VIRTUAL,
	CONSTRAINT "voucher_size" CHECK(octet_length(metadata) <= 1900000)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `vouchers_id` ON `vouchers` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `vouchers_code` ON `vouchers` (`code`);--> statement-breakpoint
CREATE INDEX `vouchers_updated` ON `vouchers` (`updated_at`,`created_at`,`position`);--> statement-breakpoint
CREATE INDEX `vouchers_changed` ON `vouchers` (`created_at`,`position`) WHERE updated_at is not null;--> statement-breakpoint
ALTER TABLE `customers` ADD `redemptions_succeeded` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `customers` ADD `redemptions_failed` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `customers` ADD `redemptions_rolled_back` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `applied_discount_amount` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `items_applied_discount_amount` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `redemptions` text;