CREATE TABLE `action_chunks` (
	`action_id` text NOT NULL,
	`number` integer NOT NULL,
	`first_line` integer NOT NULL,
	`rows` integer NOT NULL,
	`payload` text NOT NULL,
	PRIMARY KEY(`action_id`, `number`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `action_failures` (
	`action_id` text NOT NULL,
	`line` integer NOT NULL,
	`key` text NOT NULL,
	`source_id` text,
	`errors` text NOT NULL,
	`row` text,
	`text` text,
	PRIMARY KEY(`action_id`, `line`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `async_actions` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`request_id` text NOT NULL,
	`format` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`accepted_at` integer,
	`bytes` integer DEFAULT 0 NOT NULL,
	`rows` integer DEFAULT 0 NOT NULL,
	`chunks` integer DEFAULT 0 NOT NULL,
	`chunk` integer DEFAULT 0 NOT NULL,
	`chunk_row` integer DEFAULT 0 NOT NULL,
	`processed` integer DEFAULT 0 NOT NULL,
	`created` integer DEFAULT 0 NOT NULL,
	`updated` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`failed_chunks` integer DEFAULT 0 NOT NULL,
	`updated_at` integer,
	`finished_at` integer,
	`swept_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `async_actions_id` ON `async_actions` (`id`);--> statement-breakpoint
CREATE INDEX `async_actions_kept` ON `async_actions` (`finished_at`) WHERE swept_at is null;--> statement-breakpoint
CREATE TABLE `products` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`source_id` text,
	`name` text,
	`price` integer,
	`image_url` text,
	`created_at` integer NOT NULL,
	`updated_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`attributes` text DEFAULT '[]' NOT NULL,
	`metadata` text DEFAULT '{}' NOT NULL,
	`position` integer GENERATED ALWAYS AS (seq) VIRTUAL,
	CONSTRAINT "product_size" CHECK(octet_length(attributes) + octet_length(metadata) <= 1900000)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `products_id` ON `products` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `products_source_id` ON `products` (`source_id`) WHERE source_id is not null;--> statement-breakpoint
CREATE INDEX `products_name` ON `products` (name COLLATE NOCASE) WHERE name is not null;--> statement-breakpoint
CREATE INDEX `products_updated` ON `products` (`updated_at`,`created_at`,`position`);--> statement-breakpoint
CREATE INDEX `products_changed` ON `products` (`created_at`,`position`) WHERE updated_at is not null;--> statement-breakpoint
CREATE TABLE `skus` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`source_id` text,
	`product_id` text NOT NULL,
	`sku` text,
	`price` integer,
	`currency` text,
	`image_url` text,
	`created_at` integer NOT NULL,
	`updated_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`attributes` text DEFAULT '{}' NOT NULL,
	`metadata` text DEFAULT '{}' NOT NULL,
	`position` integer GENERATED ALWAYS AS (seq) VIRTUAL,
	CONSTRAINT "sku_size" CHECK(octet_length(attributes) + octet_length(metadata) <= 1900000)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `skus_id` ON `skus` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `skus_source_id` ON `skus` (`source_id`) WHERE source_id is not null;--> statement-breakpoint
CREATE INDEX `skus_sku` ON `skus` (sku COLLATE NOCASE) WHERE sku is not null;--> statement-breakpoint
CREATE INDEX `skus_product_updated` ON `skus` (`product_id`,`updated_at`,`created_at`,`position`);--> statement-breakpoint
CREATE INDEX `skus_product_changed` ON `skus` (`product_id`,`created_at`,`position`) WHERE updated_at is not null;--> statement-breakpoint
CREATE TABLE `order_counts` (
	`id` integer PRIMARY KEY NOT NULL,
	`created` integer DEFAULT 0 NOT NULL,
	`paid` integer DEFAULT 0 NOT NULL,
	`canceled` integer DEFAULT 0 NOT NULL,
	`fulfilled` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `table_counts` (
	`name` text PRIMARY KEY NOT NULL,
	`total` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
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
	`changed_by` text,
	`orders_count` integer DEFAULT 0 NOT NULL,
	`orders_total_amount` integer DEFAULT 0 NOT NULL,
	`all_orders_count` integer DEFAULT 0 NOT NULL,
	`referred_orders_count` integer DEFAULT 0 NOT NULL,
	`last_order_seq` integer,
	`last_order_at` integer,
	`last_order_amount` integer,
	`redemptions_succeeded` integer DEFAULT 0 NOT NULL,
	`redemptions_failed` integer DEFAULT 0 NOT NULL,
	`redemptions_rolled_back` integer DEFAULT 0 NOT NULL,
	`position` integer GENERATED ALWAYS AS (seq) VIRTUAL,
	`description` text,
	`address` text,
	`metadata` text,
	CONSTRAINT "customer_size" CHECK(coalesce(octet_length(address), 0) + coalesce(octet_length(metadata), 0)
          <= 1900000)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `customers_id` ON `customers` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `customers_source_id` ON `customers` (`source_id`) WHERE source_id is not null;--> statement-breakpoint
CREATE INDEX `customers_unnamed` ON `customers` (`position`) WHERE source_id is null;--> statement-breakpoint
CREATE INDEX `customers_email` ON `customers` (`email`,`updated_at`,`created_at`,`position`) WHERE email is not null;--> statement-breakpoint
CREATE INDEX `customers_email_changed` ON `customers` (`email`,`created_at`,`position`) WHERE email is not null and updated_at is not null;--> statement-breakpoint
CREATE INDEX `customers_updated` ON `customers` (`updated_at`,`created_at`,`position`);--> statement-breakpoint
CREATE INDEX `customers_changed` ON `customers` (`created_at`,`position`) WHERE updated_at is not null;--> statement-breakpoint
CREATE TABLE `removed_customers` (
	`id` text PRIMARY KEY NOT NULL,
	`removed_at` integer NOT NULL,
	`removed_by` text,
	`erase_day` integer,
	`erase_key` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `customer_events` (
	`customer_id` text NOT NULL,
	`number` integer NOT NULL,
	`type` text NOT NULL,
	`created_at` integer NOT NULL,
	`key_id` text,
	`order_seq` integer,
	`order_version` integer,
	`changes` text,
	PRIMARY KEY(`customer_id`, `number`)
) WITHOUT ROWID;
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
CREATE TABLE `exports` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`exported_object` text NOT NULL,
	`parameters` text NOT NULL,
	`mark` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `exports_id` ON `exports` (`id`);--> statement-breakpoint
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
CREATE TABLE `metadata_schemas` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`related_object` text NOT NULL,
	`properties` text NOT NULL,
	`allow_defined_only` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "metadata_schema_size" CHECK(octet_length(properties) <= 1900000)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `metadata_schemas_related_object` ON `metadata_schemas` (`related_object`);--> statement-breakpoint
CREATE TABLE `orders` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`source_id` text,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`changed_by` text,
	`logged_at` integer DEFAULT 0 NOT NULL,
	`logged_by` text,
	`logged_status` text DEFAULT 'CREATED' NOT NULL,
	`customer_id` text,
	`referrer_id` text,
	`items_count` integer NOT NULL,
	`items_amount` integer,
	`sent_amount` integer,
	`initial_amount` integer NOT NULL,
	`discount_amount` integer NOT NULL,
	`items_discount_amount` integer NOT NULL,
	`applied_discount_amount` integer DEFAULT 0 NOT NULL,
	`items_applied_discount_amount` integer DEFAULT 0 NOT NULL,
	`amount` integer GENERATED ALWAYS AS (coalesce(items_amount, sent_amount, 0)) VIRTUAL,
	`total_discount_amount` integer GENERATED ALWAYS AS (min(coalesce(items_amount, sent_amount, 0), items_discount_amount + discount_amount)) VIRTUAL,
	`total_amount` integer GENERATED ALWAYS AS (coalesce(items_amount, sent_amount, 0)
        - min(coalesce(items_amount, sent_amount, 0), items_discount_amount + discount_amount)) VIRTUAL,
	`position` integer GENERATED ALWAYS AS (seq) VIRTUAL,
	`metadata` text NOT NULL,
	`items` text NOT NULL,
	`redemptions` text,
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
CREATE INDEX `orders_referrer_changed` ON `orders` (`referrer_id`,`created_at`,`position`) WHERE referrer_id is not null and updated_at is not null;--> statement-breakpoint
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
CREATE INDEX `redemptions_uses` ON `redemptions` (`voucher_id`,`customer_id`) WHERE customer_id is not null and voucher_id is not null
          and result = 'SUCCESS' and redemption_id is null and rollback_id is null;--> statement-breakpoint
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
CREATE UNIQUE INDEX `segments_id` ON `segments` (`id`);--> statement-breakpoint
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
	CONSTRAINT "validation_rule_size" CHECK(octet_length(rules) + octet_length(applicable_to) + octet_length(name)
          + octet_length(coalesce(error, '')) <= 64000)
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
	`redeemed_amount` integer DEFAULT 0 NOT NULL,
	`redeemed_day` text DEFAULT '' NOT NULL,
	`redeemed_in_day` integer DEFAULT 0 NOT NULL,
	`redeemed_in_month` integer DEFAULT 0 NOT NULL,
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
CREATE INDEX `vouchers_changed` ON `vouchers` (`created_at`,`position`) WHERE updated_at is not null;