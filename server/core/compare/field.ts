/** Names of fields, as the contract spells them. */

/** Characters of a name that is data; a longer one is cut, and fields that share its start fold together. */
const longestKey = 100;
const identifier = /^[A-Za-z_$][\w$]*$/;

/** `.total`, or `["odd.name"]` where the key is no plain identifier. */
export function memberOf(field: string, key: string): string {
  const shown = key.length > longestKey ? `${key.slice(0, longestKey)}…` : key;
  return identifier.test(shown) ? `${field}.${shown}` : `${field}[${JSON.stringify(shown)}]`;
}

/** Any item of the array at this field. */
export const itemsOf = (field: string): string => `${field}[]`;
