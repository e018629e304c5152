import { expect, it } from 'vitest';
import { columnsByName } from '../../../worker/orders/stores/columns-store.ts';
import { stored } from '../database.ts';

/** Generated columns, whose changes an order's activity shows although nobody writes them. */
const GENERATED = ['amount', 'total_amount'];

it("an order's activity shows the changes of the columns that the specification says", async () => {
  const trigger = await stored<string>("SELECT sql FROM sqlite_schema WHERE name = 'orders_update_event'");
  const shown = [...(trigger ?? '').matchAll(/json_array\(\s*'(\w+)', OLD/g)].map(([, name]) => name);
  const logged = columnsByName.filter(([, { isLogged }]) => isLogged).map(([name]) => name);
  expect(shown.toSorted()).toEqual([...logged, ...GENERATED].toSorted());
});
