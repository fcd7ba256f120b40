/** Three answers -> what differs between them. */
import type { Answer, Answers, Response } from '../exchange.ts';
import type { Observation } from '../finding.ts';
import type { Decoders } from '../lift/decoders.ts';
import type { Ruling } from '../rules/ruling.ts';
import { pairsThat, unequal } from './bits.ts';
import { compareBodies, equalBytes } from './body.ts';
import { sameBody } from './bytes.ts';
import { type Difference, Differences } from './differences.ts';
import { compareHeaders } from './headers.ts';
import { patternOf } from './pattern.ts';

/** Fields and aspects of one exchange; the rest is `body truncated`. */
const mostDifferences = 500;

/**
 * What differs between the answers: each field and aspect at most once, with its case. Empty when nothing does.
 * Without a secondary every case is `candidate`. Pure, and whatever the bytes: it does not throw, and ends within its budget.
 * @param ruling the rules over these answers; afterwards it knows what they did
 */
export function compareAnswers(answers: Answers, decoders: Decoders, ruling?: Ruling): readonly Observation[] {
  return listOf(answers, decoders, ruling).map(({ field, aspect, case: found }) => ({ field, aspect, case: found }));
}

/** The same with the values that differ, for a person to look at. They are parts of the documents, not copies. */
export function differencesOf(answers: Answers, decoders: Decoders, ruling?: Ruling): readonly Difference[] {
  return listOf(answers, decoders, ruling).map((difference) => {
    const pattern = namedPattern(difference, answers);
    return pattern === undefined ? difference : { ...difference, pattern };
  });
}

const aboutTheBody: ReadonlySet<string> = new Set(['headers.etag', 'headers.last-modified']);

function namedPattern({ field, aspect, values }: Difference, { primary, candidate }: Answers): string | undefined {
  if (aspect !== 'value' && aspect !== 'format') return undefined;
  if (aboutTheBody.has(field) && primary.kind === 'response' && candidate.kind === 'response') {
    return sameBody(primary.body, candidate.body, equalBytes) ? 'same body' : undefined;
  }
  return patternOf(values.primary, values.candidate);
}

function listOf(
  { primary, secondary, candidate }: Answers,
  decoders: Decoders,
  ruling: Ruling | undefined,
): readonly Difference[] {
  const differences = new Differences(mostDifferences, ruling);
  const outcomes = [outcomeOf(primary), secondary && outcomeOf(secondary), outcomeOf(candidate)] as const;
  differences.note('failure', 'failure', pairsThat(unequal, ...outcomes), outcomes);
  if (primary.kind === 'response') {
    // One that failed is set aside, as if there were no such role; the other two are still compared. This treats secondary
    // and candidate alike. Where the primary failed there is nothing that either could be held against.
    compareResponses(differences, decoders, primary, responseIn(secondary), responseIn(candidate));
  }
  return differences.list();
}

const outcomeOf = (answer: Answer): string => (answer.kind === 'failure' ? answer.failure : 'response');
const responseIn = (answer: Answer | undefined): Response | undefined =>
  answer?.kind === 'response' ? answer : undefined;

function compareResponses(
  differences: Differences,
  decoders: Decoders,
  primary: Response,
  secondary: Response | undefined,
  candidate: Response | undefined,
): void {
  const statuses = [primary.status, secondary?.status, candidate?.status] as const;
  differences.note('status', 'value', pairsThat<number>(unequal, ...statuses), statuses);
  compareHeaders(differences, primary, secondary, candidate);
  // An error page in place of an order differs in every field for one cause, and `status` has named it.
  const comparable = (other: Response | undefined) =>
    other !== undefined && classOf(other) === classOf(primary) ? other : undefined;
  compareBodies(differences, decoders, primary, comparable(secondary), comparable(candidate));
}

const classOf = ({ status }: Response): number => Math.floor(status / 100);
