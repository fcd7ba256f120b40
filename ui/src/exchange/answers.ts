import type { AnswerView, BodyView, ExchangeView, HeaderLine, Role } from '../../../server/api/contract.ts';
import { bytes } from '../format/number.ts';
import { alignCells, type Cell, type Row } from './align.ts';
import { parseTree } from './json.ts';
import { alignLines } from './lines.ts';
import type { Node } from './node.ts';

export interface Side {
  readonly role: Role;
  readonly answer: AnswerView;
}

/** Two sides where there is no secondary, else three. */
export function sidesOf(answers: ExchangeView['answers']): readonly Side[] {
  const { primary, secondary, candidate } = answers;
  return [
    { role: 'primary', answer: primary },
    ...(secondary ? [{ role: 'secondary' as const, answer: secondary }] : []),
    { role: 'candidate', answer: candidate },
  ];
}

export interface Sections {
  readonly outcome: Row;
  readonly headers: readonly Row[];
  readonly trailers: readonly Row[];
  readonly body: readonly Row[];
  /** How the bodies were read. */
  readonly reading: 'tree' | 'lines' | 'whole';
}

export function sectionsOf(sides: readonly Side[]): Sections {
  const failed = sides.some(({ answer }) => answer.kind === 'failure');
  const outcome = alignCells(
    sides.map(({ answer }) =>
      answer.kind === 'failure'
        ? { kind: 'note', text: `failed: ${answer.failure}` }
        : { kind: 'number', text: String(answer.status) },
    ),
    { path: 'status', field: failed ? 'failure' : 'status', label: failed ? 'outcome' : 'status' },
  );
  return {
    outcome,
    headers: linesUnder(sides, 'headers'),
    trailers: linesUnder(sides, 'trailers'),
    ...bodyRows(sides),
  };
}

/** Header names are compared without regard to case, and shown in lower case as findings name them. */
function linesUnder(sides: readonly Side[], part: 'headers' | 'trailers'): readonly Row[] {
  const cells = sides.map(({ answer }) => (answer.kind === 'failure' ? 'absent' : headerNode(answer[part])));
  return alignCells(cells, { path: part, field: part, label: part }).children;
}

function headerNode(lines: readonly HeaderLine[]): Node {
  return {
    kind: 'object',
    entries: lines.map(([name, value]) => [name.toLowerCase(), { kind: 'text', text: value }] as const),
  };
}

function bodyRows(sides: readonly Side[]): Pick<Sections, 'body' | 'reading'> {
  const bodies = sides.map(({ answer }) => (answer.kind === 'failure' ? undefined : answer.body));
  const place = { path: 'body', field: 'body', label: 'body' };
  const trees = bodies.map((body) => (body?.kind === 'text' ? parseTree(body.text) : undefined));
  const present = bodies.filter((body) => body !== undefined);
  const texts = present.flatMap((body) => (body.kind === 'text' ? [body.text] : []));
  if (trees.every((tree) => tree === undefined) && texts.length === sides.length) {
    return { body: alignLines(texts, 'body'), reading: 'lines' };
  }
  const row = alignCells(
    bodies.map((body, i): Cell => (body === undefined ? 'absent' : (trees[i] ?? noteOf(body)))),
    place,
  );
  return { body: [row], reading: trees.some((tree) => tree !== undefined) ? 'tree' : 'whole' };
}

function noteOf(body: BodyView): Node {
  switch (body.kind) {
    case 'empty':
      return { kind: 'note', text: 'no body' };
    case 'text':
      return { kind: 'text', text: body.text };
    case 'binary':
      return { kind: 'note', text: `${body.mediaType || 'binary'}, ${bytes(body.length)}, sha256 ${body.sha256}` };
    case 'cut':
      return { kind: 'note', text: `too large to keep: ${bytes(body.length)}, sha256 ${body.sha256}` };
  }
}
