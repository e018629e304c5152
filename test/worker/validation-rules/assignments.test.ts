import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueId } from '../factories.ts';
import { amountOff, VoucherCalls, voucherPath, walk } from '../vouchers/calls.ts';
import { rule, rulePath, ValidationRuleCalls } from './calls.ts';

let rules: ValidationRuleCalls;
let vouchers: VoucherCalls;
beforeAll(async () => {
  rules = await ValidationRuleCalls.create('admin');
  vouchers = new VoucherCalls(rules.client);
});

const fifty = rule('order.amount', '$more_than_or_equal', 5000);

describe('an assignment', () => {
  it('is made by code or id, as new and as older clients send it, and shown by both sides', async () => {
    const id = await rules.make([fifty]);
    const [first, second] = [await vouchers.make(amountOff(1)), await vouchers.make(amountOff(1))];
    const voucher = (await vouchers.get(first)).body;
    const { body } = await rules.assign(id, {
      related_object_type: 'voucher',
      related_object_id: voucher.id,
    });
    expect(body).toEqual({
      id: expect.stringMatching(/^asgm_/),
      object: 'validation_rules_assignment',
      rule_id: id,
      related_object_id: voucher.id,
      related_object_type: 'voucher',
      created_at: expect.any(String),
    });
    await rules.assign(id, { voucher: second });
    expect((await rules.get(id)).body.assignments_count).toBe(2);
    expect((await vouchers.get(first)).body.validation_rules_assignments).toEqual({
      object: 'list',
      data_ref: 'data',
      data: [body],
      total: 1,
    });
    expect((await rules.ofRule(id, 'order=created_at')).body).toMatchObject({ total: 2, data: [body, {}] });
    expect((await vouchers.list(`code=${first}`)).body.vouchers[0]?.validation_rules_assignments.total).toBe(
      1,
    );
  });

  it('changes the version of the voucher, not that of the validation rule', async () => {
    const id = await rules.make([fifty]);
    const code = await vouchers.make(amountOff(1));
    const { body } = await rules.assign(id, { voucher: code });
    expect((await vouchers.get(code)).headers.get('ETag')).toBe('"2"');
    expect((await rules.get(id)).headers.get('ETag')).toBe('"1"');
    await rules.client.call('DELETE', `${rulePath(id)}/assignments/${body.id}`);
    const { headers, body: voucher } = await vouchers.get(code);
    expect([headers.get('ETag'), voucher.validation_rules_assignments.total]).toEqual(['"3"', 0]);
    expect((await rules.get(id)).body.assignments_count).toBe(0);
  });

  it('is made once; with force the one that is there is answered', async () => {
    const id = await rules.make([fifty]);
    const code = await vouchers.make(amountOff(1));
    const first = await rules.assign(id, { voucher: code });
    const again = { body: { voucher: code } };
    await rules.client.refused(409, 'duplicate_found', 'POST', `${rulePath(id)}/assignments`, again);
    await rules.client.refused(
      409,
      'duplicate_found',
      'POST',
      `${rulePath(id)}/assignments?force=false`,
      again,
    );
    const forced = await rules.assign(id, { voucher: code }, 'force=true');
    expect([forced.body, forced.cost.rowsWritten]).toEqual([first.body, 0]);
    expect((await rules.get(id)).body.assignments_count).toBe(1);
  });

  it('is refused where a side is missing, or has too many', async () => {
    const id = await rules.make([fifty]);
    const code = await vouchers.make(amountOff(1));
    const post = (status: number, key: string, path: string, body: unknown) =>
      rules.client.refused(status, key, 'POST', `${rulePath(path)}/assignments`, { body });
    expect(await post(404, 'not_found', id, { voucher: 'nowhere' })).toMatchObject({
      resource_type: 'voucher',
    });
    expect(await post(404, 'not_found', 'val_none', { voucher: code })).toMatchObject({
      resource_type: 'validation_rules',
      resource_id: 'val_none',
    });
    expect((await post(400, 'invalid_payload', id, {})).errors?.[0]?.path).toBe('related_object_id');
    const campaign = { related_object_type: 'campaign', related_object_id: 'camp_1' };
    expect((await post(400, 'invalid_payload', id, campaign)).errors?.[0]?.path).toBe('related_object_type');
    expect((await post(400, 'invalid_payload', id, { campaign: 'camp_1' })).details).toMatch(/no campaigns/);
    for (let number = 0; number < 20; number += 1)
      await rules.assign(await rules.make([fifty]), { voucher: code });
    expect((await post(400, 'invalid_payload', id, { voucher: code })).details).toMatch(
      /has 20 validation rules/,
    );
  });

  it('is deleted with its voucher, and keeps its validation rule', async () => {
    const id = await rules.make([fifty]);
    const code = await vouchers.make(amountOff(1));
    await rules.assign(id, { voucher: code });
    const error = await rules.client.refused(409, 'resource_in_use', 'DELETE', rulePath(id));
    expect(error.details).toBe('It is assigned to 1 vouchers; delete the assignments first.');
    await rules.client.call('DELETE', voucherPath(code));
    expect((await rules.get(id)).body.assignments_count).toBe(0);
    expect((await rules.client.call('DELETE', rulePath(id))).status).toBe(204);
  });

  it('that is not of the validation rule is not deleted', async () => {
    const [id, other] = [await rules.make([fifty]), await rules.make([fifty])];
    const code = await vouchers.make(amountOff(1));
    const { body } = await rules.assign(id, { voucher: code });
    await rules.client.refused(404, 'not_found', 'DELETE', `${rulePath(other)}/assignments/${body.id}`);
    expect((await rules.get(id)).body.assignments_count).toBe(1);
  });
});

describe('a new voucher', () => {
  it('takes its validation rules with it, in its first version', async () => {
    const ids = [await rules.make([fifty]), await rules.make([fifty])];
    const { body, headers } = await vouchers.post({ discount: amountOff(1), validation_rules: ids });
    const { data, total } = body.validation_rules_assignments;
    expect([total, data.map((one) => one.rule_id), headers.get('ETag')]).toEqual([2, ids, '"1"']);
    expect(data.every((one) => one.related_object_id === body.id)).toBe(true);
    const key = { 'Idempotency-Key': uniqueId('once') };
    const once = { discount: amountOff(1), validation_rules: ids };
    const code = uniqueId('code');
    const first = await vouchers.named(code, once, key);
    expect((await vouchers.named(code, once, key)).body).toEqual(first.body);
    expect((await rules.get(ids[0] ?? '')).body.assignments_count).toBe(2);
  });

  it('is not made where one of them is not there, and leaves nothing behind', async () => {
    const id = await rules.make([fifty]);
    const code = uniqueId('code');
    const body = { discount: amountOff(1), validation_rules: [id, 'val_none'] };
    const error = await rules.client.refused(404, 'not_found', 'POST', voucherPath(code), { body });
    expect(error).toMatchObject({ resource_type: 'validation_rules', resource_id: 'val_none' });
    await rules.client.refused(404, 'not_found', 'GET', voucherPath(code));
    const taken = await vouchers.make(amountOff(1));
    const again = { discount: amountOff(1), validation_rules: [id] };
    await rules.client.refused(409, 'duplicate_found', 'POST', voucherPath(taken), { body: again });
    expect((await rules.get(id)).body.assignments_count).toBe(0);
  });

  it('cannot be given others by an update', async () => {
    const code = await vouchers.make(amountOff(1));
    const body = { validation_rules: [await rules.make([fifty])] };
    const error = await rules.client.refused(400, 'invalid_payload', 'PUT', voucherPath(code), { body });
    expect(error.errors?.[0]?.path).toBe('validation_rules');
  });
});

describe('the lists', () => {
  it('of validation rules sort by time and name, and page', async () => {
    const mark = uniqueId('name');
    for (const name of ['b', 'c', 'a', 'a']) await rules.post({ name: `${mark} ${name}` });
    const names = async (order: string) => {
      const all = await walk(rules.list, (page) => page.data, `limit=2&order=${order}`);
      return all.flatMap(({ name }) => (name.startsWith(mark) ? [name.slice(mark.length + 1)] : []));
    };
    expect(await names('name')).toEqual(['a', 'a', 'b', 'c']);
    expect(await names('-name')).toEqual(['c', 'b', 'a', 'a']);
    expect(await names('created_at')).toEqual(['b', 'c', 'a', 'a']);
    expect(await names('-created_at')).toEqual(['a', 'a', 'c', 'b']);
    const { body } = await rules.list('limit=1&start_date=2999-01-01');
    expect(body).toMatchObject({ total: 0, data: [], has_more: false });
    const all = (await rules.list('limit=1')).body;
    expect((await rules.list('limit=1&end_date=2999-01-01')).body.total).toBe(all.total);
    await rules.client.refused(400, 'invalid_query_params', 'GET', '/v1/validation-rules?order=id');
  });

  it('of assignments are of all, of one validation rule, or of a voucher by id or code', async () => {
    const [id, other] = [await rules.make([fifty]), await rules.make([fifty])];
    const codes = [await vouchers.make(amountOff(1)), await vouchers.make(amountOff(1))] as const;
    for (const voucher of codes) await rules.assign(id, { voucher });
    await rules.assign(other, { voucher: codes[0] });
    const voucher = (await vouchers.get(codes[0])).body;
    const of = async (query: string) => {
      const { body } = await rules.assignments(query);
      return [body.total, body.data.map((one) => one.rule_id)];
    };
    expect(await of(`rule=${id}`)).toEqual([2, [id, id]]);
    expect(await of(`related_object_id=${voucher.id}`)).toEqual([2, [other, id]]);
    expect(await of(`related_object_id=${voucher.code}&order=created_at`)).toEqual([2, [id, other]]);
    expect(await of(`rule=${id}&related_object_id=${voucher.code}`)).toEqual([1, [id]]);
    expect(await of('rule=val_none')).toEqual([0, []]);
    expect((await rules.assignments('limit=1')).body.total).toBeGreaterThanOrEqual(3);
    const paged = await walk(
      (query) => rules.ofRule(id, query),
      (page) => page.data,
      'limit=1',
    );
    expect(paged).toHaveLength(2);
    await rules.client.refused(404, 'not_found', 'GET', `${rulePath('val_none')}/assignments`);
  });

  it('read about as many rows as they answer', async () => {
    const id = await rules.make([fifty]);
    for (let number = 0; number < 12; number += 1)
      await rules.assign(id, { voucher: await vouchers.make(amountOff(1)) });
    for (const path of ['/v1/validation-rules?limit=5', `${rulePath(id)}/assignments?limit=5`]) {
      const { cost } = await rules.client.call('GET', path);
      expect(cost.rowsRead).toBeLessThanOrEqual(20);
    }
  });
});
