/** Parts of a header that bear one name: which of them are the same part on all sides. */
import type { HeaderPart } from '../lift/header.ts';
import { PC, PS, SC } from './bits.ts';

type Parts = readonly HeaderPart[];

interface Aligned {
  /** The primary's in their order, behind them what only others have; undefined where a side has no such part. */
  readonly sides: readonly [
    primary: readonly (HeaderPart | undefined)[],
    secondary: readonly (HeaderPart | undefined)[] | undefined,
    candidate: readonly (HeaderPart | undefined)[] | undefined,
  ];
  /** Bits of the pairs whose parts stand in another order. */
  readonly order: number;
}

/** Equal parts are one part wherever they stand, so that one `preload` more in front is one more and nothing else; the rest are paired in turn. */
export function alignParts(primary: Parts, secondary: Parts | undefined, candidate: Parts | undefined): Aligned {
  if (primary.length < 2 && (secondary?.length ?? 0) < 2 && (candidate?.length ?? 0) < 2)
    return { sides: [primary, secondary, candidate], order: 0 };
  const names = primary.map(textOf);
  const two = secondary && partnersOf(names, secondary);
  const three = candidate && partnersOf(names, candidate);
  const ps = two !== undefined && !ascends(two);
  const pc = three !== undefined && !ascends(three);
  const sc = ps !== pc || (ps && pc && !inOneOrder(two, three));
  return {
    sides: [primary, two && placed(two, secondary), three && placed(three, candidate)],
    order: (ps ? PS : 0) | (pc ? PC : 0) | (sc && two && three ? SC : 0),
  };
}

/** One text for equal parts, whatever the order of the parts below. */
const textOf = ({ items, parts }: HeaderPart): string =>
  JSON.stringify([items, [...parts].map(([name, list]) => [name, ...list.map(textOf)]).sort(byName)]);

const byName = ([a = '']: readonly string[], [b = '']: readonly string[]): number => (a < b ? -1 : Number(a > b));

/** For each of the primary's the index of its partner, -1 where there is none. */
function partnersOf(names: readonly string[], others: Parts): readonly number[] {
  const free = new Map<string, number[]>();
  for (const [j, other] of others.entries()) {
    const name = textOf(other);
    const same = free.get(name);
    if (same === undefined) free.set(name, [j]);
    else same.push(j);
  }
  for (const indexes of free.values()) indexes.reverse();
  const partners = names.map((name) => free.get(name)?.pop() ?? -1);
  const rest = [...free.values()].flat().sort((a, b) => b - a);
  return partners.map((j) => (j === -1 ? (rest.pop() ?? -1) : j));
}

function placed(partners: readonly number[], others: Parts): readonly (HeaderPart | undefined)[] {
  const taken = new Set(partners);
  return [...partners.map((j) => others[j]), ...others.filter((_, j) => !taken.has(j))];
}

function ascends(partners: readonly number[]): boolean {
  const found = partners.filter((j) => j !== -1);
  return found.every((j, i) => i === 0 || j > (found[i - 1] as number));
}

/** Whether the primary's parts that both have come in one order in both. */
function inOneOrder(one: readonly number[], two: readonly number[]): boolean {
  const shared = [...one.keys()].filter((i) => one[i] !== -1 && two[i] !== -1);
  const orderIn = (partners: readonly number[]) =>
    shared.toSorted((a, b) => (partners[a] as number) - (partners[b] as number));
  const second = orderIn(two);
  return orderIn(one).every((i, at) => i === second[at]);
}
