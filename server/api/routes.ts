/** Every JSON route. A new one is a row here; server.ts serves it and openapi.ts describes it. */
import { z } from 'zod';
import { acceptances } from '../core/gate/acceptance.ts';
import { classifiers, type Report } from '../core/gate/model.ts';
import { endpointLimits, latencyLimits } from '../core/gate/written.ts';
import { ApiError } from './errors.ts';
import { type Route, route, type Sources } from './route.ts';
import { addRule, anyRule, previewOf, removeRule, ruleFrom, rulesInForce } from './rules.ts';
import {
  endpointList,
  exchangePage,
  exchangeView,
  findingClass,
  findingList,
  findingView,
  latencyList,
  reportView,
  ruleList,
  rulePreview,
  ruleRemoved,
  ruleView,
  runPage,
  runSummary,
  statusView,
} from './schemas.ts';
import { exchangeSummaryOf, exchangeViewOf, latencySpanOf, runSummaryOf } from './views.ts';

const nothing = z.strictObject({});
const run = z.string().min(1).describe('Id of a run, or `live` for the newest.');
const ofRun = z.strictObject({ run });
const page = {
  cursor: z.string().exactOptional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Items of one page.'),
};
const fraction = z.coerce.number().min(0).max(1);
const thresholds = z
  .strictObject({
    max_diff_rate: fraction.exactOptional(),
    max_failure_increase: fraction.exactOptional(),
    latency: latencyLimits.meta({ type: 'string', description: 'Such as `p50=1.10x,p99=1.25x`.' }).exactOptional(),
    thresholds: endpointLimits
      .meta({
        type: 'string',
        description: 'JSON: endpoints and their limits, such as `{"GET /orders/*":{"max_diff_rate":"1%"}}`.',
      })
      .exactOptional(),
    accept: acceptances
      .meta({ type: 'string', description: 'JSON: accepted differences, such as `[{"field":"body.at"}]`.' })
      .exactOptional(),
    min_exchanges: z.coerce.number().int().min(0).exactOptional(),
    classifier: z.enum(classifiers).exactOptional(),
    alpha: z.coerce.number().gt(0).lt(1).exactOptional(),
    min_effect: fraction.exactOptional(),
  })
  .describe('Judge by these instead of the configured thresholds; rates are fractions.');

export const routes: readonly Route[] = [
  route({
    path: '/api/v1/runs',
    summary: 'Runs, newest first',
    params: nothing,
    query: z.strictObject(page),
    answer: runPage,
    handle: async ({ store, reportOf }, { query }) => {
      const { items, next } = await store.runs(query);
      const reports = await Promise.all(items.map(({ id }) => reportOf(id)));
      return { items: reports.flatMap((report) => (report === undefined ? [] : [runSummaryOf(report)])), next };
    },
  }),
  route({
    path: '/api/v1/runs/:run',
    summary: 'One run and its verdict',
    params: ofRun,
    query: nothing,
    answer: runSummary,
    handle: async (sources, { params }) => runSummaryOf(await reportOr404(sources, params.run)),
  }),
  route({
    path: '/api/v1/runs/:run/report',
    summary: 'The whole report of a run',
    params: ofRun,
    query: thresholds,
    answer: reportView,
    handle: async (sources, { params, query }) =>
      reportOr404(sources, params.run, {
        ...(query.max_diff_rate === undefined ? {} : { maxDiffRate: query.max_diff_rate }),
        ...(query.max_failure_increase === undefined ? {} : { maxFailureIncrease: query.max_failure_increase }),
        ...(query.latency === undefined ? {} : { latency: query.latency }),
        ...(query.thresholds === undefined ? {} : { endpoints: query.thresholds }),
        ...(query.accept === undefined ? {} : { accept: query.accept }),
        ...(query.min_exchanges === undefined ? {} : { minExchanges: query.min_exchanges }),
        ...(query.classifier === undefined ? {} : { classifier: query.classifier }),
        ...(query.alpha === undefined ? {} : { alpha: query.alpha }),
        ...(query.min_effect === undefined ? {} : { minEffect: query.min_effect }),
      }),
  }),
  route({
    path: '/api/v1/runs/:run/endpoints',
    summary: 'Endpoints of a run, busiest first',
    params: ofRun,
    query: nothing,
    answer: endpointList,
    handle: async (sources, { params }) => ({ items: (await reportOr404(sources, params.run)).endpoints }),
  }),
  route({
    path: '/api/v1/runs/:run/latency',
    summary: 'Latency of an endpoint over time, oldest first',
    params: ofRun,
    query: z.strictObject({ endpoint: z.string(), alpha: z.coerce.number().gt(0).lt(1).default(0.05) }),
    answer: latencyList,
    handle: async ({ store }, { params, query: { endpoint, alpha } }) => {
      const spans = await store.latency(params.run, endpoint);
      if (spans === undefined) throw noSuchRun(params.run);
      return { items: spans.map((span) => latencySpanOf(span, alpha)) };
    },
  }),
  route({
    path: '/api/v1/runs/:run/findings',
    summary: 'Findings of a run, most important first',
    params: ofRun,
    query: z.strictObject({ endpoint: z.string().exactOptional(), class: findingClass.exactOptional() }),
    answer: findingList,
    handle: async (sources, { params, query }) => {
      const { findings } = await reportOr404(sources, params.run);
      const items = findings.filter(
        (finding) =>
          (query.endpoint ?? finding.endpoint) === finding.endpoint && (query.class ?? finding.class) === finding.class,
      );
      return { items };
    },
  }),
  route({
    path: '/api/v1/runs/:run/findings/:finding',
    summary: 'One finding',
    params: z.strictObject({ run, finding: z.string() }),
    query: nothing,
    answer: findingView,
    handle: async (sources, { params }) => {
      const { findings } = await reportOr404(sources, params.run);
      const finding = findings.find(isOrSupersedes(params.finding));
      if (finding !== undefined) return finding;
      throw new ApiError('noSuchFinding', `Run ${params.run} has no finding ${params.finding}.`);
    },
  }),
  route({
    path: '/api/v1/runs/:run/exchanges',
    summary: 'Exchanges kept as evidence, newest first',
    params: ofRun,
    query: z.strictObject({ finding: z.string().exactOptional(), endpoint: z.string().exactOptional(), ...page }),
    answer: exchangePage,
    handle: async ({ store, reportOf }, { params, query: { finding, ...query } }) => {
      if ((await store.changes(params.run)) === undefined) throw noSuchRun(params.run);
      const filter = finding === undefined ? query : { ...query, findings: await idsOf(reportOf, params.run, finding) };
      const { items, next } = await store.exchanges(params.run, filter);
      return { items: items.map(exchangeSummaryOf), next };
    },
  }),
  route({
    path: '/api/v1/runs/:run/exchanges/:id',
    summary: 'One exchange: request, answers, what differs',
    params: z.strictObject({ run, id: z.string() }),
    query: nothing,
    answer: exchangeView,
    handle: async ({ store, decoders }, { params }) => {
      const stored = await store.exchange(params.run, params.id);
      if (stored !== undefined) return exchangeViewOf(stored, decoders);
      if ((await store.changes(params.run)) === undefined) throw noSuchRun(params.run);
      throw new ApiError(
        'noSuchExchange',
        `Run ${params.run} keeps no exchange ${params.id}; samples make room for newer ones.`,
      );
    },
  }),
  route({
    path: '/api/v1/rules',
    summary: 'Rules in force, and what they did in the newest run',
    params: nothing,
    query: nothing,
    answer: ruleList,
    handle: async (sources) => ({ items: await rulesInForce(sources) }),
  }),
  route({
    method: 'post',
    status: 201,
    path: '/api/v1/rules',
    summary: 'Add a rule, which holds for the exchanges from then on',
    params: nothing,
    query: nothing,
    body: anyRule,
    answer: ruleView,
    handle: async (sources, { body }) => addRule(sources, ruleFrom(body)),
  }),
  route({
    method: 'delete',
    path: '/api/v1/rules/:rule',
    summary: 'Remove a rule that was added while it ran',
    params: z.strictObject({ rule: z.string() }),
    query: nothing,
    answer: ruleRemoved,
    handle: async (sources, { params }) => {
      await removeRule(sources, params.rule);
      return { id: params.rule };
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/runs/:run/rules/preview',
    summary: 'What a rule would do to the exchanges kept as evidence',
    params: ofRun,
    query: nothing,
    body: anyRule,
    answer: rulePreview,
    handle: async (sources, { params, body }) => {
      const named = ruleFrom(body);
      return previewOf(sources, await reportOr404(sources, params.run), named);
    },
  }),
  route({
    path: '/api/v1/status',
    summary: 'What is running now, and what keeps it from comparing',
    params: nothing,
    query: nothing,
    answer: statusView,
    handle: async ({ status }) => status(),
  }),
];

async function reportOr404(
  { reportOf }: Sources,
  id: string,
  thresholds?: Parameters<Sources['reportOf']>[1],
): Promise<Report> {
  const report = await reportOf(id, thresholds);
  if (report === undefined) throw noSuchRun(id);
  return report;
}

/** What a superseded finding counted is told under the one that stands for it, and links to it stay good. */
const isOrSupersedes =
  (wanted: string) =>
  ({ id, supersedes }: Report['findings'][number]): boolean =>
    id === wanted || supersedes.includes(wanted);

async function idsOf(reportOf: Sources['reportOf'], run: string, finding: string): Promise<readonly string[]> {
  const found = (await reportOf(run))?.findings.find(isOrSupersedes(finding));
  return found === undefined ? [finding] : [found.id, ...found.supersedes];
}

function noSuchRun(id: string): ApiError {
  return new ApiError('noSuchRun', id === 'live' ? 'There is no run yet.' : `There is no run ${id}.`);
}
