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
CREATE INDEX `products_updated` ON `products` (`updated_at`,`created_at`,`position`);--> statement-breakpoint
CREATE INDEX `products_changed` ON `products` (`created_at`,`position`) WHERE updated_at is not null;--> statement-breakpoint
CREATE TABLE `removed_customers` (
	`id` text PRIMARY KEY NOT NULL,
	`removed_at` integer NOT NULL,
	`removed_by` text,
	`erase_day` integer,
	`erase_key` text
) WITHOUT ROWID;
--> statement-breakpoint
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
CREATE INDEX `skus_product_updated` ON `skus` (`product_id`,`updated_at`,`created_at`,`position`);--> statement-breakpoint
CREATE INDEX `skus_product_changed` ON `skus` (`product_id`,`created_at`,`position`) WHERE updated_at is not null;--> statement-breakpoint
CREATE TABLE `table_counts` (
	`name` text PRIMARY KEY NOT NULL,
	`total` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `customers` ADD `changed_by` text;--> statement-breakpoint
ALTER TABLE `customers` ADD `position` integer GENERATED ALWAYS AS (seq) VIRTUAL;--> statement-breakpoint
CREATE INDEX `customers_unnamed` ON `customers` (`position`) WHERE source_id is null;--> statement-breakpoint
CREATE INDEX `customers_email` ON `customers` (`email`,`updated_at`,`created_at`,`position`) WHERE email is not null;--> statement-breakpoint
CREATE INDEX `customers_email_changed` ON `customers` (`email`,`created_at`,`position`) WHERE email is not null and updated_at is not null;--> statement-breakpoint
CREATE INDEX `customers_updated` ON `customers` (`updated_at`,`created_at`,`position`);--> statement-breakpoint
CREATE INDEX `customers_changed` ON `customers` (`created_at`,`position`) WHERE updated_at is not null;--> statement-breakpoint
ALTER TABLE `orders` ADD `logged_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `logged_by` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `logged_status` text DEFAULT 'CREATED' NOT NULL;