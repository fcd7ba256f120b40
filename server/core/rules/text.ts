/**
 * Rules as one line of text: `KIND FIELD [VALUE] [on ENDPOINT] [role ROLE] [status STATUS] [when FIELD is VALUE] [until DATE]
 * [because REASON]`. Whatever holds spaces is written as a JSON string.
 */
import type { Json } from '../lift/json.ts';
import { type Rule, ruleKinds } from './rule.ts';

const clauses = ['on', 'role', 'status', 'when', 'until', 'because'] as const;
type Clause = (typeof clauses)[number];
const isClause = (word: string | undefined): word is Clause => clauses.some((clause) => clause === word);

const example = "such as 'ignore body.updatedAt on GET /orders/*'";

interface Words {
  readonly list: readonly Word[];
  at: number;
}

interface Word {
  readonly text: string;
  /** Where it begins. */
  readonly from: number;
}

/** The same rule as a JSON value, not yet checked. @throws RangeError with a clause on what was expected */
export function parseRuleText(text: string): Readonly<Record<string, unknown>> {
  const words: Words = { list: wordsOf(text), at: 0 };
  const kind = next(words, `a kind of rule, ${example}`);
  if (!ruleKinds.some((known) => known === kind)) {
    throw new RangeError(`expected ${ruleKinds.join(', ')} as the first word, ${example}`);
  }
  const field = next(words, `a field after ${kind}, ${example}`);
  const rule: Record<string, unknown> = { kind, field, ...valueAfter(kind, words) };
  while (words.at < words.list.length) {
    const word = next(words, '');
    if (!isClause(word)) throw new RangeError(`expected ${clauses.join(', ')} or the end, not ${word}`);
    Object.assign(rule, clauseOf(word, words, text));
  }
  return rule;
}

function next(words: Words, expected: string): string {
  const word = words.list[words.at++];
  if (word === undefined) throw new RangeError(`expected ${expected}`);
  return word.text;
}

function valueAfter(kind: string, words: Words): Readonly<Record<string, unknown>> {
  switch (kind) {
    case 'ignore': {
      const word = words.list[words.at]?.text;
      return word === undefined || isClause(word) ? {} : { aspects: next(words, '').split(',') };
    }
    case 'tolerance':
      return { within: next(words, "a tolerance, such as 'tolerance body.price 1%'") };
    case 'key':
      return { by: next(words, "the name of a member, such as 'key body.items sku'") };
    case 'mask':
      return { pattern: textIn(next(words, 'a regular expression after the field')) };
    case 'expect': {
      const way = next(words, "value, pattern, rename or mapping, such as 'expect body.version value 2'");
      const value = next(words, `something after ${way}`);
      return { [way]: way === 'pattern' || way === 'rename' ? textIn(value) : jsonIn(value) };
    }
    default:
      return {};
  }
}

function clauseOf(clause: Clause, words: Words, text: string): Readonly<Record<string, unknown>> {
  switch (clause) {
    case 'on': {
      const name: string[] = [textIn(next(words, 'an endpoint after on, such as GET /orders/*'))];
      while (words.at < words.list.length && !isClause(words.list[words.at]?.text)) name.push(next(words, ''));
      return { endpoint: name.join(' ') };
    }
    case 'when': {
      const field = next(words, "a condition, such as 'when body.currency is JPY'");
      if (next(words, `is after when ${field}`) !== 'is') throw new RangeError(`expected is after when ${field}`);
      return { when: { field, is: jsonIn(next(words, `a value after when ${field} is`)) } };
    }
    case 'because': {
      const from = words.list[words.at]?.from;
      words.at = words.list.length;
      if (from === undefined) throw new RangeError('expected a reason after because');
      return { reason: text.slice(from).trim() };
    }
    default:
      return { [clause]: next(words, `something after ${clause}`) };
  }
}

/** Divided at white space, except inside of JSON: a string anywhere in a word, a list or object as the whole of it. */
function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at] ?? '')) {
      at++;
      continue;
    }
    const end = endOfWord(text, at);
    words.push({ text: text.slice(at, end), from: at });
    at = end;
  }
  return words;
}

function endOfWord(text: string, from: number): number {
  const isJson = text[from] === '{' || text[from] === '[';
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (sign === '"' && (at === from || isJson || text[at - 1] === '[')) {
      at++;
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    } else if (isJson && (sign === '{' || sign === '[')) depth++;
    else if (isJson && (sign === '}' || sign === ']')) depth--;
    else if (/\s/.test(sign) && depth === 0) return at;
  }
  return text.length;
}

/** A JSON string is its text, anything else stands for itself. */
function textIn(word: string): string {
  const value = word.startsWith('"') ? jsonIn(word) : word;
  return typeof value === 'string' ? value : word;
}

/** A word that is JSON is its value, anything else is text. */
function jsonIn(word: string): unknown {
  try {
    return JSON.parse(word);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (/^["[{]/.test(word)) throw new RangeError(`expected JSON: ${error.message}`);
    return word;
  }
}

/** The line that `parseRuleText` reads as the same rule. */
export function ruleText(rule: Rule): string {
  const { kind, field, endpoint, role, status, when, until, reason } = rule;
  const parts = [
    `${kind} ${field}`,
    valueText(rule),
    endpoint && `on ${endpointText(endpoint)}`,
    role && `role ${role}`,
    status && `status ${status}`,
    when && `when ${when.field} is ${when.is.length === 1 ? jsonText(when.is[0]) : JSON.stringify(when.is)}`,
    until && `until ${until}`,
    reason && `because ${reason.replace(/\s+/g, ' ')}`,
  ];
  return parts.filter((part) => part).join(' ');
}

function valueText(rule: Rule): string | undefined {
  switch (rule.kind) {
    case 'ignore':
      return rule.aspects?.join(',');
    case 'tolerance':
      return rule.within;
    case 'key':
      return rule.by;
    case 'mask':
      return JSON.stringify(rule.pattern);
    case 'expect': {
      const { value, pattern, rename, mapping } = rule;
      if (pattern !== undefined) return `pattern ${JSON.stringify(pattern)}`;
      if (rename !== undefined) return `rename ${/^[^\s"[{]+$/.test(rename) ? rename : JSON.stringify(rename)}`;
      return mapping === undefined ? `value ${jsonText(value)}` : `mapping ${JSON.stringify(mapping)}`;
    }
    default:
      return undefined;
  }
}

/** Text that cannot be taken for anything else stands bare. */
function jsonText(value: Json | undefined): string {
  const bare = typeof value === 'string' && /^[A-Za-z][\w./:+-]*$/.test(value) && !/^(?:true|false|null)$/.test(value);
  return bare ? value : JSON.stringify(value);
}

const endpointText = (endpoint: string): string =>
  endpoint.split(' ').some((word) => isClause(word) || word === '' || /^["[{]|\s|\["/.test(word))
    ? JSON.stringify(endpoint)
    : endpoint;
