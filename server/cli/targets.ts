/** The configuration in the tap's words. */
import type { Config } from '../config/schema.ts';
import type { TapSettings } from '../tap/tap.ts';
import { openTarget, type Targets } from '../tap/targets.ts';
import { required } from './command.ts';

/** @param primaryTimeout milliseconds; 0 leaves it to the caller how long he waits for the primary */
export function openTargets(config: Config, primaryTimeout: number): Targets {
  const { secondary, timeout } = config;
  return {
    primary: openTarget('primary', required(config, 'primary'), primaryTimeout),
    secondary: secondary === undefined ? undefined : openTarget('secondary', secondary, timeout),
    candidate: openTarget('candidate', required(config, 'candidate'), timeout),
  };
}

export const tapSettings = (config: Config): TapSettings => ({
  requestCap: config.request_cap,
  responseCap: config.response_cap,
  timeout: config.timeout,
  hostHeader: config.host_header,
  inFlight: config.in_flight,
  memory: config.memory,
});
