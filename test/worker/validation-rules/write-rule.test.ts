import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../client.ts';
import { rule, rulePath, ValidationRuleCalls } from './calls.ts';

let rules: ValidationRuleCalls;
beforeAll(async () => {
  rules = await ValidationRuleCalls.create('admin');
});

const fifty = rule('order.amount', '$more_than_or_equal', 5000);
const member = {
  name: 'customer.segment',
  conditions: { $is: ['seg_1'] },
  error: { message: 'Members only' },
};

describe('a new validation rule', () => {
  it('is answered whole, with what it says nothing of', async () => {
    const { body, headers } = await rules.post({
      name: 'Members who spend 50',
      rules: { 1: fifty, 2: member, logic: '1 and 2' },
      error: { message: 'Spend at least 50' },
    });
    expect(body).toEqual({
      id: expect.stringMatching(/^val_/),
      object: 'validation_rules',
      name: 'Members who spend 50',
      rules: {
        1: { ...fifty, property: null, rules: {} },
        2: { ...member, property: null, rules: {} },
        logic: '1 and 2',
      },
      error: { message: 'Spend at least 50' },
      applicable_to: { excluded: [], included: [], included_all: false },
      type: 'expression',
      context_type: 'global',
      assignments_count: 0,
      created_at: expect.any(String),
      updated_at: null,
    });
    expect(headers.get('ETag')).toBe('"1"');
    expect((await rules.get(body.id)).body).toEqual(body);
  });

  it('may demand nothing but that a discount keeps to some lines', async () => {
    const included = [{ object: 'product', id: 'prod_1', effect: 'APPLY_TO_CHEAPEST' }];
    const { body } = await rules.post({ name: 'Mugs', applicable_to: { included } });
    expect(body.rules).toEqual({ logic: '' });
    expect(body.applicable_to).toEqual({ excluded: [], included, included_all: false });
  });

  it.each<[string, unknown]>([
    ['name', { rules: { 1: fifty } }],
    ['name', { name: '', rules: { 1: fifty } }],
    ['rules.1.name', { name: 'x', rules: { 1: rule('order.weight', '$is', 1) } }],
    ['rules.1.conditions.$dow', { name: 'x', rules: { 1: rule('order.amount', '$dow', 1) } }],
    ['rules.1.conditions.$is[0]', { name: 'x', rules: { 1: rule('order.amount', '$is', '1') } }],
    ['rules.logic', { name: 'x', rules: { 1: fifty, logic: '1 AND 2' } }],
    ['rules.logic', { name: 'x', rules: { 1: fifty, 2: member, logic: '1' } }],
    ['rules.logic', { name: 'x', rules: { 1: fifty, logic: '1 AND (1' } }],
    ['rules.logic', { name: 'x', rules: { 1: fifty, logic: '('.repeat(10_000) } }],
    ['rules', { name: 'x', rules: [fifty] }],
    ['bundle_rules', { name: 'x', bundle_rules: { limit: 1 } }],
    ['context_type', { name: 'x', context_type: 'campaign.loyalty_program' }],
    [
      'applicable_to.included[0].object',
      { name: 'x', applicable_to: { included: [{ object: 'products_collection', id: 'a' }] } },
    ],
    ['error.message', { name: 'x', error: { message: 5 } }],
  ])('is refused for %s', async (path, body) => {
    const before = (await rules.list('limit=1')).body.total;
    const error = await rules.client.refused(400, 'invalid_payload', 'POST', '/v1/validation-rules', {
      body,
    });
    expect(error.errors?.map((one) => one.path)).toContain(path);
    expect((await rules.list('limit=1')).body.total).toBe(before);
  });

  it('says where a hostile expression cannot be read', async () => {
    const body = { name: 'x', rules: { 1: fifty, logic: '('.repeat(3000) } };
    const error = await rules.client.refused(400, 'invalid_payload', 'POST', '/v1/validation-rules', {
      body,
    });
    expect(error.errors?.[0]?.message).toBe('at position 21: parentheses may be nested at most 20 deep');
  });

  it('is refused where it is larger than vouchers can carry', async () => {
    const many = Array.from({ length: 50 }, (_, number) =>
      rule('customer.segment', '$in', ...Array.from({ length: 100 }, (__, at) => `segment_${number}_${at}`)),
    );
    const body = { name: 'x', rules: Object.fromEntries(many.map((one, at) => [at + 1, one])) };
    await rules.client.refused(413, 'payload_too_large', 'POST', '/v1/validation-rules', { body });
  });
});

describe('an update', () => {
  it('changes what it gives, the rules as a whole, and is a new version only where something differs', async () => {
    const id = await rules.make([fifty, member], { error: { message: 'No' } });
    const { body, headers } = await rules.put(id, { rules: { 1: member } });
    expect(Object.keys(body.rules)).toEqual(['1', 'logic']);
    expect([body.name, body.error, headers.get('ETag')]).toEqual(['A rule', { message: 'No' }, '"2"']);
    expect(body.updated_at).not.toBeNull();
    const again = await rules.put(id, { rules: { 1: member } });
    expect([again.headers.get('ETag'), again.cost.rowsWritten]).toEqual(['"2"', 0]);
    expect((await rules.put(id, { error: null })).body.error).toBeUndefined();
  });

  it('is refused where it is stale, malformed, or of none that is there', async () => {
    const id = await rules.make([fifty]);
    await rules.put(id, { name: 'Newer' }, { 'If-Match': '"1"' });
    await rules.client.refused(412, 'precondition_failed', 'PUT', rulePath(id), {
      body: { name: 'Stale' },
      headers: { 'If-Match': '"1"' },
    });
    await rules.client.refused(400, 'invalid_payload', 'PUT', rulePath(id), {
      body: { rules: { logic: '1' } },
    });
    await rules.client.refused(404, 'not_found', 'PUT', rulePath('val_none'), { body: { name: 'x' } });
    expect((await rules.get(id)).body.name).toBe('Newer');
  });
});

describe('validation rules', () => {
  it('are read by staff and analysts, and written by admins', async () => {
    const id = await rules.make([fifty]);
    for (const role of ['staff', 'analyst'] as const) {
      const client = await Client.create(role);
      expect((await client.call('GET', rulePath(id))).status).toBe(200);
      for (const method of ['PUT', 'DELETE'])
        await client.refused(403, 'missing_scope', method, rulePath(id), { body: {} });
    }
    const ingest = await Client.create('ingest');
    await ingest.refused(403, 'missing_scope', 'GET', rulePath(id));
  });

  it('are deleted for good', async () => {
    const id = await rules.make([fifty]);
    expect((await rules.client.call('DELETE', rulePath(id))).status).toBe(204);
    await rules.client.refused(404, 'not_found', 'GET', rulePath(id));
    await rules.client.refused(404, 'not_found', 'DELETE', rulePath(id));
  });
});
