CREATE TABLE `customers` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`source_id` text,
	`name` text,
	`email` text,
	`phone` text,
	`birthday` text,
	`birthdate` text,
	`created_at` integer NOT NULL,
	`updated_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`orders_count` integer DEFAULT 0 NOT NULL,
	`orders_total_amount` integer DEFAULT 0 NOT NULL,
	`all_orders_count` integer DEFAULT 0 NOT NULL,
	`referred_orders_count` integer DEFAULT 0 NOT NULL,
	`last_order_seq` integer,
	`last_order_at` integer,
	`last_order_amount` integer,
	`description` text,
	`address` text,
	`metadata` text,
	CONSTRAINT "customer_size" CHECK(coalesce(octet_length(address), 0) + coalesce(octet_length(metadata), 0) <= 1900000)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `customers_id` ON `customers` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `customers_source_id` ON `customers` (`source_id`) WHERE source_id is not null;--> statement-breakpoint
CREATE TABLE `idempotency_records` (
	`day` integer NOT NULL,
	`key` text NOT NULL,
	`request_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`reply` text NOT NULL,
	PRIMARY KEY(`day`, `key`),
	CONSTRAINT "reply_size" CHECK(octet_length(reply) <= 1900000)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `keys` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`app_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`role` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `keys_id` ON `keys` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `keys_app_id` ON `keys` (`app_id`);--> statement-breakpoint
CREATE TABLE `order_counts` (
	`id` integer PRIMARY KEY NOT NULL,
	`created` integer NOT NULL,
	`paid` integer NOT NULL,
	`canceled` integer NOT NULL,
	`fulfilled` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `order_events` (
	`order_seq` integer NOT NULL,
	`version` integer NOT NULL,
	`type` text NOT NULL,
	`created_at` integer NOT NULL,
	`key_id` text,
	`changes` text NOT NULL,
	PRIMARY KEY(`order_seq`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `orders` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`source_id` text,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`changed_by` text,
	`customer_id` text,
	`referrer_id` text,
	`items_count` integer NOT NULL,
	`items_amount` integer,
	`sent_amount` integer,
	`initial_amount` integer NOT NULL,
	`discount_amount` integer NOT NULL,
	`items_discount_amount` integer NOT NULL,
	`amount` integer GENERATED ALWAYS AS (coalesce(items_amount, sent_amount, 0)) VIRTUAL,
	`total_discount_amount` integer GENERATED ALWAYS AS (min(coalesce(items_amount, sent_amount, 0), items_discount_amount + discount_amount)) VIRTUAL,
	`total_amount` integer GENERATED ALWAYS AS (coalesce(items_amount, sent_amount, 0) - min(coalesce(items_amount, sent_amount, 0), items_discount_amount + discount_amount)) VIRTUAL,
	`position` integer GENERATED ALWAYS AS (seq) VIRTUAL,
	`metadata` text NOT NULL,
	`items` text NOT NULL,
	CONSTRAINT "order_size" CHECK(octet_length(items) + octet_length(metadata) <= 1900000),
	CONSTRAINT "order_status" CHECK(status in ('CREATED', 'PAID', 'CANCELED', 'FULFILLED'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_id` ON `orders` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `orders_source_id` ON `orders` (`source_id`) WHERE source_id is not null;--> statement-breakpoint
CREATE INDEX `orders_updated` ON `orders` (`updated_at`,`created_at`,`position`);--> statement-breakpoint
CREATE INDEX `orders_changed` ON `orders` (`created_at`,`position`) WHERE updated_at is not null;--> statement-breakpoint
CREATE INDEX `orders_status_updated` ON `orders` (`status`,`updated_at`,`created_at`,`position`);--> statement-breakpoint
CREATE INDEX `orders_status_changed` ON `orders` (`status`,`created_at`,`position`) WHERE updated_at is not null;--> statement-breakpoint
CREATE INDEX `orders_customer_updated` ON `orders` (`customer_id`,`updated_at`,`created_at`,`position`) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX `orders_customer_changed` ON `orders` (`customer_id`,`created_at`,`position`) WHERE customer_id is not null and updated_at is not null;--> statement-breakpoint
CREATE INDEX `orders_referrer_updated` ON `orders` (`referrer_id`,`updated_at`,`created_at`,`position`) WHERE referrer_id is not null;--> statement-breakpoint
CREATE INDEX `orders_referrer_changed` ON `orders` (`referrer_id`,`created_at`,`position`) WHERE referrer_id is not null and updated_at is not null;