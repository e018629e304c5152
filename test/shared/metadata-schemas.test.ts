import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import {
  MetadataDefinition,
  MetadataType,
  PutMetadataSchema,
  SchemaName,
} from '../../shared/metadata/metadata-definitions.ts';
import { compileMetadata, type MetadataRules } from '../../shared/metadata/metadata-schemas.ts';

type Input = z.input<typeof MetadataDefinition>;
const rulesOf = (properties: Record<string, Input>, allow_defined_only = false): MetadataRules => ({
  properties: Object.fromEntries(
    Object.entries(properties).map(([key, definition]) => [key, MetadataDefinition.parse(definition)]),
  ),
  allow_defined_only,
});
const compile = (definition: Input) => compileMetadata(rulesOf({ it: definition }), () => undefined);
const problem = (definition: Input, value: unknown) =>
  compile(definition).check({ it: value }).violations[0]?.message;

/** Of each type what is one, and what is not but nearly. */
const samples: Record<MetadataType, { good: unknown[]; bad: unknown[] }> = {
  string: { good: ['', 'abc', '😀'], bad: [1, true, [], {}] },
  number: { good: [0, -1.5, 1e300], bad: ['1', Number.NaN, Infinity, true] },
  boolean: { good: [true, false], bad: ['true', 0, 1] },
  date: {
    good: ['2026-01-31', '2024-02-29', '0000-01-01'],
    bad: ['2026-02-29', '2026-1-31', '2026-13-01', '2026-01-31T00:00', '2026-01-31\n', 20260131],
  },
  datetime: {
    good: ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.123+02:00'],
    bad: ['2026-01-31T12:00:00', '2026-01-31', '2026-02-30T12:00:00Z', '2026-01-31T24:00:00Z', 1769860800],
  },
  image_url: {
    good: ['https://a.example/b.png?c#d', 'HTTP://localhost:80'],
    bad: ['a.png', '//a', 'ftp://a', 'http:a', 'http:///a', ' http://a', 'http://a b', 'http://[a'],
  },
  geopoint: {
    good: ['90,180', '-90,-180', '52.2297,21.0122', '37.786971, -122.399677'],
    bad: ['90.1,0', '0,180.1', '-90.1,0', '0,-181', '1', '1,2,3', '1;2', ',', '1,', 'a,b', '1,  2', [1, 2]],
  },
  object: { good: [{}, { any: [1] }], bad: [[], 'x', 1] },
};

/** Definitions with values just within them, and just outside. */
const limits: [Input, within: unknown[], outside: unknown[]][] = [
  ...MetadataType.options.map((type): [Input, unknown[], unknown[]] => {
    return [{ type, optional: false }, samples[type].good, [...samples[type].bad, null]];
  }),
  [{ type: 'string' }, [null], []],
  [{ type: 'number', gt: 5 }, [5.000001, 6], [5, 4.999999, '6']],
  [{ type: 'number', gte: 5 }, [5, 5.000001], [4.999999]],
  [{ type: 'number', lt: 5 }, [4.999999], [5, 5.000001]],
  [{ type: 'number', lte: 5 }, [4.999999, 5], [5.000001]],
  [{ type: 'number', gte: 5, lte: 5 }, [5], [4, 6]],
  [{ type: 'number', eq: [0, 1.5] }, [0, -0, 1.5], [1, '0', '1.5']],
  [{ type: 'number', ne: [0, 1.5] }, [1], [0, -0, 1.5, '1']],
  [{ type: 'boolean', eq: [true] }, [true], [false, 'true']],
  [{ type: 'string', eq: ['S', 'M'] }, ['S', 'M'], ['s', 'S ', '']],
  [{ type: 'string', ne: ['S', 'M'] }, ['s', ''], ['S', 'M', 1]],
  [{ type: 'string', eq: ['S', 'XL'], minLength: 2 }, ['XL'], ['S', 'XXL']],
  [{ type: 'date', ne: ['2026-01-31'] }, ['2026-01-30'], ['2026-01-31']],
  [{ type: 'string', minLength: 2 }, ['ab', '😀😀'], ['a', '😀']],
  [{ type: 'string', maxLength: 2 }, ['', 'ab', '😀😀'], ['abc', '😀😀😀']],
  [{ type: 'string', exactLength: 2 }, ['ab', '😀😀'], ['a', '😀', 'abc']],
  [{ type: 'image_url', maxLength: 10 }, ['http://abc'], ['http://abcd']],
  [{ type: 'number', array: true, lt: 5 }, [null, [], [4, 4]], [4, [5], ['4'], [null]]],
];

describe('a definition', () => {
  it.each(limits)('%j holds up to its boundary', (definition, within, outside) => {
    expect(within.filter((value) => problem(definition, value) !== undefined)).toEqual([]);
    expect(outside.filter((value) => problem(definition, value) === undefined)).toEqual([]);
  });

  it.each<[Input, unknown, string]>([
    [{ type: 'number', gte: 5 }, 'abc', 'a number of at least 5, was "abc"'],
    [
      { type: 'number', gt: 5, lte: 9, ne: [7] },
      7,
      'a number above 5 and of at most 9 and other than 7, was 7',
    ],
    [{ type: 'string', eq: ['S', 'M'] }, 'XL', 'one of "S", "M", was "XL"'],
    [{ type: 'string', eq: ['S'], maxLength: 2 }, 1, 'one of "S", of at most 2 characters, was 1'],
    [
      { type: 'number', eq: [...'12345678987'].map(Number) },
      0,
      'one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 8 and 1 more, was 0',
    ],
    [{ type: 'string', exactLength: 1, optional: false }, null, 'a string of 1 character, was null'],
    [{ type: 'boolean', array: true }, {}, 'a list, was {}'],
    [{ type: 'number' }, `x${'😀'.repeat(58)}`, `a number, was "x${'😀'.repeat(58)}…`],
    [{ type: 'number' }, `x${'😀'.repeat(57)}`, `a number, was "x${'😀'.repeat(57)}"`],
  ])('%j says of %j what was expected and what it was', (definition, value, message) => {
    expect(problem(definition, value)).toBe(`expected ${message}`);
  });
});

describe('a change of a schema', () => {
  it('reads null and deleted as null, and fills in what may be left out', () => {
    const properties = { a: null, b: { type: 'string', deleted: true }, c: { type: 'date', deleted: false } };
    expect(PutMetadataSchema.parse({ properties, allow_defined_only: null })).toEqual({
      properties: { a: null, b: null, c: { type: 'date', array: false, optional: true } },
      allow_defined_only: false,
    });
    expect(PutMetadataSchema.parse({})).toEqual({});
  });

  it('may name and hold as much as is said', () => {
    const eq = Array.from({ length: 100 }, (_, index) => index);
    const properties = Object.fromEntries([
      ['k'.repeat(255), { type: 'number', eq }],
      ...eq.slice(1).map((key) => [key, null]),
    ]);
    expect(Object.keys(PutMetadataSchema.parse({ properties }).properties ?? {})).toHaveLength(100);
    const names = [
      'a',
      'Z',
      'order_item',
      'a-9_',
      'a'.repeat(64),
      '',
      '1a',
      '_a',
      'a b',
      'a\n',
      'a'.repeat(65),
      '__proto__',
    ];
    expect(names.filter((name) => SchemaName.safeParse(name).success)).toEqual(names.slice(0, 5));
  });

  it.each<[string, unknown]>([
    ['', { id: 'x' }],
    ['allow_defined_only', { allow_defined_only: 'true' }],
    ['properties', { properties: [] }],
    ['properties', { properties: Object.fromEntries(Array.from({ length: 101 }, (_, key) => [key, null])) }],
    ...['', 'a\u0000', 'k'.repeat(256), '__proto__'].map((key): [string, unknown] => {
      return [`properties.${key}`, { properties: Object.fromEntries([[key, null]]) }];
    }),
  ])('is refused at %j', (path, body) => {
    const { error } = PutMetadataSchema.safeParse(body);
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });

  it.each<[string, object]>([
    ['type', { type: 'text' }],
    ['type', {}],
    ['array', { type: 'string', array: null }],
    ['', { type: 'string', minimum: 1 }],
    ['', JSON.parse('{"type": "string", "__proto__": {}}')],
    ['objectType', { type: 'string', objectType: 'address' }],
    ['objectType', { type: 'object', objectType: '1st' }],
    ['eq', { type: 'object', eq: ['a'] }],
    ['ne', { type: 'object', ne: ['a'] }],
    ['eq', { type: 'string', eq: [] }],
    ['ne', { type: 'number', ne: Array.from({ length: 101 }, (_, index) => index) }],
    ['eq.1', { type: 'number', eq: [1, '1'] }],
    ['ne.0', { type: 'date', ne: ['2026-02-29'] }],
    ['eq.0', { type: 'string', eq: [{}] }],
    ...['lt', 'lte', 'gt', 'gte'].map((name): [string, object] => [name, { type: 'string', [name]: 1 }]),
    ['lt', { type: 'number', lt: Infinity }],
    ['minLength', { type: 'number', minLength: 1 }],
    ['maxLength', { type: 'date', maxLength: 1 }],
    ['exactLength', { type: 'object', exactLength: 1 }],
    ['minLength', { type: 'string', minLength: -1 }],
    ['maxLength', { type: 'string', maxLength: 1.5 }],
    ['minLength', { type: 'string', minLength: 3, maxLength: 2 }],
    ['exactLength', { type: 'string', exactLength: 2, minLength: 2 }],
    ['exactLength', { type: 'string', exactLength: 2, maxLength: 2 }],
    ['gte', { type: 'number', gt: 1, gte: 1 }],
    ['lte', { type: 'number', lt: 1, lte: 1 }],
    ['gt', { type: 'number', gt: 1, lt: 1 }],
    ['gt', { type: 'number', gt: 1, lte: 1 }],
    ['gte', { type: 'number', gte: 1, lt: 1 }],
    ['gte', { type: 'number', gte: 1, lte: 0 }],
  ])('is refused at "%s" of the definition %j', (path, definition) => {
    const { error } = PutMetadataSchema.safeParse({ properties: { constructor: definition } });
    const expected = path === '' ? 'properties.constructor' : `properties.constructor.${path}`;
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([expected]);
  });
});

/* A naive reading of the rules. What is of the rarer types is known by the samples, which all values are made of. */
function isMet(it: MetadataDefinition, value: unknown): boolean {
  const isSimple = ['string', 'number', 'boolean'].includes(it.type);
  if (isSimple ? typeof value !== it.type : !samples[it.type].good.includes(value)) return false;
  if (typeof value === 'number' && !Number.isFinite(value)) return false;
  if (it.eq?.every((one) => one !== value) || it.ne?.some((one) => one === value)) return false;
  const size = typeof value === 'string' ? Array.from(value).length : (value as number);
  if (it.lt !== undefined && !(size < it.lt)) return false;
  if (it.gt !== undefined && !(size > it.gt)) return false;
  if (size > (it.lte ?? it.maxLength ?? it.exactLength ?? size)) return false;
  return size >= (it.gte ?? it.minLength ?? it.exactLength ?? size);
}

type Schemas = Record<string, MetadataRules>;
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const absent = ({ properties }: MetadataRules, object: object) =>
  Object.keys(properties).filter((key) => !properties[key]?.optional && !Object.keys(object).includes(key));

function wrongInValue(all: Schemas, it: MetadataDefinition, value: unknown, at: unknown[]): unknown[][] {
  if (it.optional && value === null) return [];
  const elements = it.array ? value : [value];
  if (!Array.isArray(elements)) return [at];
  return elements.flatMap((element, index) => {
    const path = it.array ? [...at, index] : at;
    if (it.type !== 'object') return isMet(it, element) ? [] : [path];
    if (!isObject(element)) return [path];
    const rules = all[it.objectType ?? 'none'];
    if (!rules) return [];
    return [
      ...wrongInObject(all, rules, element, path),
      ...absent(rules, element).map((key) => [...path, key]),
    ];
  });
}

function wrongInObject(all: Schemas, rules: MetadataRules, object: object, at: unknown[]): unknown[][] {
  return Object.entries(object).flatMap(([key, value]) => {
    const it = Object.entries(rules.properties).find(([name]) => name === key)?.[1];
    if (it) return wrongInValue(all, it, value, [...at, key]);
    return rules.allow_defined_only ? [[...at, key]] : [];
  });
}

const scalars = Object.values(samples).flatMap(({ good, bad }) => [...good, ...bad]);
const keys = fc.constantFrom('a', 'b', 'constructor');
const anyValue = fc.oneof(
  fc.constantFrom(null, ...scalars),
  fc.dictionary(keys, fc.constantFrom(...scalars)),
);
const bound = fc.constantFrom(-1.5, 0, 1, 1e300);

/** The constraints that fit a type, each with what it may be. */
const constraintsOf = (type: MetadataType): Record<string, fc.Arbitrary<unknown>> => {
  if (type === 'object') return { objectType: fc.constantFrom('x', 'y', 'x', 'y', 'none', null) };
  const values = fc.subarray(samples[type].good, { minLength: 1 });
  const lengths = { minLength: fc.nat(4), maxLength: fc.nat(30), exactLength: fc.nat(4) };
  return {
    ...{ eq: values, ne: values },
    ...(type === 'number' && { lt: bound, lte: bound, gt: bound, gte: bound }),
    ...((type === 'string' || type === 'image_url') && lengths),
  };
};
const definition = fc
  .constantFrom(...MetadataType.options, ...Array<'object'>(4).fill('object'))
  .chain((type) => {
    const flags = {
      type: fc.constant(type),
      array: fc.boolean(),
      optional: type === 'object' ? fc.constantFrom(true, true, true, false) : fc.boolean(),
    };
    const constraints = Object.entries(constraintsOf(type));
    return fc
      .subarray(constraints, { minLength: 1, maxLength: Math.min(2, constraints.length) })
      .chain((given) => fc.record({ ...flags, ...Object.fromEntries(given) }));
  })
  .map((input) => MetadataDefinition.safeParse(input).data)
  .filter((it) => it !== undefined)
  .filter((it) => it.type === 'object' || scalars.some((value) => isMet(it, value)));
const rules = fc.record({
  properties: fc.dictionary(keys, definition, { minKeys: 1 }),
  allow_defined_only: fc.boolean(),
});

/** An object that keeps the rules, but for some of its values, some absent keys and some unknown ones. */
function objectFor(all: Schemas, { properties }: MetadataRules, levels: number): fc.Arbitrary<object> {
  const known = Object.entries(properties).map(([key, it]) =>
    fc.option(fc.tuple(fc.constant(key), valueFor(all, it, levels)), { freq: it.optional ? 3 : 12 }),
  );
  const unknown = fc.option(fc.tuple(fc.constantFrom('z', '__proto__'), anyValue), { freq: 1 });
  return fc.tuple(unknown, ...known).map((given) => Object.fromEntries(given.filter((it) => it !== null)));
}

function valueFor(all: Schemas, it: MetadataDefinition, levels: number): fc.Arbitrary<unknown> {
  const nested = it.objectType && all[it.objectType];
  if (nested && levels === 0) return fc.constant(it.array ? [] : null);
  const met = it.type === 'object' ? [{}] : scalars.filter((value) => isMet(it, value));
  const good = nested ? objectFor(all, nested, levels - 1) : fc.constantFrom(...met);
  const kept = it.array ? fc.array(good, { maxLength: 2 }) : good;
  return fc.oneof(
    { weight: 12, arbitrary: kept },
    anyValue,
    fc.array(fc.oneof(good, anyValue)),
    fc.constant(null),
  );
}

describe('a compiled schema', () => {
  it('finds what a naive reading of the rules finds, and where', () => {
    const seen = { valid: 0, invalid: 0, missing: 0, nestedValid: 0, nestedInvalid: 0 };
    const schemas = fc.record({ root: rules, x: rules, y: rules });
    const example = schemas.chain((all) =>
      fc.tuple(fc.constant<Schemas & typeof all>(all), objectFor(all, all.root, 3)),
    );
    fc.assert(
      fc.property(example, ([all, metadata]) => {
        const wrong = wrongInObject(all, all.root, metadata, []);
        const validator = compileMetadata(all.root, (name) => all[name]);
        fc.pre(wrong.length <= 100);
        const { violations, missing } = validator.check({ ...metadata });
        const inOrder = (paths: unknown[]) => paths.map((path) => JSON.stringify(path)).sort();
        expect(inOrder(violations.map(({ path }) => path))).toEqual(inOrder(wrong));
        expect(missing).toEqual(absent(all.root, metadata));
        const isNested = JSON.stringify(metadata).lastIndexOf('{"') > 0;
        seen[wrong.length === 0 ? 'valid' : 'invalid'] += 1;
        if (missing.length > 0) seen.missing += 1;
        if (isNested) seen[wrong.length === 0 ? 'nestedValid' : 'nestedInvalid'] += 1;
      }),
      { numRuns: 2000 },
    );
    for (const [kind, times] of Object.entries(seen)) expect([kind, times > 80]).toEqual([kind, true]);
  });

  const to = { type: 'object', objectType: 'address' } as const;
  const address = rulesOf({ city: { type: 'string', optional: false }, next: to }, true);
  const order = rulesOf({ lines: { type: 'number', optional: false }, to }, true);

  it('says everything at once, and apart from it which required keys are not there', () => {
    const metadata = JSON.parse(
      '{"to": {"next": {"city": 1, "__proto__": 2}}, "__proto__": {"lines": 1}, "toString": 3}',
    );
    const { check, required } = compileMetadata(order, (name) => (name === 'address' ? address : undefined));
    expect(required).toEqual(['lines']);
    expect(check(metadata)).toEqual({
      violations: [
        { path: ['to', 'city'], message: 'expected a string, was not given' },
        { path: ['to', 'next', 'city'], message: 'expected a string, was 1' },
        { path: ['to', 'next', '__proto__'], message: 'is not defined by the schema' },
        { path: ['__proto__'], message: 'is not defined by the schema' },
        { path: ['toString'], message: 'is not defined by the schema' },
      ],
      missing: ['lines'],
    });
    expect(check({ lines: null })).toMatchObject({ violations: [{ path: ['lines'] }], missing: [] });
    expect(check({ lines: undefined })).toEqual({ violations: [], missing: ['lines'] });
  });

  it('knows no definition that is marked as deleted', () => {
    const { check, required } = compile({ type: 'date', optional: false, deleted: true });
    expect([required, check({ it: 1 })]).toEqual([[], { violations: [], missing: [] }]);
  });

  it('tells at most a hundred violations, so that a long list of wrong values costs little', () => {
    const { check } = compile({ type: 'string', array: true });
    expect(check({ it: new Array(500_000).fill(1) }).violations).toHaveLength(100);
    const [violation] = check({ it: [...new Array(200_000).fill('x'), 1] }).violations;
    expect(violation?.path).toEqual(['it', 200_000]);
  });
});
