import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { seedRuns, withApi } from '../support/api.ts';

const operation = z.object({
  summary: z.string(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.enum(['path', 'query']), required: z.boolean(), schema: z.unknown() }))
    .default([]),
  requestBody: z
    .object({ required: z.literal(true), content: z.object({ 'application/json': z.object({ schema: z.unknown() }) }) })
    .optional(),
  responses: z.record(z.string(), z.object({ content: z.unknown() })),
});

const documentShape = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.partialRecord(z.enum(['get', 'post', 'delete']), operation)),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

test('the OpenAPI document describes every answer by a schema that the answer meets', () =>
  withApi(
    async ({ url }) => {
      const { components, paths, info } = documentShape.parse(await (await fetch(`${url}/api/v1/openapi.json`)).json());
      assert.equal(info.version, '1.2.3');
      const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
      ajv.addSchema({ $id: 'all', components });
      const values: Readonly<Record<string, string>> = { run: 'live', finding: 'aaaaaaaaaaaa', id: 'e1' };
      const described = Object.keys(paths).filter(
        (path) => path.startsWith('/api/') && path !== '/api/v1/events' && paths[path]?.get,
      );
      assert.equal(described.length, 12);
      for (const path of described) {
        const operation = paths[path]?.get;
        const inPath = operation?.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
        assert.deepEqual(
          inPath,
          [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
        );
        const concrete = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
        const needed =
          operation?.parameters.filter((parameter) => parameter.in === 'query' && parameter.required) ?? [];
        const query = new URLSearchParams(needed.map(({ name }) => [name, 'GET /a']));
        const answer: unknown = await (await fetch(`${url}${concrete}?${query}`)).json();
        const schema = JSON.stringify(operation?.responses[200]).match(/#\/components\/schemas\/\w+/)?.[0];
        assert.ok(schema, path);
        const validate = ajv.compile({ $ref: `all${schema}` });
        assert.ok(validate(answer), `${path}: ${ajv.errorsText(validate.errors)}`);
        assert.ok(!validate({}), `${path}: the schema lets anything pass`);
      }
    },
    { seed: seedRuns },
  ));

test('every reference of the document leads somewhere', () =>
  withApi(async ({ url }) => {
    const text = await (await fetch(`${url}/api/v1/openapi.json`)).text();
    const { components } = documentShape.parse(JSON.parse(text));
    const references = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
    assert.ok(references.size > 8);
    assert.doesNotMatch(text, /"\$ref":"(?!#\/components\/schemas\/)/);
    for (const name of references) assert.ok(components.schemas[String(name)], String(name));
  }));
