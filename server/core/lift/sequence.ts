/** The order in which the content of an element stands in its document, beside the members that hold the content itself. */
import type { Json } from './json.ts';

/** A child by its name, or a run of text by its length in the element's whole text. */
export type Step = string | number;

/** An array that no document can hold: as a member it says how its siblings stand, and is no data of its own. */
export interface Sequence extends ReadonlyArray<Step> {
  readonly ofSiblings: true;
}

export const sequenceOf = (steps: readonly Step[]): Sequence =>
  Object.assign([...steps], { ofSiblings: true } as const);

export const isSequence = (value: Json | undefined): value is Sequence =>
  Array.isArray(value) && Object.hasOwn(value, 'ofSiblings');
