import { typeid } from 'typeid-js';
import { type IdKind, idPrefixes } from '../shared/identifiers.ts';

/** A new time-sortable random id, such as `ord_01jd…`: the server takes it as it is, so a repeat can be told from a second order. */
export const newId = (kind: IdKind): string => typeid(idPrefixes[kind]).toString();
