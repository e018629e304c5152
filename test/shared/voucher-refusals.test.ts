import { describe, expect, it } from 'vitest';
import { refusalOf, type VoucherValidity } from '../../worker/redeeming/engine/voucher-refusals.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const SECOND = 1000;
const voucher = (fields: Partial<VoucherValidity> = {}): VoucherValidity => ({
  active: true,
  startDate: null,
  expirationDate: null,
  validityDays: null,
  quantity: null,
  redeemedQuantity: 0,
  ...fields,
});
const around = [-SECOND, -1, 0, 1, SECOND];

describe('whether a voucher can be used', () => {
  it('is yes without any limit', () => {
    expect(refusalOf(voucher(), NOW)).toBeUndefined();
    expect(refusalOf(voucher({ redeemedQuantity: 1e9 }), NOW)).toBeUndefined();
  });

  it('is no before its start date', () => {
    const startDate = NOW;
    expect(around.map((offset) => refusalOf(voucher({ startDate }), NOW + offset))).toEqual([
      'voucher_not_active',
      'voucher_not_active',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is no after its expiration date', () => {
    const expirationDate = NOW;
    expect(around.map((offset) => refusalOf(voucher({ expirationDate }), NOW + offset))).toEqual([
      undefined,
      undefined,
      undefined,
      'voucher_expired',
      'voucher_expired',
    ]);
  });

  it('is yes on its days only, which begin and end in UTC; 0 is Sunday', () => {
    const sunday = Date.parse('2026-03-01T00:00:00.000Z');
    const onSunday = voucher({ validityDays: [0] });
    expect(refusalOf(onSunday, sunday - 1)).toBe('voucher_not_active_now');
    expect(refusalOf(onSunday, sunday)).toBeUndefined();
    expect(refusalOf(onSunday, sunday + 24 * 60 * 60 * SECOND - 1)).toBeUndefined();
    expect(refusalOf(onSunday, sunday + 24 * 60 * 60 * SECOND)).toBe('voucher_not_active_now');
    expect(refusalOf(voucher({ validityDays: [1, 0] }), sunday)).toBeUndefined();
  });

  it('is no when it was redeemed as often as its quantity says', () => {
    const after = (redeemedQuantity: number) => refusalOf(voucher({ quantity: 2, redeemedQuantity }), NOW);
    expect([1, 2, 3].map(after)).toEqual([undefined, 'quantity_exceeded', 'quantity_exceeded']);
  });

  it('is told by the reason that lasts longest', () => {
    const all = {
      active: false,
      startDate: NOW + 1,
      expirationDate: NOW - 1,
      validityDays: [3],
      quantity: 1,
      redeemedQuantity: 1,
    };
    expect(refusalOf(all, NOW)).toBe('voucher_disabled');
    expect(refusalOf({ ...all, active: true }, NOW)).toBe('voucher_not_active');
    expect(refusalOf({ ...all, active: true, startDate: null }, NOW)).toBe('voucher_expired');
    expect(refusalOf({ ...all, active: true, startDate: null, expirationDate: null }, NOW)).toBe(
      'voucher_not_active_now',
    );
  });
});
