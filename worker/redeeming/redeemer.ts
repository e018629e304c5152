import type { CustomerOfOrder } from '../../shared/customers/customers.ts';
import type { Metadata } from '../../shared/metadata/metadata.ts';
import type { OrderEntry } from '../orders/write/identify.ts';
import type { RuleFacts } from '../validation-rules/engine/conditions/facts.ts';
import type { WhoRedeems } from '../vouchers/required-rules-store.ts';
import type { RequiredRules } from './required-rules.ts';

/** The customer who redeems, as rules see it. */
export class Redeemer {
  /** The metadata of the redemption. */
  readonly metadata: Metadata;
  readonly customerId: string | null;
  readonly customerSourceId: string | null;
  /** Where the customer is looked for. */
  readonly who: WhoRedeems;
  readonly #given: CustomerOfOrder | undefined;
  /** Ids of the segments that the customer is in, of those that rules name. */
  segments: ReadonlySet<string> = new Set();

  /**
   * @param entry the order, whose customer redeems: the one that it names, else the one it has
   * @param given the customer, when there is no order
   */
  constructor(
    entry: OrderEntry | undefined,
    given: CustomerOfOrder | undefined,
    metadata: Metadata | undefined,
  ) {
    const { customer: mode, matchId, matchSourceId } = entry?.write ?? { customer: 'link' as const };
    this.metadata = metadata ?? {};
    this.#given = entry ? entry.people.customer : given;
    this.customerId = this.#given?.id ?? null;
    this.customerSourceId = this.#given?.source_id ?? null;
    const isOfOrder = mode !== 'detach' && this.customerId === null && this.customerSourceId === null;
    this.who = {
      customerId: this.customerId,
      customerSourceId: this.customerSourceId,
      matchId: isOfOrder ? (matchId ?? null) : null,
      matchSourceId: isOfOrder ? (matchSourceId ?? null) : null,
    };
  }

  /** Whether the request names the customer, who may not be known yet. */
  get isNamed(): boolean {
    return this.customerId !== null || this.customerSourceId !== null;
  }

  /** The customer as it would be after the request; undefined where there is none, or nothing is said of one. */
  customerFacts({ customerId, customerMetadata }: RequiredRules): RuleFacts['customer'] {
    const given = this.#given?.metadata;
    const { isNamed } = this;
    if (!isNamed && customerId === null && !given) return undefined;
    // Of whom only the order knows, the profile prevails, as when it is written.
    const metadata = isNamed ? { ...customerMetadata, ...given } : { ...given, ...customerMetadata };
    return { isKnown: isNamed || customerId !== null, metadata, segments: this.segments };
  }
}
