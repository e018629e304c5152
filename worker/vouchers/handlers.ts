import { VoucherCode } from '../../shared/vouchers/voucher-codes.ts';
import type { ListVouchersQuery, VoucherList } from '../../shared/vouchers/voucher-lists.ts';
import type { CreateNamedVoucher, CreateVoucher, UpdateVoucher } from '../../shared/vouchers/vouchers.ts';
import type { Context } from '../http/context.ts';
import { invalidField } from '../http/errors.ts';
import { parse } from '../http/request.ts';
import { empty, json } from '../http/response.ts';
import { keepReply } from '../idempotency/store.ts';
import { newId } from '../identifiers.ts';
import { readList } from '../lists/read-list.ts';
import { bindRows } from '../sql/json-columns.ts';
import { assignToNewVoucher } from '../validation-rules/assign-rules.ts';
import { type Change, changeOf, cleared, type ResourceWrites, writeOne } from '../writes/write-one.ts';
import { createWithRandomCode } from './create-voucher.ts';
import { voucherList } from './list-store.ts';
import { ofVoucher } from './no-voucher.ts';
import { toVoucher } from './serializer.ts';
import { type VoucherRow, voucherByCode, voucherColumns } from './store.ts';
import {
  deleteVoucher as deleteStatement,
  refuseVoucherWrite,
  upsertVoucher,
  type VoucherWrite,
  writtenVoucher,
  writtenVoucherSnapshot,
} from './write-store.ts';

const writes: ResourceWrites<VoucherRow> = {
  refuse: refuseVoucherWrite,
  upsert: upsertVoucher,
  written: writtenVoucher,
  keep: keepReply<{ writes: string }>(writtenVoucherSnapshot),
  replay: (_, snapshot) => voucherColumns.read(snapshot),
  resource: 'voucher',
  table: 'vouchers',
};

const moment = (value: string | null | undefined) =>
  cleared(typeof value === 'string' ? Date.parse(value) : value);

const toWrite = (voucher: UpdateVoucher, change: Change): VoucherWrite => ({
  ...change,
  code: voucher.code ?? null,
  category: cleared(voucher.category),
  discount: voucher.discount ?? null,
  startDate: moment(voucher.start_date),
  expirationDate: moment(voucher.expiration_date),
  validityDays: cleared(voucher.validity_day_of_week),
  active: voucher.active ?? null,
  quantity: cleared(voucher.redemption?.quantity),
  additionalInfo: cleared(voucher.additional_info),
  metadata: voucher.metadata ?? null,
});

/** Writes the voucher once for the request as it came, with the validation rules that a new one demands. */
async function writeVoucher(
  context: Context<unknown, unknown>,
  write: VoucherWrite,
  ruleIds: readonly string[] = [],
): Promise<Response> {
  const other = ruleIds.length > 0 ? assignToNewVoucher(ruleIds, write) : [];
  const { row, replayed } = await writeOne(context, { ...writes, other }, write);
  return json(toVoucher(row), { version: row.version, replayed });
}

/** What of a voucher the request changes. */
const changeOfVoucher = (context: Context<unknown, unknown>, code: string | undefined, id = ''): Change =>
  changeOf({ ...context, body: {} }, id, code);

/** A voucher of that code, which nobody may have. It can be used unless it says otherwise. */
function createOfCode(context: Context<unknown, CreateNamedVoucher>, code: string): Promise<Response> {
  const change = { ...changeOfVoucher(context, code, newId('voucher')), mustExist: false };
  return writeVoucher(
    context,
    toWrite({ active: true, ...context.body, code }, change),
    context.body.validation_rules,
  );
}

/** Creates a voucher of a given code, else of a random one. */
export function createVoucher(context: Context<unknown, CreateVoucher>): Promise<Response> {
  const { code, code_config: config } = context.body;
  if (code !== undefined) return createOfCode(context, code);
  return createWithRandomCode(config, (random) => createOfCode(context, random));
}

/** Creates a voucher of the code that the path names. */
export function createNamedVoucher(context: Context<unknown, CreateNamedVoucher>): Promise<Response> {
  const code = parse(VoucherCode, context.params.code, 'invalid_path');
  if ((context.body.code ?? code) !== code)
    throw invalidField('invalid_payload', 'code', 'must be that of the path');
  return createOfCode(context, code);
}

function updateOfCode(context: Context<unknown, unknown>, voucher: UpdateVoucher): Promise<Response> {
  const { code = '' } = context.params;
  const write = () => writeVoucher(context, toWrite(voucher, changeOfVoucher(context, code)));
  return ofVoucher(context.database, code, write);
}

export const updateVoucher = (context: Context<unknown, UpdateVoucher>): Promise<Response> =>
  updateOfCode(context, context.body);

const setActive =
  (active: boolean) =>
  (context: Context): Promise<Response> =>
    updateOfCode({ ...context, body: {} }, { active });
export const enableVoucher = setActive(true);
export const disableVoucher = setActive(false);

export async function getVoucher({ params, database }: Context): Promise<Response> {
  const { code = '' } = params;
  const row = await ofVoucher(database, code, () => database.first(voucherByCode({ code })));
  return json(toVoucher(row), { version: row.version });
}

export async function getVouchers({ query, database }: Context<ListVouchersQuery>): Promise<Response> {
  const { items, paging } = await readList(database, query, voucherList);
  const reply: VoucherList = { ...paging, data_ref: 'vouchers', vouchers: items.map(toVoucher) };
  return json(reply);
}

/** Deletes the voucher for good; what was redeemed with it stays as it is. */
export async function deleteVoucher(context: Context): Promise<Response> {
  const { params, database } = context;
  const { code = '' } = params;
  const writes = bindRows([changeOfVoucher(context, code)]);
  await ofVoucher(database, code, () =>
    database.batch([refuseVoucherWrite({ writes }), deleteStatement({ code })]),
  );
  return empty();
}
