/** Reports on their way out: `--report kind=path` and the text on the terminal. */
import { appendFileSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { githubStep } from '../config/github.ts';
import { lookOf } from '../config/terminal.ts';
import { annotations, withoutCommands } from '../core/gate/github.ts';
import { markdownReport } from '../core/gate/markdown.ts';
import type { Report } from '../core/gate/model.ts';
import { type ReportKind, reporters } from '../core/gate/reporters.ts';
import type { Shown } from '../core/gate/shown.ts';
import { textReport } from '../core/gate/text.ts';
import { CommandError, exit } from './command.ts';

const kinds = Object.keys(reporters);
const isKind = (kind: string): kind is ReportKind => Object.hasOwn(reporters, kind);

export interface ReportFiles {
  /** Writes all that can be written, then throws a CommandError that names the rest. */
  write(report: Report, shown: Shown): void;
}

/**
 * Checks every `kind=path` before any work is done for it.
 * @throws CommandError naming the entry that is wrong
 */
export function reportFiles(entries: unknown): ReportFiles {
  const files = (Array.isArray(entries) ? entries : []).map((entry) => {
    const [kind = '', ...rest] = String(entry).split('=');
    const path = rest.join('=');
    if (!isKind(kind) || path === '') {
      const known = kinds
        .map((k) => `${k}=PATH`)
        .join(', ')
        .replace(/, (?=[^,]*$)/, ' or ');
      throw new CommandError(`--report ${entry}: expected ${known}.`, exit.usage);
    }
    const folder = dirname(path);
    if (!existsSync(folder) || !statSync(folder).isDirectory()) {
      throw new CommandError(`--report ${entry}: the folder ${folder} does not exist.`, exit.usage);
    }
    if (existsSync(path) && statSync(path).isDirectory()) {
      throw new CommandError(`--report ${entry}: ${path} is a folder, name a file in it.`, exit.usage);
    }
    return { kind, path };
  });
  return {
    write: (report, shown) => {
      const problems = files.flatMap(({ kind, path }) => {
        try {
          writeFileSync(path, reporters[kind](report, shown));
          return [];
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          return [`--report ${kind}=${path} cannot be written: ${why}.`];
        }
      });
      if (problems.length > 0) throw new CommandError(problems.join('\n'), exit.usage);
    },
  };
}

/** The report as a person reads it on that stream. */
export function textFor(report: Report, shown: Shown, stream: NodeJS.WriteStream): string {
  const text = textReport(report, lookOf(stream), shown);
  return githubStep() === undefined ? text : withoutCommands(text);
}

/**
 * In a step of GitHub Actions: annotations, and the report as the step's summary. Standard output stays the report alone.
 * @throws CommandError when the summary cannot be written
 */
export function tellGithub(report: Report, shown: Shown): void {
  const step = githubStep();
  if (step === undefined) return;
  process.stderr.write(annotations(report, shown));
  if (step.summary === undefined) return;
  try {
    appendFileSync(step.summary, `${markdownReport(report, shown)}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`GITHUB_STEP_SUMMARY=${step.summary} cannot be written: ${why}.`, exit.usage);
  }
}

/** What `check` and `report` exit with. */
export function exitCodeOf({ verdict }: Report, strict: boolean): number {
  if (verdict === 'pass') return exit.pass;
  return verdict === 'fail' || strict ? exit.fail : exit.inconclusive;
}
