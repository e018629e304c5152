/** The official client against one server: starting one takes longer than all that is asked of it. */
// First: they list all actions, and all customers who have spent much.
import './official-client/imports.ts';
import './official-client/segments.ts';
import './official-client/bulk.ts';
import './official-client/customers.ts';
import './official-client/customer-lists.ts';
import './official-client/orders.ts';
import './official-client/products.ts';
import './official-client/validation-rules.ts';
import './official-client/vouchers.ts';
// Last: its schemas refuse what others write.
import './official-client/metadata-schemas.ts';
