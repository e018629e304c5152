const CUSTOMERS = 500;

/** An order of three lines with an inline customer, as a storefront posts it; the customers come again and again. */
export function benchOrder(sequence: number) {
  const customer = sequence % CUSTOMERS;
  return {
    source_id: `bench-${sequence}`,
    items: [
      { source_id: 'mug', related_object: 'product', quantity: 2, price: 450, product: { name: 'Mug' } },
      { source_id: 'tea', related_object: 'sku', quantity: 1, price: 390, sku: { sku: 'Tea, 100 g' } },
      { source_id: 'bag', related_object: 'product', quantity: 5, price: 50, product: { name: 'Bag' } },
    ],
    customer: {
      source_id: `customer-${customer}`,
      name: `Customer ${customer}`,
      email: `${customer}@example.com`,
    },
  };
}
