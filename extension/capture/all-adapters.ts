import type { Adapter } from './adapters/adapter.ts';
import { bigcommerce } from './adapters/bigcommerce.ts';
import { magento } from './adapters/magento.ts';
import { medusa } from './adapters/medusa.ts';
import { opencart } from './adapters/opencart.ts';
import { prestashop } from './adapters/prestashop.ts';
import { saleor } from './adapters/saleor.ts';
import { shopify } from './adapters/shopify.ts';
import { sylius } from './adapters/sylius.ts';
import { vendure } from './adapters/vendure.ts';
import { woocommerceOrder } from './adapters/woocommerce-order.ts';
import { woocommerceShop } from './adapters/woocommerce-shop.ts';

/** All shop systems that Docket knows, asked in this order. Another one is a file in `adapters/` and a line here. */
export const allAdapters: readonly Adapter[] = [
  woocommerceOrder,
  woocommerceShop,
  magento,
  prestashop,
  opencart,
  shopify,
  bigcommerce,
  medusa,
  vendure,
  saleor,
  sylius,
];
