/** What a person is shown of one sample: jsondiffpatch's delta of two documents. */
import { create, type Options } from 'jsondiffpatch';

/** Of each document: values, levels, and items of any one array (aligning them costs their product). */
const mostValues = 20_000;
const mostLevels = 200;
const mostItems = 400;

const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Any code of the process that uses text diffs turns them on for every instance, and a pair of long texts takes a second.
 * The type asks for the library as well, which is then never called.
 */
const plainText = { minLength: Number.POSITIVE_INFINITY } as NonNullable<Options['textDiff']>;

const differ = create({
  objectHash: (item: object, index = 0) => {
    const id: unknown = Object.hasOwn(item, 'id') ? Reflect.get(item, 'id') : undefined;
    return typeof id === 'string' || typeof id === 'number' ? `id ${id}` : `place ${index}`;
  },
  cloneDiffValues: false,
  textDiff: plainText,
});

/** The delta (https://github.com/benjamine/jsondiffpatch/blob/master/docs/deltas.md) from the primary's parsed JSON to the candidate's; null when they are equal, too large, or hold such names as `constructor`, which jsondiffpatch takes for inherited ones. */
export function deltaOf(primary: unknown, candidate: unknown): unknown {
  if (!isModerate(primary) || !isModerate(candidate)) return null;
  return differ.diff(primary, candidate) ?? null;
}

function isModerate(root: unknown): boolean {
  let values = 0;
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    values += level.length;
    if (values > mostValues || depth > mostLevels) return false;
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      const children = Object.values(value);
      if (Array.isArray(value) && value.length > mostItems) return false;
      if (children.length > mostValues) return false;
      if (!Array.isArray(value) && Object.keys(value).some((key) => inherited.has(key))) return false;
      for (const child of children) below.push(child);
    }
    level = below;
  }
  return true;
}
