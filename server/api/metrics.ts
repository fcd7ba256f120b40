/** Prometheus metrics of the newest run. Labels come from closed lists, so the number of series is fixed. */
import { Counter, Gauge, Registry } from 'prom-client';
import { skipReasons } from '../core/exchange.ts';
import type { Report } from '../core/gate/model.ts';
import type { Status } from './contract.ts';

/** Text in the Prometheus exposition format 0.0.4. `report` is undefined before the first run. */
export async function metricsText(report: Report | undefined, status: Status): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const counter = (name: string, help: string, value: number) => new Counter({ name, help, registers }).inc(value);
  const gauge = (name: string, help: string, value: number) => new Gauge({ name, help, registers }).set(value);

  const { received = 0, compared = 0, notCompared = {} } = report?.exchanges ?? {};
  counter('triptych_exchanges_received_total', 'Exchanges of the newest run', received);
  counter('triptych_exchanges_compared_total', 'Exchanges whose answers were compared', compared);
  const reasons = new Counter({
    name: 'triptych_exchanges_not_compared_total',
    help: 'Exchanges that were not compared, by reason',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of skipReasons) reasons.inc({ reason }, notCompared[reason] ?? 0);

  const findings = new Gauge({
    name: 'triptych_findings',
    help: 'Findings of the newest run, by class',
    labelNames: ['class'],
    registers,
  });
  for (const kind of ['regression', 'unexplained', 'noise', 'accepted'] as const) {
    findings.set({ class: kind }, report?.findings.filter((finding) => finding.class === kind).length ?? 0);
  }
  gauge(
    'triptych_diff_rate',
    'Share of exchanges with a difference that noise does not explain',
    report?.diffRate.value ?? 0,
  );
  gauge('triptych_comparing', '1 while exchanges are compared', status.comparing ? 1 : 0);

  const up = new Gauge({
    name: 'triptych_target_up',
    help: '1 when the latest answer or connection attempt of the target succeeded',
    labelNames: ['role'],
    registers,
  });
  for (const { role, health } of status.targets) if (health !== 'unknown') up.set({ role }, health === 'up' ? 1 : 0);
  return registry.metrics();
}

export const metricsType = Registry.PROMETHEUS_CONTENT_TYPE;
