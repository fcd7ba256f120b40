import { alignCells, type Row } from './align.ts';
import type { Node } from './node.ts';
import { pairInOrder, type Slot, slotsOf } from './pairing.ts';

/** More lines than this are kept as one piece at the end, which is compared as a whole. */
const maxLines = 20_000;

/** Two or three texts as rows of lines, the equal lines facing each other. */
export function alignLines(texts: readonly string[], path: string): readonly Row[] {
  const sides = texts.map(linesOf);
  const [first = [], ...others] = sides;
  const slots = slotsOf(
    first.length,
    others.map((side) => ({ pairing: pairInOrder(first, side), keys: side })),
  );
  return slots.map((slot, i) =>
    alignCells(
      sides.map((side, s) => lineNode(side[slot[s] ?? -1])),
      { path: `${path}:${i}`, field: path, label: lineLabel(slot) },
    ),
  );
}

/** The line's number in the primary; `+` before the number it has elsewhere. */
function lineLabel(slot: Slot): string {
  const [first] = slot;
  return first === undefined ? `+${(slot.find((at) => at !== undefined) ?? 0) + 1}` : String(first + 1);
}

function lineNode(line: string | undefined): Node | 'missing' {
  return line === undefined ? 'missing' : { kind: 'text', text: line };
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines), lines.slice(maxLines).join('\n')];
}
