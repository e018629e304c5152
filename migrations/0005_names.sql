CREATE INDEX `products_name` ON `products` (name COLLATE NOCASE) WHERE name is not null;--> statement-breakpoint
CREATE INDEX `skus_sku` ON `skus` (sku COLLATE NOCASE) WHERE sku is not null;