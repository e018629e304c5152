import * as z from 'zod';
import { MAX_REPORTED_ERRORS } from '../limits.ts';
import { type MetadataDefinition, type MetadataSchema, scalarTypes } from './metadata-definitions.ts';

/** The part of a metadata schema that says what metadata may be. */
export type MetadataRules = Pick<MetadataSchema, 'properties' | 'allow_defined_only'>;

/** One thing that is wrong with metadata, and where in it. */
interface MetadataViolation {
  path: PropertyKey[];
  message: string;
}

/** A compiled schema. */
export interface MetadataValidator {
  /** The keys that the definitions require, in their order. */
  required: readonly string[];
  /**
   * The violations, at most 100, and the required top-level keys that the metadata does not carry: whether these
   * matter is the caller's to say, since an update is merged with what is stored. Nested objects are replaced whole,
   * so what they lack is a violation.
   */
  check: (metadata: Record<string, unknown>) => { violations: MetadataViolation[]; missing: string[] };
}

type ScalarType = keyof typeof scalarTypes;

const definitionsOf = ({ properties }: MetadataRules): [string, MetadataDefinition][] =>
  Object.entries(properties).filter(([, { deleted }]) => !deleted);

/** How much of a value, and how many allowed values, a message shows. */
const MAX_SHOWN_CHARACTERS = 60;
const MAX_SHOWN_VALUES = 10;

/** A character takes at most two units of a string, so no more of a long one is spread than is shown. */
function show(value: unknown): string {
  if (value === undefined) return 'not given';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  const characters = [...text.slice(0, 2 * MAX_SHOWN_CHARACTERS + 1)];
  if (characters.length <= MAX_SHOWN_CHARACTERS) return text;
  return `${characters.slice(0, MAX_SHOWN_CHARACTERS).join('')}…`;
}

function showValues(values: readonly unknown[]): string {
  const shown = values.slice(0, MAX_SHOWN_VALUES).map(show).join(', ');
  return values.length > MAX_SHOWN_VALUES ? `${shown} and ${values.length - MAX_SHOWN_VALUES} more` : shown;
}

const expected =
  (words: string) =>
  ({ input }: { input?: unknown }): string =>
    `expected ${words}, was ${show(input)}`;

interface Bound {
  name: 'gt' | 'gte' | 'lt' | 'lte' | 'minLength' | 'maxLength' | 'exactLength';
  holds: (size: number, bound: number) => boolean;
  words: (bound: number) => string;
}

const count = (characters: number): string => `${characters} character${characters === 1 ? '' : 's'}`;
const bounds: readonly Bound[] = [
  { name: 'gt', holds: (size, bound) => size > bound, words: (bound) => `above ${bound}` },
  { name: 'gte', holds: (size, bound) => size >= bound, words: (bound) => `of at least ${bound}` },
  { name: 'lt', holds: (size, bound) => size < bound, words: (bound) => `below ${bound}` },
  { name: 'lte', holds: (size, bound) => size <= bound, words: (bound) => `of at most ${bound}` },
  { name: 'minLength', holds: (size, min) => size >= min, words: (min) => `of at least ${count(min)}` },
  { name: 'maxLength', holds: (size, max) => size <= max, words: (max) => `of at most ${count(max)}` },
  { name: 'exactLength', holds: (size, exact) => size === exact, words: (exact) => `of ${count(exact)}` },
];

const boundsOf = (definition: MetadataDefinition) =>
  bounds.flatMap(({ name, holds, words }) => {
    const bound = definition[name];
    return bound === undefined ? [] : { bound, holds, words };
  });

/** What a bound is compared with: a number itself, of a text the number of its characters. */
const sizeOf = (value: unknown): number => (typeof value === 'string' ? [...value].length : Number(value));

/** All that is expected of a single value, so that one message says it whichever part is not met. */
function describe(type: ScalarType, definition: MetadataDefinition): string {
  const { eq, ne } = definition;
  const limits = boundsOf(definition).map(({ words, bound }) => words(bound));
  if (ne) limits.push(`other than ${showValues(ne)}`);
  const subject = eq ? `one of ${showValues(eq)}` : scalarTypes[type].noun;
  return limits.length === 0 ? subject : `${subject}${eq ? ',' : ''} ${limits.join(' and ')}`;
}

function scalarSchema(type: ScalarType, definition: MetadataDefinition): z.ZodType {
  const { fits } = scalarTypes[type];
  const given = boundsOf(definition);
  const allowed = definition.eq && new Set<unknown>(definition.eq);
  const refused = new Set<unknown>(definition.ne);
  const isMet = (value: unknown) =>
    fits(value) &&
    allowed?.has(value) !== false &&
    !refused.has(value) &&
    given.every(({ holds, bound }) => holds(sizeOf(value), bound));
  return z.custom(isMet, { error: expected(describe(type, definition)) });
}

/** A part of a list or an object: where it is, what it is, and what it should be. */
type Part = [key: PropertyKey, value: unknown, schema: z.ZodType];

/**
 * A value with parts. Zod's own objects take inherited properties such as `constructor` for attributes, and its
 * containers collect every issue: a list of a hundred thousand would overflow the stack.
 */
function withParts<Value>(container: z.ZodType<Value>, partsOf: (value: Value) => Iterable<Part>): z.ZodType {
  return container.superRefine((value, { issues }) => {
    for (const [key, part, schema] of partsOf(value)) {
      const room = MAX_REPORTED_ERRORS - issues.length;
      if (room === 0) return;
      for (const { path, message } of schema.safeParse(part).error?.issues.slice(0, room) ?? []) {
        issues.push({ code: 'custom', path: [key, ...path], message, input: part });
      }
    }
  });
}

const AnyList = z.array(z.unknown(), { error: expected('a list') });
const listOf = (element: z.ZodType): z.ZodType =>
  withParts(AnyList, (list) => list.map((value, index): Part => [index, value, element]));

const AnyObject = z.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  { error: expected('an object') },
);
const NotDefined = z.custom(() => false, 'is not defined by the schema');

function objectOf(attributes: ReadonlyMap<string, z.ZodType>, allowDefinedOnly: boolean): z.ZodType {
  return withParts(AnyObject, function* (object): Generator<Part> {
    for (const [key, schema] of attributes) {
      yield [key, Object.hasOwn(object, key) ? object[key] : undefined, schema];
    }
    if (!allowDefinedOnly) return;
    for (const key of Object.keys(object)) {
      // A null says nothing: without it what an older definition has left could never be emptied.
      if (!attributes.has(key) && object[key] !== null) yield [key, object[key], NotDefined];
    }
  });
}

/** Makes the zod schemas of definitions. What a name stands for is made once, when data first needs it. */
function attributeMaker(nested: (name: string) => MetadataRules | undefined) {
  const named = new Map<string, z.ZodType>();

  function objectNamed(name: string): z.ZodType {
    const known = named.get(name);
    if (known) return known;
    const rules = nested(name);
    const schema = rules ? objectOf(attributesOf(rules), rules.allow_defined_only) : AnyObject;
    named.set(name, schema);
    return schema;
  }

  function single(definition: MetadataDefinition): z.ZodType {
    const { type, objectType } = definition;
    if (type !== 'object') return scalarSchema(type, definition);
    return objectType == null ? AnyObject : z.lazy(() => objectNamed(objectType));
  }

  function attributesOf(rules: MetadataRules): Map<string, z.ZodType> {
    const attributes = definitionsOf(rules).map(([key, definition]): [string, z.ZodType] => {
      const schema = definition.array ? listOf(single(definition)) : single(definition);
      return [key, definition.optional ? schema.nullish() : schema];
    });
    return new Map(attributes);
  }

  return attributesOf;
}

/**
 * Compiles a schema to one of zod, which is asked for its issues only. `nested` finds the schema that an `objectType`
 * names; where there is none any object will do. Schemas may name each other in a cycle. How deep metadata may be is
 * not checked here, see Metadata.
 */
export function compileMetadata(
  schema: MetadataRules,
  nested: (name: string) => MetadataRules | undefined,
): MetadataValidator {
  const attributes = [...attributeMaker(nested)(schema)];
  const mayBeAbsent = attributes.map(([key, attribute]) => [key, attribute.optional()] as const);
  const whole = objectOf(new Map(mayBeAbsent), schema.allow_defined_only);
  const required = definitionsOf(schema).flatMap(([key, { optional }]) => (optional ? [] : key));
  return {
    required,
    check: (metadata) => {
      const issues = whole.safeParse(metadata).error?.issues ?? [];
      return {
        violations: issues.map(({ path, message }) => ({ path, message })),
        missing: required.filter((key) => !Object.hasOwn(metadata, key) || metadata[key] === undefined),
      };
    },
  };
}
