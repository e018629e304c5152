import { typeid } from 'typeid-js';
import { type IdKind, idPrefixes } from '../shared/identifiers.ts';

/** A new time-sortable random id, such as `ord_01jd…` (TypeID over UUIDv7). */
export const newId = (kind: IdKind): string => typeid(idPrefixes[kind]).toString();
