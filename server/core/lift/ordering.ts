/** Whether the contents of all elements at one place stand in one order, so that there is no order to compare. */
import type { Step } from './sequence.ts';

export interface Order {
  first: readonly Step[] | undefined;
  /** Not all are as the first. */
  varied: boolean;
  /** Names in an order that each content so far keeps to, all of one name together; undefined once one does not. */
  ranks: Map<string, number> | undefined;
  highest: number;
}

export const anyOrder = (): Order => ({ first: undefined, varied: false, ranks: new Map(), highest: 0 });

export const mayDiffer = ({ varied, ranks }: Order): boolean => varied && ranks === undefined;

/** Takes one content more into account. */
export function observeOrder(order: Order, content: readonly Step[]): void {
  order.first ??= content;
  const { first } = order;
  order.varied ||= content.length !== first.length || content.some((step, i) => step !== first[i]);
  if (order.ranks !== undefined && !fitIn(order, order.ranks, groupsOf(content))) order.ranks = undefined;
}

/** Neighbours of one name are one group, and so is a text. */
function groupsOf(content: readonly Step[]): readonly string[] {
  const names = content.map((step) => (typeof step === 'number' ? '#text' : step));
  return names.filter((name, i) => name !== names[i - 1]);
}

/** Gives new names a rank between those of their neighbours. False where there is none, or known ones stand in another order. */
function fitIn(order: Order, ranks: Map<string, number>, groups: readonly string[]): boolean {
  const ahead: (number | undefined)[] = [];
  for (let i = groups.length - 1; i >= 0; i--) ahead[i] = ranks.get(groups[i + 1] ?? '') ?? ahead[i + 1];
  let last = 0;
  for (const [i, name] of groups.entries()) {
    const next = ahead[i];
    const rank = ranks.get(name) ?? (next === undefined ? Math.max(last, order.highest) + 1 : (last + next) / 2);
    if (rank <= last || rank >= (next ?? Number.POSITIVE_INFINITY)) return false;
    ranks.set(name, rank);
    order.highest = Math.max(order.highest, rank);
    last = rank;
  }
  return true;
}
