import type { MetadataDefinition } from '../../shared/metadata-definitions.ts';
import { type TextName, text } from '../text.ts';
import type { AttributeType, DraftAttribute } from './draft.ts';

/** A text does not mean a value of its type; the type is what was expected. */
interface AttributeProblem {
  problem: AttributeType;
}

const pad = (value: number) => String(value).padStart(2, '0');

/** A moment as the browser's input for it shows it: in the user's zone, without a zone. */
function toLocalTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${day}T${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

function readOne(type: AttributeType, text: string): { value: unknown } | AttributeProblem {
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
    const at = new Date(trimmed);
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
function readAttribute({ type, isList, text }: DraftAttribute): { value: unknown } | AttributeProblem {
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

const writeOne = (type: AttributeType, value: unknown): string => {
  if (type === 'datetime' && typeof value === 'string') return toLocalTime(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
};

function typeOf(value: unknown): AttributeType {
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as AttributeType;
  return typeof value === 'string' ? 'string' : 'object';
}

/** A stored value as it is typed; one that does not fit its definition is shown as what it is. */
export function toAttribute(
  key: string,
  value: unknown,
  definition?: Pick<MetadataDefinition, 'type' | 'array'>,
): DraftAttribute {
  if (value === null || value === undefined) {
    return { key, type: definition?.type ?? 'string', isList: definition?.array ?? false, text: '' };
  }
  const list = Array.isArray(value) && (definition?.array ?? true) ? value : undefined;
  const types = new Set((list ?? [value]).map(typeOf));
  const isPlainList = list?.every((element) => typeof element !== 'object') && types.size === 1;
  if (list && !isPlainList && !definition) {
    return { key, type: 'object', isList: false, text: JSON.stringify(value) };
  }
  const type = definition?.type ?? [...types][0] ?? 'string';
  return {
    key,
    type,
    isList: Boolean(list),
    text: (list ?? [value]).map((one) => writeOne(type, one)).join('\n'),
  };
}
