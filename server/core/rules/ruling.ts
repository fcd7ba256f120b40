/** Rules at work: which of them have a say where, and what they did to one exchange. */
import type { RuledKey } from '../compare/align.ts';
import { caseOfBits, PC, PS, SC } from '../compare/bits.ts';
import { memberOf } from '../compare/field.ts';
import type { Place } from '../compare/place.ts';
import type { Answers, Role } from '../exchange.ts';
import type { Aspect, Case } from '../finding.ts';
import type { Decoders } from '../lift/decoders.ts';
import type { Json } from '../lift/json.ts';
import { lift } from '../lift/lift.ts';
import { type ConditionOfRule, conditionOf, type Surroundings } from './condition.ts';
import { actsBelow, matcherOf, type Seen } from './kinds.ts';
import { fits, type Path, parseMember, parsePath, stepsOf, withBelow } from './path.ts';
import { type Move, renamingOf } from './renaming.ts';
import type { NamedRule, Rule, RuleHit } from './rule.ts';
import { endOf, endpointMatcher } from './scope.ts';

interface Compiled {
  readonly id: string;
  readonly rule: Rule;
  readonly path: Path;
  readonly isAt: (endpoint: string) => boolean;
  /** Epoch milliseconds. */
  readonly ends: number;
  readonly condition: ConditionOfRule | undefined;
  readonly matches: (seen: Seen) => number;
  /** The pairs it may touch. */
  readonly pairs: number;
}

/** What members there are below an object, or what headers, by path. `lacks` is also false where something else is in the way. */
export interface Names {
  readonly has: (path: readonly string[]) => boolean;
  readonly lacks: (path: readonly string[]) => boolean;
}

/** Names kept with the rules that have a say at them, for each endpoint; past it they are looked up anew. */
const mostFields = 5_000;
const mostEndpoints = 1_000;

interface Rename extends Move {
  readonly rule: Compiled;
  readonly parent: Path;
}

/** The rules of one endpoint, and of each field of it that was asked for. */
interface Local {
  readonly rules: readonly Compiled[];
  readonly renames: readonly Rename[];
  readonly fields: Map<string, readonly Compiled[]>;
}

export interface Governed {
  readonly endpoint: string;
  /** Epoch milliseconds: rules that ended before have no say. */
  readonly at: number;
  readonly answers?: Answers;
  readonly decoders?: Decoders;
}

/** Rules made ready to be applied to any number of exchanges. */
export class RuleSet {
  readonly #rules: readonly Compiled[];
  readonly #endpoints = new Map<string, Local>();

  /** @throws RangeError for a rule that `readRule` would have refused */
  constructor(rules: readonly NamedRule[]) {
    this.#rules = rules.map(compile);
  }

  /** undefined where no rule has a say. */
  over(governed: Governed): Ruling | undefined {
    if (this.#rules.length === 0) return undefined;
    const local = this.#at(governed.endpoint);
    return local.rules.some(({ ends }) => ends > governed.at) ? new Ruling(local, governed) : undefined;
  }

  #at(endpoint: string): Local {
    let local = this.#endpoints.get(endpoint);
    if (local === undefined) {
      if (this.#endpoints.size >= mostEndpoints) this.#endpoints.clear();
      const rules = this.#rules.filter(({ isAt }) => isAt(endpoint));
      local = { rules, renames: rules.flatMap(renameOf), fields: new Map() };
      this.#endpoints.set(endpoint, local);
    }
    return local;
  }
}

const pairsOf: Readonly<Record<Role, number>> = { primary: PS | PC, secondary: PS | SC, candidate: PC | SC };

function compile({ id, rule }: NamedRule): Compiled {
  const path = parsePath(rule.field);
  return {
    id,
    rule,
    path: actsBelow(rule) ? withBelow(path) : path,
    isAt: rule.endpoint === undefined ? () => true : endpointMatcher(rule.endpoint),
    ends: rule.until === undefined ? Number.POSITIVE_INFINITY : endOf(rule.until),
    condition: conditionOf(rule),
    matches: matcherOf(rule),
    pairs: rule.role === undefined ? PS | PC | SC : pairsOf[rule.role],
  };
}

function renameOf(rule: Compiled): readonly Rename[] {
  if (rule.rule.kind !== 'expect' || rule.rule.rename === undefined) return [];
  const { parent, from, to } = renamingOf(rule.rule);
  return [{ rule, parent: { steps: parent }, from, to }];
}

const isHeaderSection = (field: string): boolean => field === 'headers' || field === 'trailers';

/** What the rules say of one exchange, and what they did to it. */
export class Ruling {
  /** Where the comparison stands: for conditions on fields of the same item. */
  here: Place | undefined;
  readonly #local: Local;
  readonly #governed: Governed;
  readonly #hits = new Map<string, RuleHit>();
  readonly #documents = new Map<Role, Json | undefined>();
  /** A document may be large, and a rule asked about it again and again. */
  readonly #conditions = new Map<ConditionOfRule, boolean>();
  readonly #surroundings: Surroundings;

  constructor(local: Local, governed: Governed) {
    this.#local = local;
    this.#governed = governed;
    this.#surroundings = {
      answer: (role) => governed.answers?.[role],
      document: (role) => this.#document(role),
    };
  }

  get hits(): readonly RuleHit[] {
    return [...this.#hits.values()];
  }

  /** The pairs that still differ when every rule has had its say. */
  leave(field: string, aspect: Aspect, bits: number, values: Seen['values']): number {
    let left = bits;
    for (const rule of this.#rulesAt(field)) {
      const alike = rule.matches({ aspect, bits: left, values }) & rule.pairs & left;
      if (alike === 0 || !this.#holds(rule)) continue;
      const before = caseOfBits(left);
      left &= ~alike;
      if (caseOfBits(left) !== before) this.#hit(rule, field, aspect);
      if (left === 0) break;
    }
    return left;
  }

  /** Whether something that was not seen in the answers, such as latency, still counts. */
  allows(field: string, aspect: Aspect, found: Case): boolean {
    return caseOfBits(this.leave(field, aspect, bitsOf[found], [undefined, undefined, undefined])) === found;
  }

  /** Whether a text at this field is compared as one, even if it holds a document. */
  readsWhole(field: string): boolean {
    return this.#rulesAt(field).some(({ rule }) => isAboutValue(rule));
  }

  /** What identifies the items of this array. */
  keyAt(field: string): RuledKey | undefined {
    for (const rule of this.#rulesAt(field)) {
      if (rule.rule.kind !== 'key' || !this.#holds(rule)) continue;
      return { member: parseMember(rule.rule.by), used: () => this.#hit(rule, field, 'value') };
    }
    return undefined;
  }

  /** Whether the candidate has just the list or object that is expected here. @param differ asked only then */
  expects(field: string, primary: Json, candidate: Json, differ: () => boolean): boolean {
    const seen: Seen = { aspect: 'value', bits: PC, values: [primary, undefined, candidate] };
    const met = (each: Compiled) => each.rule.kind === 'expect' && each.matches(seen) !== 0 && this.#holds(each);
    const rule = this.#rulesAt(field).find(met);
    if (rule === undefined || !differ()) return false;
    this.#hit(rule, field, 'value');
    return true;
  }

  /** Members below this field that the candidate is expected to have elsewhere, and does. */
  renames(field: string, primary: Names, candidate: Names): readonly Move[] {
    const found: Move[] = [];
    for (const { rule, from, to, parent } of this.#local.renames) {
      const did = primary.has(from) && primary.lacks(to) && candidate.lacks(from) && candidate.has(to);
      // Two rules may want the same member: the first one has it.
      if (found.some((other) => String(other.to) === String(to))) continue;
      if (!did || !fits(parent, stepsOf(field)) || !this.#holds(rule)) continue;
      found.push({ from, to });
      this.#hit(rule, isHeaderSection(field) ? `${field}.${from[0]}` : from.reduce(memberOf, field), 'missing');
    }
    return found;
  }

  #rulesAt(field: string): readonly Compiled[] {
    const { rules, fields } = this.#local;
    let found = fields.get(field);
    if (found === undefined) {
      const steps = stepsOf(field);
      found = rules.filter(({ path }) => fits(path, steps));
      if (fields.size >= mostFields) fields.clear();
      fields.set(field, found);
    }
    return found;
  }

  #holds({ condition, ends }: Compiled): boolean {
    if (ends <= this.#governed.at) return false;
    if (condition === undefined) return true;
    const ofItem = condition.ofItem(this.here, this.#surroundings);
    if (ofItem !== undefined) return ofItem;
    let holds = this.#conditions.get(condition);
    if (holds === undefined) {
      holds = condition.ofAnswer(this.#surroundings);
      this.#conditions.set(condition, holds);
    }
    return holds;
  }

  #document(role: Role): Json | undefined {
    if (!this.#documents.has(role)) {
      const { answers, decoders } = this.#governed;
      const answer = answers?.[role];
      const lifted = decoders && answer?.kind === 'response' ? lift(answer, decoders) : undefined;
      this.#documents.set(role, lifted?.kind === 'json' ? lifted.value : undefined);
    }
    return this.#documents.get(role);
  }

  #hit({ id }: Compiled, field: string, aspect: Aspect): void {
    const key = `${id} ${aspect} ${field}`;
    if (!this.#hits.has(key)) this.#hits.set(key, { rule: id, field, aspect });
  }
}

const isAboutValue = (rule: Rule): boolean =>
  rule.kind === 'mask' || rule.kind === 'tolerance' || (rule.kind === 'expect' && rule.rename === undefined);

const bitsOf: Readonly<Record<Case, number>> = {
  candidate: PC | SC,
  secondary: PS | SC,
  primary: PS | PC,
  all: PS | PC | SC,
};
