/** Which requests a finding occurs with: the attributes that its exchanges have and others have not. */
import { lnFisher } from '../noise/fisher.ts';
import { type AttributeTally, everyExchange, type RunTallies } from '../tally.ts';
import type { Where } from './model.ts';

/** Chance that a finding without any such attribute is said to have one: shared by all values looked at (Bonferroni). */
const alpha = 0.001;
/** Fewer exchanges are no pattern, whatever the test says. */
const leastExchanges = 3;
const mostShown = 3;
/** What names of attributes of the answer begin with; the field follows. */
const inAnswer = 'answer.';

/**
 * Finding id -> what its exchanges have in common, the most telling first; findings without are left out.
 *
 * A finding's own exchanges, all of them in which only the candidate differed, are set against the others in the random
 * sample of its endpoint. Both are random draws if what happened had nothing to do with the request, which is what Fisher's
 * test needs; it does not need to know how many exchanges there were. An attribute comes along with a finding; it need not be why.
 */
export function wheresOf({ attributes = [], findings }: RunTallies): ReadonlyMap<string, readonly Where[]> {
  const byEndpoint = Map.groupBy(attributes, ({ endpoint }) => endpoint);
  const found = new Map<string, readonly Where[]>();
  for (const [endpoint, rows] of byEndpoint) {
    const here = findings.filter((finding) => finding.endpoint === endpoint);
    const noisy = here.filter(({ counts }) => counts.secondary + counts.primary + counts.all > 0);
    const unsteady = new Set(noisy.map(({ field }) => field));
    const byOwner = Map.groupBy(rows, ({ finding }) => finding);
    const sample = byOwner.get(null) ?? [];
    for (const finding of here) {
      const own = byOwner.get(finding.id);
      if (own === undefined) continue;
      // What an answer says of itself where it differs, or at random, is no cause of that.
      const says = new Set([...unsteady, finding.field]);
      const tellable = ({ attribute }: AttributeTally) => !isOf(attribute, says);
      const where = whereOf(own.filter(tellable), sample.filter(tellable));
      if (where.length > 0) found.set(finding.id, where);
    }
  }
  return found;
}

/** Whether an attribute of the answer is the value of one of the fields, or of one in it. */
function isOf(attribute: string, fields: ReadonlySet<string>): boolean {
  if (!attribute.startsWith(inAnswer)) return false;
  const field = attribute.slice(inAnswer.length);
  if (fields.has(field)) return true;
  for (let end = field.length - 1; end > 0; end--) {
    if ((field[end] === '.' || field[end] === '[') && fields.has(field.slice(0, end))) return true;
  }
  return false;
}

function whereOf(own: readonly AttributeTally[], sample: readonly AttributeTally[]): readonly Where[] {
  const values = Map.groupBy(own, ({ attribute }) => attribute);
  const [total] = values.get(everyExchange) ?? [];
  const inSample = sample.find(({ attribute }) => attribute === everyExchange)?.n ?? 0;
  if (total === undefined || total.n < leastExchanges) return [];
  const others = inSample - total.sampled;
  if (others <= 0) return [];
  const usual = new Map(sample.map((row) => [keyOf(row), row]));
  const told = own.filter(
    (row) => row.value !== null && row.attribute !== everyExchange && isSteady(row, values, total.n),
  );
  // Values that the finding never had are looked at too: they are not found, but they might have been.
  const looked = new Set([...usual.keys(), ...own.map(keyOf)]).size;
  const bar = Math.log(alpha / looked);
  return told
    .flatMap(({ attribute, value, n, sampled }) => {
      const othersHave = Math.max(0, (usual.get(keyOf({ attribute, value }))?.n ?? 0) - sampled);
      const share = n / total.n;
      const base = othersHave / others;
      const only = n === total.n && base <= 0.5;
      const mostly = share >= 0.6 && base <= share / 3;
      if (n < leastExchanges || !(only || mostly)) return [];
      const lnP = lnFisher({ has: n, size: total.n, othersHave, others });
      return lnP > bar ? [] : [{ lnP, where: { attribute, value: value ?? '', share, base, only } }];
    })
    .sort(
      (a, b) =>
        weightOf(a.where) - weightOf(b.where) || a.lnP - b.lnP || (a.where.attribute < b.where.attribute ? -1 : 1),
    )
    .slice(0, mostShown)
    .map(({ where }) => where);
}

/** An attribute that has a new value in most requests, such as an id, names the requests one by one: only their values among the first are known. */
function isSteady(
  { attribute }: AttributeTally,
  values: ReadonlyMap<string, readonly AttributeTally[]>,
  total: number,
): boolean {
  const beyond = values.get(attribute)?.find(({ value }) => value === null)?.n ?? 0;
  return beyond <= total / 2;
}

/** What holds for all comes first, and what was asked before what was answered. */
const weightOf = ({ only, attribute }: Where): number => (only ? 0 : 2) + (attribute.startsWith(inAnswer) ? 1 : 0);

const keyOf = ({ attribute, value }: Pick<AttributeTally, 'attribute' | 'value'>): string =>
  value === null ? attribute : `${attribute}\n${value}`;
