import type { Json } from '../lift/json.ts';

/** Values at one place of the three documents. undefined: that role takes no part here, as it has nothing there or was set aside above. */
export interface Place {
  readonly field: string;
  readonly primary: Json;
  readonly secondary: Json | undefined;
  readonly candidate: Json | undefined;
  /** The place that this one is in; undefined at the top. */
  readonly up?: Place | undefined;
}

/** Whether another role's value is the primary's own one; so it is for a role that takes no part. */
export const same = (primary: Json, other: Json | undefined): boolean => other === undefined || other === primary;
