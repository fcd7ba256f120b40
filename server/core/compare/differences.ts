/** Collects what differs in one exchange: each field and aspect once, however many places fold into it. */
import type { Role } from '../exchange.ts';
import type { Aspect, Likeness, Observation } from '../finding.ts';
import type { Ruling } from '../rules/ruling.ts';
import { caseOfBits, PC, PS, pairsThat, unequal } from './bits.ts';
import { patternOf } from './pattern.ts';
import type { Place } from './place.ts';

/** An observation and what stood there, at the first place where it showed; the candidate's difference is preferred. A role that had nothing is left out. */
export interface Difference extends Observation {
  readonly values: Readonly<Partial<Record<Role, unknown>>>;
}

/** They say that something is not there, or was not looked at; every other aspect compares what all have. */
const aboutPresence: ReadonlySet<Aspect> = new Set(['missing', 'extra', 'failure', 'truncated']);

export type Values = readonly [primary: unknown, secondary: unknown, candidate: unknown];

interface Cell {
  readonly field: string;
  readonly aspect: Aspect;
  bits: number;
  values: Values;
  /** Whether the values shown are of a place where primary and candidate differ. */
  shown: boolean;
  /** What every such place comes down to, once there are several. */
  pattern: Likeness | 'none' | undefined;
}

/** Characters of one exchange that are looked into for patterns; what lies behind them has none. */
const mostPatternText = 262_144;

export class Differences {
  readonly #limit: number;
  readonly #cells = new Map<string, Cell>();
  readonly #shifts = new Map<string, Cell>();
  #latest: Cell | undefined;
  #dropped = 0;
  #patternText = mostPatternText;

  /** What the rules say of this exchange; undefined where there are none. */
  readonly ruling: Ruling | undefined;

  /** Whether the exchange had a secondary. */
  readonly three: boolean;

  /** Past `limit` fields and aspects the rest is one `truncated` at `body`. */
  constructor(limit: number, three: boolean, ruling?: Ruling) {
    this.#limit = limit;
    this.three = three;
    this.ruling = ruling;
  }

  /**
   * Whether something may be compared that these roles have. Where one of three has nothing there is no vote: noise between
   * the other two would look as if only the candidate differed, whenever it is the secondary that is away.
   */
  mayCompare(secondary: unknown, candidate: unknown): boolean {
    return candidate !== undefined && (secondary !== undefined || !this.three);
  }

  /** Says where the walk stands, for rules that hold only where a field nearby has some value. */
  enter(place: Place): void {
    if (this.ruling !== undefined) this.ruling.here = place;
  }

  /** Returns the pairs that rules left of those found. */
  note(field: string, aspect: Aspect, found: number, values: Values): number {
    if (found === 0) return 0;
    if (!aboutPresence.has(aspect) && !this.mayCompare(values[1], values[2])) return 0;
    const bits = this.ruling === undefined ? found : this.ruling.leave(field, aspect, found, values);
    if (bits === 0) return 0;
    const cell = this.#cell(field, aspect, values);
    if (cell === undefined) {
      this.#dropped |= bits;
      return bits;
    }
    cell.bits |= bits;
    if ((bits & PC) === 0) return bits;
    if (cell.shown) this.#meet(cell, values);
    cell.values = cell.shown ? cell.values : values;
    cell.shown = true;
    return bits;
  }

  /**
   * Notes the order of three sizes, see shift.ts. The first place that folds into a field speaks for it: several orders together are
   * none, also where a rule keeps
   * that place silent. It takes no other difference's place: past the limit it is left out.
   */
  shift(field: string, order: number, values: Values, silent = false): void {
    if (order === 0 || this.#shifts.size >= this.#limit || this.#shifts.has(field)) return;
    const left = silent || this.ruling === undefined ? order : this.ruling.leave(field, 'shift', order, values);
    const bits = silent || caseOfBits(left) !== caseOfBits(order) ? 0 : order;
    this.#shifts.set(field, { field, aspect: 'shift', bits, values, shown: true, pattern: 'none' });
  }

  /** Presence of something in each role; undefined for a role that takes no part. Missing and extra are what the primary says they are. */
  presence(
    field: string,
    primary: boolean,
    secondary: boolean | undefined,
    candidate: boolean | undefined,
    values: Values,
  ): void {
    const bits = pairsThat(unequal, primary, secondary, candidate);
    this.note(field, primary ? 'missing' : 'extra', bits, values);
  }

  list(): readonly Difference[] {
    if (this.#dropped !== 0) this.#cell('body', 'truncated', noValues, true).bits |= this.#dropped;
    return [...this.#cells.values(), ...this.#shifts.values()].flatMap((cell) => {
      const found = caseOfBits(cell.bits);
      if (found === undefined) return [];
      const { field, aspect, values } = cell;
      const difference = { field, aspect, case: found, values: named(values) };
      const pattern = found === 'candidate' ? (cell.pattern ?? this.#patternOf(aspect, values)) : 'none';
      return pattern === 'none' ? [difference] : [{ ...difference, pattern }];
    });
  }

  /** One more place of a field. Where the old copies differ as well it is noise, and noise is not looked into. */
  #meet(cell: Cell, values: Values): void {
    if (cell.bits & PS || cell.pattern === 'none') return;
    cell.pattern ??= this.#patternOf(cell.aspect, cell.values);
    if (cell.pattern !== 'none' && cell.pattern !== this.#patternOf(cell.aspect, values)) cell.pattern = 'none';
  }

  #patternOf(aspect: Aspect, [primary, , candidate]: Values): Likeness | 'none' {
    if (aspect !== 'value' && aspect !== 'format') return 'none';
    this.#patternText -= unitsOf(primary) + unitsOf(candidate);
    return this.#patternText < 0 ? 'none' : (patternOf(primary, candidate) ?? 'none');
  }

  #cell(field: string, aspect: Aspect, values: Values): Cell | undefined;
  #cell(field: string, aspect: Aspect, values: Values, beyondLimit: true): Cell;
  #cell(field: string, aspect: Aspect, values: Values, beyondLimit?: true): Cell | undefined {
    const latest = this.#latest;
    // Long arrays of scalars note the same field again and again.
    if (latest !== undefined && latest.aspect === aspect && latest.field === field) return latest;
    const key = `${aspect} ${field}`;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      if (this.#cells.size >= this.#limit && !beyondLimit) return undefined;
      cell = { field, aspect, bits: 0, values, shown: false, pattern: undefined };
      this.#cells.set(key, cell);
    }
    this.#latest = cell;
    return cell;
  }
}

const unitsOf = (value: unknown): number => 32 + (typeof value === 'string' ? value.length : 0);

const noValues: Values = [undefined, undefined, undefined];

function named([primary, secondary, candidate]: Values): Difference['values'] {
  return {
    ...(primary === undefined ? {} : { primary }),
    ...(secondary === undefined ? {} : { secondary }),
    ...(candidate === undefined ? {} : { candidate }),
  };
}
