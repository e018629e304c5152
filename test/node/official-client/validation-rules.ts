import { expect, test } from 'vitest';
import { notFound, official } from './official.ts';

const spend = (amount: number) => ({
  name: 'order.amount',
  conditions: { $more_than_or_equal: [amount] },
  error: { message: `Spend at least ${amount}` },
});

const makeVoucher = (code: string) =>
  official.client.vouchers.create({
    code,
    type: 'DISCOUNT_VOUCHER',
    // The client's own enum has no value at run time.
    discount: { type: 'AMOUNT' as never, amount_off: 100 },
  });

test('creates, gets, updates, lists and deletes validation rules', async () => {
  const { validationRules } = official.client;
  const made = await validationRules.create({
    name: 'Fifty',
    error: { message: 'Not yet' },
    rules: {
      1: spend(5000),
      2: { name: 'customer.segment', conditions: { $is: ['seg_none'] } },
      logic: '1 or 2',
    },
  });
  expect(made).toMatchObject({
    id: expect.stringMatching(/^val_/),
    object: 'validation_rules',
    name: 'Fifty',
    error: { message: 'Not yet' },
    rules: { 1: spend(5000), logic: '1 or 2' },
  });
  expect(await validationRules.get(made.id)).toEqual(made);
  const updated = await validationRules.update({ id: made.id, name: 'Sixty', rules: { 1: spend(6000) } });
  expect(updated).toMatchObject({ id: made.id, name: 'Sixty', rules: { 1: spend(6000), logic: '1' } });
  expect(await validationRules.list({ limit: 1, page: 1 })).toMatchObject({
    object: 'list',
    data_ref: 'data',
    total: 1,
    data: [{ id: made.id }],
  });
  await validationRules.delete(made.id);
  await expect(validationRules.get(made.id)).rejects.toMatchObject(notFound('validation_rules', made.id));
});

test('refuses a malformed expression and an unknown rule, and says where', async () => {
  const { validationRules } = official.client;
  const refused = { code: 400, key: 'invalid_payload' };
  await expect(
    validationRules.create({ name: 'x', rules: { 1: spend(1), logic: '1 AND (1' } }),
  ).rejects.toMatchObject({ ...refused, details: expect.stringContaining('at position 9') });
  await expect(
    validationRules.create({ name: 'x', rules: { 1: { name: 'order.weight' } } }),
  ).rejects.toMatchObject({ ...refused, details: expect.stringContaining('order.weight') });
});

test('assigns to a voucher, which then demands it, and takes it back', async () => {
  const { validationRules, validations, redemptions } = official.client;
  const rule = await validationRules.create({ name: 'Fifty', rules: { 1: spend(5000) } });
  const voucher = await makeVoucher('RULED');
  const assignment = await validationRules.createAssignment(rule.id, { voucher: 'RULED' });
  expect(assignment).toMatchObject({
    id: expect.stringMatching(/^asgm_/),
    rule_id: rule.id,
    related_object_id: voucher.id,
    related_object_type: 'voucher',
  });
  const ofVoucher = { total: 1, data: [{ id: assignment.id }] };
  expect(await validationRules.listAssignments(rule.id)).toMatchObject(ofVoucher);
  expect(await validationRules.listRulesAssignments({ related_object_id: 'RULED' })).toMatchObject(ofVoucher);
  expect(await validationRules.listRulesAssignments({ rule: rule.id, order: 'created_at' })).toMatchObject(
    ofVoucher,
  );
  expect(await validations.validateVoucher('RULED', { order: { amount: 4999 } })).toMatchObject({
    valid: false,
    reason: 'Spend at least 5000',
    error: { key: 'order_rules_violated', error: { message: 'Spend at least 5000' } },
  });
  await expect(redemptions.redeem('RULED', { order: { amount: 4999 } })).rejects.toMatchObject({
    code: 400,
    key: 'order_rules_violated',
    error: { message: 'Spend at least 5000' },
  });
  await expect(validationRules.delete(rule.id)).rejects.toMatchObject({ code: 409, key: 'resource_in_use' });
  await redemptions.redeem('RULED', { order: { amount: 5000 } });
  await validationRules.deleteAssignment(rule.id, assignment.id);
  await redemptions.redeem('RULED', { order: { amount: 1 } });
  await validationRules.delete(rule.id);
});

test('creates a voucher with its validation rules', async () => {
  const { validationRules, vouchers } = official.client;
  const rule = await validationRules.create({ name: 'Once', rules: { 1: spend(1) } });
  const voucher = await vouchers.create({
    code: 'WITH-RULES',
    type: 'DISCOUNT_VOUCHER',
    discount: { type: 'AMOUNT' as never, amount_off: 100 },
    validation_rules: [rule.id],
  });
  expect(voucher).toMatchObject({
    validation_rules_assignments: { total: 1, data: [{ rule_id: rule.id, related_object_id: voucher.id }] },
  });
});
