import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAttribute, toAttribute } from '../../../extension/drafts/attributes/attribute-text.ts';
import { MetadataType, scalarTypes } from '../../../shared/metadata/metadata-definitions.ts';
import { metadata } from './generate-orders.ts';

const day = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
const degrees = (max: number) => fc.double({ min: -max, max, noNaN: true }).map((value) => value.toFixed(4));
const solid = fc
  .string({ minLength: 1 })
  .filter((text) => text.trim() === text && text !== '' && !/\n/.test(text));

/** Values of each type, as the API takes them. */
const values: Record<MetadataType, fc.Arbitrary<unknown>> = {
  string: solid,
  number: fc
    .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
    .map((value) => value + 0),
  boolean: fc.boolean(),
  date: day.map((date) => date.toISOString().slice(0, 10)),
  datetime: day.map((date) => date.toISOString()),
  image_url: fc.webUrl({ validSchemes: ['https'] }),
  geopoint: fc.tuple(degrees(90), degrees(180)).map(([latitude, longitude]) => `${latitude},${longitude}`),
  object: fc.dictionary(solid, fc.jsonValue({ maxDepth: 2 })),
};

describe('a custom attribute as it is typed', () => {
  it.each(MetadataType.options)('%s: comes back from its text as it was, alone and in lists', (type) => {
    fc.assert(
      fc.property(fc.array(values[type], { minLength: 1, maxLength: 5 }), (list) => {
        for (const [value, array] of [
          [list[0], false],
          [list, true],
        ] as const) {
          const attribute = toAttribute('key', value, { type, array });
          expect(attribute).toMatchObject({ type, isList: array });
          expect(JSON.stringify(readAttribute(attribute))).toBe(JSON.stringify({ value }));
        }
      }),
    );
  });

  it('comes back as it was whatever a schema says of it', () => {
    const definition = fc.record({ type: fc.constantFrom(...MetadataType.options), array: fc.boolean() });
    fc.assert(
      fc.property(metadata, fc.option(definition, { nil: undefined }), (stored, given) => {
        for (const [key, value] of Object.entries(stored)) {
          if (value === null || (typeof value === 'string' && value.trim() === '')) continue;
          const attribute = toAttribute(key, value, given);
          const read = readAttribute(attribute);
          if ('problem' in read) throw new Error(`${attribute.text} is no ${read.problem}`);
          const isTime = attribute.type === 'datetime' && typeof value === 'string';
          if (isTime) expect(Date.parse(String(read.value))).toBe(Date.parse(String(value)));
          else expect(JSON.stringify(read.value)).toBe(JSON.stringify(value));
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([[['0']], ['0'], [['5', '12']]])('%j is no time, though a schema says that it is one', (value) => {
    const attribute = toAttribute('key', value, { type: 'datetime', array: Array.isArray(value) });
    expect(attribute.type).toBe('string');
    expect(readAttribute(attribute)).toEqual({ value });
  });

  it.each([
    ['number', 'ten'],
    ['number', '1.2.3'],
    ['number', '1e999'],
    ['boolean', 'maybe'],
    ['datetime', 'tomorrow'],
    ['datetime', '0'],
    ['object', '{"a":'],
  ] as const)('%s: %s is not one', (type, text) => {
    expect(readAttribute({ key: 'key', type, isList: false, text })).toEqual({ problem: type });
  });

  it('is a list of one value a line, without the empty lines', () => {
    const read = (text: string) => readAttribute({ key: 'key', type: 'number', isList: true, text });
    expect(read('1\n\n 2 \n')).toEqual({ value: [1, 2] });
    expect(read('1\nx')).toEqual({ problem: 'number' });
  });

  it('is nothing where nothing was typed', () => {
    for (const type of MetadataType.options)
      expect(readAttribute({ key: 'key', type, isList: false, text: ' ' })).toEqual({ value: null });
  });

  it('is a moment in the user’s zone, sent in UTC as the schema wants it', () => {
    const attribute = toAttribute('at', '2026-01-31T12:00:00+02:00', { type: 'datetime', array: false });
    expect(new Date(attribute.text).getTime()).toBe(Date.parse('2026-01-31T10:00:00Z'));
    const read = readAttribute(attribute);
    expect('value' in read && scalarTypes.datetime.fits(read.value)).toBe(true);
  });
});
