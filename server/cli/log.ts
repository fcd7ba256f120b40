/** Logs are JSON lines on standard error, for machines; what people read is printed by the commands themselves. */
import pino, { type Logger } from 'pino';

export const logger = (level: 'info' | 'warn' = 'warn'): Logger =>
  pino({ name: 'triptych', level, base: null }, pino.destination({ dest: 2, sync: true }));
