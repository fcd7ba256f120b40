/** Text in the cells of a terminal: most signs take one, those of Chinese, Japanese and Korean and emoji two, marks on others none. */

/** Unicode's wide and fullwidth signs (Annex 11), by their blocks. */
const wide =
  /[\u1100-\u115f\u231a\u231b\u23e9-\u23ec\u25fd\u25fe\u2614\u2615\u26a1\u2705\u274c\u2753-\u2755\u2757\u2b50\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const mark = /^\p{M}$/u;
const plain = /^[\x20-\x7e]*$/;

const cellsOfSign = (sign: string): number => (mark.test(sign) ? 0 : wide.test(sign) ? 2 : 1);

export function cellsOf(text: string): number {
  if (plain.test(text)) return text.length;
  let cells = 0;
  for (const sign of text) cells += cellsOfSign(sign);
  return cells;
}

/** Filled up with spaces to so many cells. */
export const padded = (text: string, cells: number): string => text + ' '.repeat(Math.max(0, cells - cellsOf(text)));

/** As much from its begin as these cells hold; with an ellipsis where something is left out. */
export function startOf(text: string, cells: number): string {
  // No sign takes less than a half of its units, but marks take none: a text of many is cut sooner, which only shortens it.
  const head = text.slice(0, 4 * cells);
  if (head === text && cellsOf(text) <= cells) return text;
  let cut = '';
  let left = cells - 1;
  for (const sign of head) {
    left -= cellsOfSign(sign);
    if (left < 0) break;
    cut += sign;
  }
  return `${cut}…`;
}
