/**
 * What the lifters of documents without lists make of them: names that may come again. One `<line>` is an element, two are a
 * list, and only all sides together tell which of the two it is; so drafts become trees together.
 */
import type { Work } from '../work.ts';
import type { Json } from './json.ts';
import { anyOrder, mayDiffer, type Order, observeOrder } from './ordering.ts';
import { type Step, sequenceOf } from './sequence.ts';

export type Draft = { readonly kind: 'value'; readonly value: Json } | Named | Table;

/** Records that bear the names of their columns. Where no side has any, the names alone are left to compare. */
interface Table {
  readonly kind: 'table';
  readonly names: readonly string[];
  readonly records: readonly Json[];
}

export interface Named {
  readonly kind: 'names';
  /** In the order of the document. */
  readonly entries: readonly Entry[];
  /** What stands beside the names. One that has text alone, everywhere, is that text; undefined where there can be none. */
  readonly text?: string;
  /** How names and text stand among each other; undefined where that means nothing. */
  readonly sequence?: readonly Step[];
}

export type Entry = readonly [name: string, draft: Draft];

export const valueDraft = (value: Json): Draft => ({ kind: 'value', value });

/** What is known of one folded place, from all sides. */
interface Shape {
  /** Comes more than once in a parent. */
  repeated: boolean;
  /** Has more than text. */
  structured: boolean;
  readonly order: Order;
  readonly below: Map<string, Shape>;
}

const unseen = (): Shape => ({ repeated: false, structured: false, order: anyOrder(), below: new Map() });

/**
 * Trees of the drafts: a name repeated on any side is a list on every side, an element with attributes or children on any side
 * is an object on every side, its text `#text`. Where the order of its content is not the same everywhere, it stands at `#order`.
 * undefined where all of it is more names than the work is enough for. Recursive: drafts are at most some hundred levels deep.
 */
export function settle(drafts: readonly (Draft | undefined)[], work: Work): readonly (Json | undefined)[] | undefined {
  const shape = unseen();
  for (const draft of drafts) if (draft !== undefined) observe(shape, draft, work);
  if (work.left <= 0) return undefined;
  return drafts.map((draft) => (draft === undefined ? undefined : treeOf(shape, draft)));
}

/** Of a name that its parent never had before. */
const unitsOfShape = 8;

function observe(shape: Shape, draft: Draft, work: Work): void {
  if (draft.kind === 'value' || work.left <= 0) return;
  if (draft.kind === 'table') {
    if (draft.records.length > 0) shape.structured = true;
    return;
  }
  if (draft.entries.length > 0 || draft.text === undefined) shape.structured = true;
  const seen = new Set<string>();
  for (const [name, child] of draft.entries) {
    let below = shape.below.get(name);
    if (below === undefined) {
      below = unseen();
      work.left -= unitsOfShape;
      shape.below.set(name, below);
    }
    if (seen.has(name)) below.repeated = true;
    seen.add(name);
    observe(below, child, work);
  }
  if (draft.sequence !== undefined) observeOrder(shape.order, draft.sequence);
}

function treeOf(shape: Shape, draft: Draft): Json {
  if (draft.kind === 'value') return draft.value;
  if (draft.kind === 'table') return shape.structured ? draft.records : draft.names;
  if (!shape.structured) return draft.text ?? '';
  const members = new Map<string, Json | Json[]>();
  for (const [name, child] of draft.entries) {
    const below = shape.below.get(name) ?? unseen();
    const value = treeOf(below, child);
    if (!below.repeated) members.set(name, value);
    else {
      const list = members.get(name);
      if (Array.isArray(list)) list.push(value);
      else members.set(name, [value]);
    }
  }
  if (draft.sequence !== undefined && mayDiffer(shape.order)) members.set('#order', sequenceOf(draft.sequence));
  if (draft.text) members.set('#text', draft.text);
  // Unlike an assignment it takes `__proto__` for a name.
  return Object.fromEntries(members);
}
