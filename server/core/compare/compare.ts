/** Three answers -> what differs between them. */
import type { Answer, Answers, Response } from '../exchange.ts';
import type { Likeness, Observation } from '../finding.ts';
import type { Decoders } from '../lift/decoders.ts';
import type { Ruling } from '../rules/ruling.ts';
import { pairsThat, unequal } from './bits.ts';
import { compareBodies, equalBytes } from './body.ts';
import { compareBoundaries } from './boundary.ts';
import { budgetOf } from './budget.ts';
import { sameBody } from './bytes.ts';
import { type Difference, Differences } from './differences.ts';
import { compareHeaders } from './headers.ts';
import type { Context } from './walk.ts';

/** Fields and aspects of one exchange; the rest is `body truncated`. */
const mostDifferences = 500;

/**
 * What differs between the answers: each field and aspect at most once, with its case. Empty when nothing does.
 * Without a secondary every case is `candidate`. Pure, and whatever the bytes: it does not throw, and ends within its budget.
 * @param ruling the rules over these answers; afterwards it knows what they did
 */
export function compareAnswers(
  answers: Answers,
  decoders: Decoders,
  ruling?: Ruling,
  context: Context = {},
): readonly Observation[] {
  return differencesOf(answers, decoders, ruling, context).map(({ values: _, ...observation }) => observation);
}

/** The same with the values that differ, for a person to look at. They are parts of the documents, not copies. */
export function differencesOf(
  answers: Answers,
  decoders: Decoders,
  ruling?: Ruling,
  context: Context = {},
): readonly Difference[] {
  const found = listOf(answers, decoders, ruling, context);
  return found.map((difference) => {
    if (!isAboutBody(difference)) return difference;
    const { pattern: _, ...rest } = difference;
    const pattern = bodyPattern(answers, found);
    return pattern === undefined ? rest : { ...rest, pattern };
  });
}

const aboutTheBody: ReadonlySet<string> = new Set(['headers.etag', 'headers.last-modified']);

const isAboutBody = ({ field, aspect, case: odd }: Difference): boolean =>
  odd === 'candidate' && (aspect === 'value' || aspect === 'format') && aboutTheBody.has(field);

/** Of other bytes in which nothing was found neither is said: they may be packed otherwise, or a rule set aside what differs. */
function bodyPattern({ primary, candidate }: Answers, found: readonly Difference[]): Likeness | undefined {
  if (primary.kind !== 'response' || candidate.kind !== 'response') return undefined;
  if (sameBody(primary.body, candidate.body, equalBytes)) return 'same body';
  return found.some(({ field, case: odd }) => /^body\b/.test(field) && odd !== 'secondary') ? 'other body' : undefined;
}

function listOf(
  { primary, secondary, candidate }: Answers,
  decoders: Decoders,
  ruling: Ruling | undefined,
  context: Context,
): readonly Difference[] {
  const differences = new Differences(mostDifferences, secondary !== undefined, ruling);
  const outcomes = [outcomeOf(primary), secondary && outcomeOf(secondary), outcomeOf(candidate)] as const;
  differences.note('failure', 'failure', pairsThat(unequal, ...outcomes), outcomes);
  // Where one failed, that is all there is to say: see Differences.mayCompare.
  if (primary.kind === 'response' && secondary?.kind !== 'failure' && candidate.kind === 'response') {
    compareResponses(differences, decoders, context, primary, secondary, candidate);
  }
  return differences.list();
}

const outcomeOf = (answer: Answer): string => (answer.kind === 'failure' ? answer.failure : 'response');

function compareResponses(
  differences: Differences,
  decoders: Decoders,
  context: Context,
  primary: Response,
  secondary: Response | undefined,
  candidate: Response,
): void {
  const statuses = [primary.status, secondary?.status, candidate.status] as const;
  differences.note('status', 'value', pairsThat<number>(unequal, ...statuses), statuses);
  // An error page in place of an order differs in every header and field for one cause, and `status` has named it.
  if (pairsThat(otherClass, ...statuses) !== 0) return;
  const budget = budgetOf(context.elapsed);
  compareHeaders(differences, budget.headers, primary, secondary, candidate);
  compareBoundaries(differences, primary, secondary, candidate);
  compareBodies(differences, decoders, budget, context.maps, primary, secondary, candidate);
}

const otherClass = (a: number, b: number): boolean => Math.floor(a / 100) !== Math.floor(b / 100);
