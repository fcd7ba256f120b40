/** Texts of many records or parts: JSON lines, server-sent events, forms, multipart bodies, tables. */
import { json, raw, typed } from '../answers.ts';
import type { Example } from '../compare.examples.ts';

const ndjson = (text: string) => typed('application/x-ndjson', text);
const plain = (text: string) => typed('text/plain', text);
const events = (text: string) => typed('text/event-stream', text);
const form = (text: string) => typed('application/x-www-form-urlencoded', text);
const csv = (text: string) => typed('text/csv', text);
const graphql = (...errors: readonly object[]) =>
  typed('application/graphql-response+json', JSON.stringify({ errors }));

export const lines: readonly Example[] = [
  [
    'each line is an item',
    ndjson('{"id":1,"a":1}\n{"id":2,"a":1}\n'),
    ndjson('{"id":1,"a":1}\n{"id":2,"a":2}\n'),
    ['body[].a value'],
  ],
  ['a line more', ndjson('{"id":1}\n'), ndjson('{"id":1}\n{"id":2}\n'), ['body[] extra']],
  ['another order of lines', ndjson('1\n2\n3'), ndjson('3\n1\n2'), ['body order']],
  ['line ends and empty lines', ndjson('{"a":1}\n{"a":2}'), ndjson('{"a":1}\r\n\r\n{"a":2}\r\n'), []],
  ['lines without their type', raw('{"a":1}\n{"a":2}'), raw('{"a":1}\n{"a":3}'), ['body[].a value']],
  ['two values in one line are a text', plain('{"a":1} {"b":2}'), plain('{"a":1} {"b":3}'), ['body value']],
  ['a line that is none makes all of it text', ndjson('{"a":1}\noops'), ndjson('{"a":1}\noops!'), ['body value']],
  [
    'a sequence of records',
    typed('application/json-seq', '\u001e{"a":1}\n\u001e[\n1]\n'),
    typed('application/json-seq', '\u001e{"a":2}\n\u001e[1]\n'),
    ['body[].a value'],
  ],
  [
    'a list moved to lines is the same list',
    json([{ a: 1 }, { a: 2 }]),
    ndjson('{"a":1}\n{"a":2}\n'),
    ['headers.content-type value'],
  ],
];

export const eventStreams: readonly Example[] = [
  ['an event more', events('data: a\n\n'), events('data: a\n\ndata: b\n\n'), ['body[] extra']],
  ['another name', events('event: add\ndata: x\n\n'), events('event: put\ndata: x\n\n'), ['body[].event value']],
  ['inside the data', events('data: {"a":1}\n\n'), events('data: {"a":2}\n\n'), ['body[].data<json>.a value']],
  ['another id', events('id: 1\ndata: x\n\n'), events('id: 2\ndata: x\n\n'), ['body[].id value']],
  ['lines of data are one text', events('data: a\ndata: b\n\n'), events('data: a\ndata: c\n\n'), ['body[].data value']],
  ['comments keep a connection alive', events('data: a\n\n'), events(': ping\n\n: ping\n\ndata: a\n\n'), []],
  ['a message is called so anyway', events('data: a\n\n'), events('event: message\ndata:a\r\n\r\n'), []],
  ['an event without a name is a message', events('data: a\n\n'), events('event:\ndata: a\n\n'), []],
  [
    'the last name of an event counts',
    events('event: add\ndata: a\n\n'),
    events('event: add\nevent: message\ndata: a\n\n'),
    ['body[].event missing'],
  ],
  [
    'an event that is not finished is never heard of',
    events('data: a\n\ndata: b\n\n'),
    events('data: a\n\ndata: b\n'),
    ['body[].#unfinished extra'],
  ],
  ['what is no event is text', events('hello\n'), events('hallo\n'), ['body value']],
  [
    'events without their type',
    plain('data: 1\n\ndata: 2\n\n'),
    plain('data: 1\n\ndata: 3\n\n'),
    ['body[].data value'],
  ],
];

export const forms: readonly Example[] = [
  ['a changed field', form('a=1&b=2'), form('a=1&b=3'), ['body.b value']],
  ['a field less', form('a=1&b=2'), form('a=1'), ['body.b missing']],
  ['a name that comes again is a list', form('a=1'), form('a=1&a=2'), ['body.a[] extra']],
  ['order of names means nothing', form('a=1&b=2'), form('b=2&a=1'), []],
  ['however it is escaped', form('a=b+c'), form('%61=b%20c'), []],
  ['values stay as written', form('n=1'), form('n=1.0'), ['body.n value', 'body.n format']],
  ['what no form would write is text', form('12 Main St'), form('12 Oak St'), ['body value']],
  ['bad escapes are text', form('a=%ff'), form('a=%fe'), ['body value']],
];

const multipartText = (boundary: string, ...parts: readonly string[]) =>
  `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
const multipart = (boundary: string, ...parts: readonly string[]) =>
  typed(`multipart/form-data; boundary=${boundary}`, multipartText(boundary, ...parts));
const field = (name: string, text: string, headers = '') =>
  `Content-Disposition: form-data; name="${name}"${headers}\r\n\r\n${text}`;
const typedField = (name: string, type: string, text: string) => field(name, text, `\r\nContent-Type: ${type}`);

export const parts: readonly Example[] = [
  ['another boundary', multipart('b1', field('a', '1')), multipart('b2', field('a', '1')), []],
  [
    'another boundary of the same bytes',
    multipart('b1', field('a', '1')),
    typed('multipart/form-data; boundary=b2', multipartText('b1', field('a', '1'))),
    ['headers.content-type.boundary value'],
  ],
  [
    'which one copy always has',
    multipart('b1', field('a', '1')),
    multipart('b1', field('a', '1')),
    ['headers.content-type.boundary value secondary'],
    typed('multipart/form-data; boundary=b2', multipartText('b1', field('a', '1'))),
  ],
  ['of no body', typed('multipart/mixed; boundary=b1', ''), typed('multipart/mixed; boundary=b2', ''), []],
  [
    'of other bytes, which it does not fit',
    multipart('b1', field('a', '1')),
    typed('multipart/form-data; boundary=b2', multipartText('b1', field('a', '2'))),
    ['body type'],
  ],
  [
    'no boundary, so that nobody can read it',
    typed('multipart/mixed; boundary=b', '--b\r\n\r\n1\r\n--b--'),
    typed('multipart/mixed', '--b\r\n\r\n1\r\n--b--'),
    ['headers.content-type.boundary missing'],
  ],
  ['a changed part', multipart('b', field('a', '1')), multipart('b', field('a', '2')), ['body.a value']],
  [
    'a part less',
    multipart('b', field('a', '1'), field('c', '2')),
    multipart('b', field('a', '1')),
    ['body.c missing'],
  ],
  [
    'each part by its own type',
    multipart('b', typedField('meta', 'application/json', '{"n":1}')),
    multipart('b', typedField('meta', 'application/json', '{"n":2}')),
    ['body.meta.n value'],
  ],
  [
    'XML in a part, with lists',
    multipart('b', typedField('doc', 'text/xml', '<a><b>1</b></a>')),
    multipart('b', typedField('doc', 'text/xml', '<a><b>1</b><b>2</b></a>')),
    ['body.doc.a.b[] extra'],
  ],
  [
    'columns of a table in a part',
    multipart('b', typedField('t', 'text/csv', 'a,b\n1,2\n')),
    multipart('b', typedField('t', 'text/csv', 'b,a\n2,1\n')),
    ['body.#headers.t order'],
  ],
  [
    'another name of a file',
    multipart('b', field('f', 'x', '; filename="a.txt"')),
    multipart('b', field('f', 'x', '; filename="b.txt"')),
    ['body.#headers.f.filename value'],
  ],
  [
    'another type of a part',
    multipart('b', typedField('f', 'text/plain', 'x')),
    multipart('b', typedField('f', 'text/css', 'x')),
    ['body.#headers.f["content-type"] value'],
  ],
  [
    'which has no case',
    multipart('b', typedField('f', 'text/plain;charset="utf-8"', 'x')),
    multipart('b', typedField('f', 'Text/Plain; charset=utf-8', 'x')),
    [],
  ],
  [
    'an attachment that came to be shown',
    multipart('b', 'Content-Disposition: attachment; filename=a.txt\r\n\r\nx'),
    multipart('b', 'Content-Disposition: inline; filename=a.txt\r\n\r\nx'),
    ['body.#headers.part["content-disposition"] value'],
  ],
  [
    'parts without names',
    multipart('b', '\r\none', '\r\ntwo'),
    multipart('b', '\r\none', '\r\nthree'),
    ['body.part[] value'],
  ],
  [
    'a part in base64',
    multipart('b', field('a', 'eA==', '\r\nContent-Transfer-Encoding: base64')),
    multipart('b', field('a', 'eQ==', '\r\nContent-Transfer-Encoding: base64')),
    ['body.a value'],
  ],
  [
    'an end that is missing makes all of it text',
    typed('multipart/mixed; boundary=b', '--b\r\n\r\n1'),
    typed('multipart/mixed; boundary=b', '--b\r\n\r\n2'),
    ['body value'],
  ],
];

export const tables: readonly Example[] = [
  ['a cell by its column', csv('id,price\n1,2.50\n2,3'), csv('id,price\n1,2.50\n2,4'), ['body[].price value']],
  ['a row more', csv('id,price\n1,2\n'), csv('id,price\n0,9\n1,2\n'), ['body[] extra']],
  ['a first row', csv('a,b\n'), csv('a,b\n1,2\n'), ['body[] extra']],
  ['names without rows', csv('a,b\n'), csv('a,c\n'), ['body[] value']],
  ['another order of rows', csv('id,n\n1,a\n2,b\n'), csv('id,n\n2,b\n1,a\n'), ['body order']],
  ['another order of columns', csv('a,b\n1,2\n'), csv('b,a\n2,1\n'), ['body[] order']],
  ['hides no order of rows', csv('a,b\n1,2\n3,4\n'), csv('b,a\n4,3\n2,1\n'), ['body[] order', 'body order']],
  ['a column more in front', csv('a,b\n1,2\n'), csv('c,a,b\n0,1,2\n'), ['body[].c extra']],
  ['another name of a column', csv('a,b\n1,2\n'), csv('c,b\n1,2\n'), ['body[].a missing', 'body[].c extra']],
  [
    'another name hides no order',
    csv('a,b,d\n1,2,3\n'),
    csv('c,d,b\n1,3,2\n'),
    ['body[].a missing', 'body[].c extra', 'body[] order'],
  ],
  ['columns without rows', csv('a,b\n'), csv('b,a\n'), ['body order']],
  [
    'columns in any order are noise',
    csv('a,b,c\n1,2,3\n'),
    csv('c,b,a\n4,2,1\n'),
    ['body[] order all', 'body[].c value candidate'],
    csv('b,a,c\n2,1,3\n'),
  ],
  ['a column less', csv('a,b\n1,2\n'), csv('a\n1\n'), ['body[].b missing']],
  ['quotes and line ends', csv('a,b\n"1",2\n'), csv('a,b\r\n1,"2"\r\n'), []],
  ['a line break inside quotes', csv('a,b\n"x\ny",2\n'), csv('a,b\n"x\nz",2\n'), ['body[].a value']],
  ['a row that is too short', csv('a,b\n1,2\n'), csv('a,b\n1\n'), ['body[].b missing']],
  ['a row that is too long', csv('a,b\n1,2\n'), csv('a,b\n1,2,3\n'), ['body[]["#3"] extra']],
  ['a column twice', csv('a,a\n1,2\n'), csv('a,a\n1,3\n'), ['body[]["a (2)"] value']],
  [
    'names that look like made up ones',
    csv('a,a,a (2)\n1,2,3\n'),
    csv('a,a,a (2)\n1,9,3\n'),
    ['body[]["a (2)"] value'],
  ],
  ['also of rows that are too long', csv('#3,b\n1,2,3\n'), csv('#3,b\n1,2,4\n'), ['body[]["#3 (2)"] value']],
  ['semicolons', csv('a;b\n1;2,5\n'), csv('a;b\n1;3,5\n'), ['body[].b value']],
  ['semicolons where commas were', csv('a,b\n1,2\n'), csv('a;b\n1;2\n'), ['body type']],
  [
    'tabs',
    typed('text/tab-separated-values', 'a\tb\n1\t2\n'),
    typed('text/tab-separated-values', 'a\tb\n1\t3\n'),
    ['body[].b value'],
  ],
  [
    'without names',
    typed('text/csv; header=absent', '1,2\n'),
    typed('text/csv; header=absent', '1,3\n'),
    ['body[][] value'],
  ],
  ['a quote that does not close is text', csv('a,b\n"1,2\n'), csv('a,b\n"1,3\n'), ['body value']],
];

const failedAt = (message: string, path: readonly (string | number)[], code = 'X') => ({
  message,
  path,
  extensions: { code },
});

export const graphqlResults: readonly Example[] = [
  [
    'an error is found by its message and path',
    graphql(failedAt('no', ['a', 0]), failedAt('no', ['a', 1])),
    graphql(failedAt('no', ['a', 1]), failedAt('no', ['a', 0], 'Y')),
    ['body.errors order', 'body.errors[].extensions.code value'],
  ],
  [
    'one more error',
    graphql(failedAt('no', ['a']), failedAt('never', ['b'])),
    graphql(failedAt('no', ['c']), failedAt('no', ['a']), failedAt('never', ['b'])),
    ['body.errors[] extra'],
  ],
  [
    'another message is another error',
    graphql(failedAt('no', ['a']), failedAt('no', ['b'])),
    graphql(failedAt('no', ['a']), failedAt('gone', ['b'])),
    ['body.errors[] missing', 'body.errors[] extra'],
  ],
];
