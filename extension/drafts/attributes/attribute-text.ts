import type { MetadataDefinition, MetadataType } from '../../../shared/metadata/metadata-definitions.ts';
import { type TextName, text } from '../../text.ts';
import type { DraftAttribute } from './draft-attribute.ts';

/** A text does not mean a value of its type; the type is what was expected. */
interface AttributeProblem {
  problem: MetadataType;
}

const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');

/** Milliseconds of an ISO 8601 time, else NaN: `Date` alone takes "0" for the year 2000. */
const momentOf = (text: string): number =>
  /^[+-]?\d{4,6}-\d\d-\d\d(?:[T ]|$)/.test(text) ? Date.parse(text) : Number.NaN;

/** A moment as the browser's input for it shows it: in the user's zone, without a zone. */
function toLocalTime(iso: string): string {
  const at = new Date(momentOf(iso));
  if (Number.isNaN(at.getTime())) return iso;
  const day = `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  const milliseconds = at.getMilliseconds() === 0 ? '' : `.${pad(at.getMilliseconds(), 3)}`;
  return `${day}T${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}${milliseconds}`;
}

function readOne(type: MetadataType, text: string): { value: unknown } | AttributeProblem {
  const trimmed = text.trim();
  if (type === 'number') {
    const value = Number(trimmed.replace(',', '.'));
    return /^[-+]?[\d.,]+(e[-+]?\d+)?$/i.test(trimmed) && Number.isFinite(value)
      ? { value }
      : { problem: type };
  }
  if (type === 'boolean') {
    return trimmed === 'true' || trimmed === 'false' ? { value: trimmed === 'true' } : { problem: type };
  }
  if (type === 'datetime') {
    const at = new Date(momentOf(trimmed));
    return Number.isNaN(at.getTime()) ? { problem: type } : { value: at.toISOString() };
  }
  if (type === 'object') {
    try {
      return { value: JSON.parse(trimmed) };
    } catch {
      return { problem: type };
    }
  }
  return { value: type === 'string' ? text : trimmed };
}

/** The value that a typed attribute means; null where nothing was typed. */
export function readAttribute({ type, isList, text }: DraftAttribute): { value: unknown } | AttributeProblem {
  if (text.trim() === '') return { value: null };
  if (!isList) return readOne(type, text);
  const values: unknown[] = [];
  for (const line of text.split('\n').filter((line) => line.trim() !== '')) {
    const read = readOne(type, line);
    if ('problem' in read) return read;
    values.push(read.value);
  }
  return { value: values };
}

/** The metadata that typed attributes mean; what is wrong with one is put into `problems`. */
export function readMetadata(
  attributes: readonly DraftAttribute[],
  problems: Map<string, string>,
): Record<string, unknown> {
  const metadata: [string, unknown][] = [];
  for (const attribute of attributes) {
    const path = `metadata.${attribute.key}`;
    const read = readAttribute(attribute);
    if ('problem' in read) problems.set(path, text(`problem_attribute_${read.problem}` as TextName));
    else if (read.value !== null) metadata.push([attribute.key, read.value]);
  }
  return Object.fromEntries(metadata);
}

/**
 * What an update says of the attributes that differ; null takes one away.
 * @param now the metadata that `attributes` mean
 */
export function changedMetadata(
  attributes: readonly DraftAttribute[],
  before: readonly DraftAttribute[],
  now: Record<string, unknown> = {},
): Record<string, unknown> {
  const textOf = (key: string) => before.find((attribute) => attribute.key === key)?.text ?? '';
  const changed = attributes.filter(({ key, text }) => textOf(key) !== text);
  const removed = before.filter(({ key }) => attributes.every((other) => other.key !== key));
  return Object.fromEntries([...changed, ...removed].map(({ key }) => [key, now[key] ?? null]));
}

const writeOne = (type: MetadataType, value: unknown): string => {
  if (type === 'datetime' && typeof value === 'string') return toLocalTime(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
};

function typeOf(value: unknown): MetadataType {
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as MetadataType;
  return typeof value === 'string' ? 'string' : 'object';
}

type Shape = Pick<DraftAttribute, 'type' | 'isList'>;

const writeAs = (key: string, value: unknown, { type, isList }: Shape): DraftAttribute => ({
  key,
  type,
  isList,
  text: (isList && Array.isArray(value) ? value : [value]).map((one) => writeOne(type, one)).join('\n'),
});

/** Whether a text means this very value; a moment may be written in another zone. */
function means(attribute: DraftAttribute, value: unknown): boolean {
  const read = readAttribute(attribute);
  if ('problem' in read || Array.isArray(value) !== Array.isArray(read.value)) return false;
  const canonical = (one: unknown) => {
    const moment = attribute.type === 'datetime' && typeof one === 'string' ? momentOf(one) : Number.NaN;
    return Number.isNaN(moment) ? one : moment;
  };
  const [mine, theirs] = [read.value, value].map((each) => JSON.stringify([each].flat().map(canonical)));
  return mine === theirs;
}

/**
 * A stored value as it is typed: by its definition; one that does not fit that, or would not come back from it as it was, as what it
 * is, and as JSON where nothing else says it.
 */
export function toAttribute(
  key: string,
  value: unknown,
  definition?: Pick<MetadataDefinition, 'type' | 'array'>,
): DraftAttribute {
  const defined = definition && { type: definition.type, isList: definition.array };
  const type = typeOf([value].flat()[0]);
  const isBlank = value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
  if (isBlank) return { key, ...(defined ?? { type: 'string', isList: false }), text: value ?? '' };
  const shapes: Shape[] = [...(defined ? [defined] : []), { type, isList: Array.isArray(value) }];
  const written = shapes.map((shape) => writeAs(key, value, shape));
  return (
    written.find((attribute) => means(attribute, value)) ?? {
      key,
      type: 'object',
      isList: false,
      text: JSON.stringify(value),
    }
  );
}
