/** Conditions of a rule on the answer it is applied to: its status, and the value of another field. */
import type { Place } from '../compare/place.ts';
import { isObject, memberAt } from '../compare/tree.ts';
import type { Answer, Role } from '../exchange.ts';
import type { Json } from '../lift/json.ts';
import { isExactNumber, sameNumber } from '../lift/number.ts';
import { fits, type Path, parsePath, stepsOf } from './path.ts';
import type { Condition, Rule } from './rule.ts';
import { statusMatcher } from './scope.ts';

/** What a condition is read in. */
export interface Surroundings {
  readonly answer: (role: Role) => Answer | undefined;
  /** The parsed body; undefined where it has no structure. */
  readonly document: (role: Role) => Json | undefined;
}

export interface ConditionOfRule {
  /** Of the item that the comparison is in, found from where it stands; undefined where it is in none. */
  readonly ofItem: (here: Place | undefined, surroundings: Surroundings) => boolean | undefined;
  /** Of the whole answer: the same wherever the comparison stands. */
  readonly ofAnswer: (surroundings: Surroundings) => boolean;
}

/** Values looked at for one condition; a list may be long. */
const mostValues = 10_000;

/** undefined for a rule without conditions. @throws RangeError */
export function conditionOf(rule: Rule): ConditionOfRule | undefined {
  const role = rule.role ?? 'primary';
  const hasStatus = rule.status === undefined ? undefined : statusMatcher(rule.status);
  const holds = rule.when === undefined ? undefined : whenOf(rule.when, rule.field, role);
  if (hasStatus === undefined && holds === undefined) return undefined;
  const isAnswer = (answer: Answer | undefined): answer is Answer =>
    answer !== undefined && (hasStatus?.(answer) ?? true);
  return {
    ofItem: (here, surroundings) => {
      const found = holds?.ofItem?.(here);
      return found === undefined ? undefined : found && isAnswer(surroundings.answer(role));
    },
    ofAnswer: (surroundings) => {
      const answer = surroundings.answer(role);
      return isAnswer(answer) && (holds?.ofAnswer(surroundings, answer) ?? true);
    },
  };
}

interface Holds {
  readonly ofItem?: (here: Place | undefined) => boolean | undefined;
  readonly ofAnswer: (surroundings: Surroundings, answer: Answer) => boolean;
}

function whenOf({ field, is }: Condition, ruleField: string, role: Role): Holds {
  const path = parsePath(field);
  const [section, ...rest] = path.steps;
  if (path.steps.some((step) => step === '**' || step.startsWith('<'))) {
    throw new RangeError('expected a field by its full path, without ** and without what a string holds');
  }
  const isOne = (value: Json): boolean => is.some((wanted) => sameValue(wanted, value));
  if (section === '.status') {
    return { ofAnswer: (_, answer) => answer.kind === 'response' && isOne(answer.status) };
  }
  if (section === '.headers') {
    const name = rest[0]?.slice(1) ?? '';
    return {
      ofAnswer: (_, answer) =>
        answer.kind === 'response' && answer.headers.some(([n, value]) => n.toLowerCase() === name && isOne(value)),
    };
  }
  if (section !== '.body') throw new RangeError('expected a field of the body, a header or the status');
  const shared = sharedItem(path, parsePath(ruleField));
  const ofAnswer: Holds['ofAnswer'] = ({ document }) => valuesAt(document(role), rest).some(isOne);
  if (shared === undefined) return { ofAnswer };
  const inItem = path.steps.slice(shared.steps.length);
  return {
    ofAnswer,
    ofItem: (here) => {
      const item = itemAt(here, shared, role);
      return item === undefined ? undefined : valuesAt(item, inItem).some(isOne);
    },
  };
}

/** The innermost list that both fields are in: then it is the same item's field that is meant. */
function sharedItem(one: Path, other: Path): Path | undefined {
  let end = 0;
  for (let i = 0; i < one.steps.length && one.steps[i] === other.steps[i]; i++) if (one.steps[i] === '[]') end = i + 1;
  return end === 0 ? undefined : { steps: one.steps.slice(0, end) };
}

function itemAt(here: Place | undefined, path: Path, role: Role): Json | undefined {
  for (let place = here; place !== undefined; place = place.up) {
    if (fits(path, stepsOf(place.field))) return place[role];
  }
  return undefined;
}

function valuesAt(root: Json | undefined, steps: readonly string[]): readonly Json[] {
  let found: readonly Json[] = root === undefined ? [] : [root];
  for (const step of steps) found = found.flatMap((value) => below(value, step)).slice(0, mostValues);
  return found;
}

function below(value: Json, step: string): readonly Json[] {
  if (Array.isArray(value)) return step === '[]' || step === '*' ? value.slice(0, mostValues) : [];
  if (!isObject(value)) return [];
  if (step === '*' || step === '{}') return Object.values(value).slice(0, mostValues);
  const member = step.startsWith('.') ? memberAt(value, step.slice(1)) : undefined;
  return member === undefined ? [] : [member];
}

function sameValue(wanted: Condition['is'][number], value: Json): boolean {
  if (typeof value === 'object' && value !== null && isExactNumber(value)) {
    return typeof wanted === 'number' ? sameNumber(wanted, value) : wanted === value.rawJSON;
  }
  return wanted === value;
}
