/** Paths of rules: names of fields as the contract spells them, with `*` for any one step and `**` for any number of them. */
import { shownKey } from '../compare/field.ts';

/**
 * One step: `.name`, `[]` (any item), `{}` (any key of a map), `<json>` (what a string holds), and in a pattern also `*` and
 * `**`. A name keeps its dot, so that a member called `*` is not a wildcard.
 */
type Step = string;

const sections = ['body', 'headers', 'trailers', 'status', 'failure', 'latency'];
const wildcards: ReadonlySet<string> = new Set(['*', '**']);

/** A field's name as steps. Never throws: what is no path is a name. */
export function stepsOf(field: string): readonly Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < field.length; ) {
    const { step, end } = stepAt(field, at);
    steps.push(step);
    at = end;
  }
  return steps;
}

interface Found {
  readonly step: Step;
  readonly end: number;
}

function stepAt(field: string, at: number): Found {
  if (field.startsWith('[]', at)) return { step: '[]', end: at + 2 };
  if (field.startsWith('.{}', at)) return { step: '{}', end: at + 3 };
  const quoted = quotedAt(field, at);
  if (quoted !== undefined) return quoted;
  const inside = insideAt(field, at);
  if (inside !== undefined) return inside;
  const start = field[at] === '.' ? at + 1 : at;
  let end = Math.max(start, at + 1);
  while (end < field.length && !endsName(field, end)) end++;
  return { step: `.${field.slice(start, end)}`, end };
}

const endsName = (field: string, at: number): boolean =>
  field[at] === '.' ||
  field.startsWith('[]', at) ||
  field.startsWith('[*]', at) ||
  field.startsWith('["', at) ||
  insideAt(field, at) !== undefined;

/** `["odd.name"]`, the name as a JSON string. */
function quotedAt(field: string, at: number): Found | undefined {
  if (!field.startsWith('["', at)) return undefined;
  let end = at + 2;
  while (end < field.length && field[end] !== '"') end += field[end] === '\\' ? 2 : 1;
  if (field[end + 1] !== ']') return undefined;
  try {
    return { step: `.${JSON.parse(field.slice(at + 1, end + 1))}`, end: end + 2 };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const inside = /<[a-z][a-z0-9-]*>/y;

function insideAt(field: string, at: number): Found | undefined {
  if (field[at] !== '<') return undefined;
  inside.lastIndex = at;
  const found = inside.exec(field)?.[0];
  return found === undefined ? undefined : { step: found, end: at + found.length };
}

export interface Path {
  readonly steps: readonly Step[];
}

/** @throws RangeError with a clause on what was expected */
export function parsePath(text: string): Path {
  const steps: Step[] = [];
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('[*]', at)) {
      steps.push('[]');
      at += 3;
      continue;
    }
    const { step, end } = stepAt(text, at);
    const written = text.slice(at, end);
    if (/\[\d+\]/.test(written)) throw new RangeError('expected [] for an item of a list: items have no number here');
    if (step === '.' && !written.startsWith('[')) throw new RangeError('expected a name after each dot');
    if (/[[\]]/.test(written) && step !== '[]' && quotedAt(text, at) === undefined) {
      throw new RangeError('expected [] for an item of a list, or ["..."] around a name that is odd');
    }
    const bare = written.replace(/^\./, '');
    steps.push(wildcards.has(bare) ? bare : named(step));
    at = end;
  }
  const [first, second] = steps;
  if (first === undefined || text.startsWith('.') || (!wildcards.has(first) && !sections.includes(first.slice(1)))) {
    throw new RangeError('expected a field such as body.items[].price, headers.etag or status');
  }
  // Names of headers have no case, and fields have theirs in lower case.
  const isHeader = (first === '.headers' || first === '.trailers') && second?.startsWith('.');
  return { steps: isHeader ? [first, second?.toLowerCase() ?? '', ...steps.slice(2)] : steps };
}

const named = (step: Step): Step => (step.startsWith('.') ? `.${shownKey(step.slice(1))}` : step);

/** A member of an object, `sku` or `product.sku`, as names. @throws RangeError */
export function parseMember(text: string): readonly string[] {
  const steps = stepsOf(text);
  if (steps.length === 0 || steps.some((step) => !step.startsWith('.') || step === '.')) {
    throw new RangeError('expected the name of a member, such as id or product.sku');
  }
  return steps.map((step) => step.slice(1));
}

/** The path that also covers whatever is below. */
export const withBelow = ({ steps }: Path): Path => ({ steps: [...steps, '**'] });

/** Whether the whole of a field's steps is what the path says. */
export function fits({ steps: pattern }: Path, steps: readonly Step[]): boolean {
  let at = 0;
  let i = 0;
  let wide = -1;
  let wideAt = 0;
  while (at < steps.length) {
    const wanted = pattern[i];
    if (wanted === '**') {
      wide = i++;
      wideAt = at;
    } else if (wanted !== undefined && fitsStep(wanted, steps[at] as Step)) {
      i++;
      at++;
    } else if (wide !== -1) {
      // The latest `**` takes one step more; earlier ones need no second try.
      i = wide + 1;
      at = ++wideAt;
    } else return false;
  }
  return pattern.slice(i).every((rest) => rest === '**');
}

/** A key that is data has its own name until the map is recognised as one, so `{}` stands for any name too. */
function fitsStep(wanted: Step, step: Step): boolean {
  return wanted === '*' || wanted === step || (wanted === '{}' && step.startsWith('.'));
}
