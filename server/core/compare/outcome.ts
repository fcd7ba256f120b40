/** How answers ended, more coarsely than by status code and more finely than by whether they failed. */
import { type Answer, type Answers, failureKinds } from '../exchange.ts';
import type { Aspect, Observation } from '../finding.ts';
import { caseOfBits, pairsThat, unequal } from './bits.ts';

/**
 * Class of status and kind of failure as findings of their own: a code that flickers within its class must not hide that the class
 * changed, nor timeouts now and then that connections are refused now.
 * @param seen what was found of these answers: where rules set the status or the failure aside, so they do this
 */
export function outcomesOf(answers: Answers, seen: readonly Observation[]): readonly Observation[] {
  const found = (field: string, aspect: Aspect) => seen.some((o) => o.field === field && o.aspect === aspect);
  const { primary, secondary, candidate } = answers;
  const observed = (field: string, aspect: Aspect, of: (answer: Answer) => unknown): readonly Observation[] => {
    const odd = caseOfBits(pairsThat(unequal, of(primary), secondary && of(secondary), of(candidate)));
    return odd === undefined ? [] : [{ field, aspect, case: odd }];
  };
  if (found('status', 'value')) return observed('status', 'type', classOf);
  if (!found('failure', 'failure')) return [];
  return failureKinds.flatMap((kind) =>
    observed(`failure.${kind}`, 'failure', (answer) => answer.kind === 'failure' && answer.failure === kind),
  );
}

const classOf = (answer: Answer): unknown =>
  answer.kind === 'response' ? Math.floor(answer.status / 100) : answer.failure;
