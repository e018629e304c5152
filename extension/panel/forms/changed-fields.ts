type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is merged by its keys on the server, and so is compared by them. */
const merged = ['metadata', 'address'];

/** Each field of a change, as the change has it and as it is stored now; metadata and address by their keys, as in `metadata.size`. */
export const changedFields = (
  change: Fields,
  stored: Fields,
): [field: string, mine: unknown, theirs: unknown][] =>
  Object.entries(change).flatMap(([name, mine]): [string, unknown, unknown][] => {
    const theirs = stored[name];
    if (!merged.includes(name) || !isObject(mine)) return [[name, mine, theirs]];
    const inner = isObject(theirs) ? theirs : {};
    return Object.entries(mine).map(([key, value]) => [`${name}.${key}`, value, inner[key]]);
  });
