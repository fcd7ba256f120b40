/** The OpenAPI 3.1 document, made from the same table that is served. */
import { z } from 'zod';
import type { Route } from './route.ts';
import { named } from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const json = 'application/json';
const problem = {
  description: 'Refused: an RFC 9457 problem document',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

export function openApiDocument(routes: readonly Route[], version: string): Json {
  const { schemas } = z.toJSONSchema(named, {
    uri: (id) => `#/components/schemas/${id}`,
    // As inputs objects stay open, so that a field may be added without breaking those who check answers against this.
    io: 'input',
    override: ({ jsonSchema }) => {
      // The pattern only spells out the format.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Triptych',
      version,
      description: 'Runs, findings and verdicts of a tap-compare service. Times are RFC 3339, rates are fractions.',
    },
    paths: { ...pathsOf(routes), ...otherPaths },
    components: { schemas: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema)])) },
  };
}

function pathOf({ path }: Route): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

function pathsOf(routes: readonly Route[]): Json {
  return Object.fromEntries(
    [...Map.groupBy(routes, pathOf)].map(([path, same]) => [
      path,
      Object.fromEntries(same.map((route) => [route.method, operation(route)])),
    ]),
  );
}

function operation({ summary, params, query, body, answer, status }: Route): Json {
  const id = named.get(answer)?.id;
  if (id === undefined) throw new Error(`the answer of "${summary}" has no name in the document`);
  return {
    summary,
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    ...(body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { [json]: { schema: bare(z.toJSONSchema(body, { io: 'input' })) } } },
        }),
    responses: {
      [status]: { description: summary, content: { [json]: { schema: { $ref: `#/components/schemas/${id}` } } } },
      default: problem,
    },
  };
}

function parameters(schema: z.ZodType, place: 'path' | 'query'): readonly Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
  }));
}

/** The document says by itself which dialect it is in and where its parts are. */
function bare(schema: Json): Json {
  const { $schema: _dialect, $id: _place, ...rest } = schema;
  return rest;
}

const text = (description: string, mediaType: string): Json => ({
  description,
  content: { [mediaType]: { schema: { type: 'string' } } },
});

/** What is not a JSON answer of the table. */
const otherPaths: Json = {
  '/api/v1/events': {
    get: {
      summary: 'Server-sent events: `change` with { run, revision } whenever something was committed',
      responses: { 200: text('A stream that stays open', 'text/event-stream'), default: problem },
    },
  },
  '/healthz': {
    get: {
      summary: 'The process lives',
      responses: { 200: { description: 'It does', content: { [json]: { schema: { type: 'object' } } } } },
    },
  },
  '/readyz': {
    get: {
      summary: 'It can compare',
      responses: {
        200: { description: 'It can', content: { [json]: { schema: { type: 'object' } } } },
        503: { ...problem, description: 'It cannot; `problems` says why' },
      },
    },
  },
  '/metrics': {
    get: { summary: 'Prometheus metrics', responses: { 200: text('Metrics', 'text/plain'), default: problem } },
  },
};
