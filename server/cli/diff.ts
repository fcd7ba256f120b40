/** `triptych diff`: the comparison alone, on answers from files. */
import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import { whyUnreadable } from '../config/file.ts';
import { lookOf } from '../config/terminal.ts';
import { differencesOf } from '../core/compare/compare.ts';
import type { Answer, Answers } from '../core/exchange.ts';
import { printable } from '../core/gate/layout.ts';
import { explain, stateOf } from '../core/rules/explain.ts';
import type { NamedRule, RuleHit } from '../core/rules/rule.ts';
import { RuleSet } from '../core/rules/ruling.ts';
import { ruleText } from '../core/rules/text.ts';
import { decoders } from '../decoders.ts';
import { sinceNow } from '../elapsed.ts';
import { type Command, CommandError, exit, type Input } from './command.ts';
import { differencesText } from './differences.ts';
import { answerOf } from './message.ts';
import { namedRules } from './rules.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'compare two or three answers from files',
  settings: ['rules'],
  args: [
    ['<primary>', 'file with a body, or with an HTTP message that starts with HTTP/'],
    ['<candidate>', 'file to compare with it'],
  ],
  options: [
    new Option('--secondary <file>', 'a second answer of the old version: shows what is noise'),
    new Option('--type <media-type>', 'media type of the bodies, such as application/json'),
    new Option('--endpoint <name>', "for rules that hold there, such as 'GET /orders/{id}'"),
    new Option('--json', 'findings as JSON'),
  ],
  example: 'triptych diff old.json new.json --secondary old-again.json',
  exits: 'Exits 0 when nothing differs, 1 when something does, 3 on wrong usage.',
  run: async ({ config, args, options }) => {
    const answers = answersOf(args, options);
    const endpoint = typeof options.endpoint === 'string' ? options.endpoint : '';
    const rules = namedRules(config);
    const ruling = new RuleSet(rules).over({ endpoint, at: Date.now(), answers, decoders });
    // Which way a number went says something in many exchanges only.
    const found = differencesOf(answers, decoders, ruling, { elapsed: sinceNow() });
    const differences = found.filter(({ aspect }) => aspect !== 'shift');
    const applied = appliedRules(rules, ruling?.hits ?? [], Date.now());
    if (options.json === true) {
      const three = answers.secondary !== undefined;
      const findings = differences.map(({ field, aspect, case: odd, values, pattern }) => ({
        field,
        aspect,
        ...values,
        ...(pattern === undefined ? {} : { pattern }),
        ...(three ? { case: odd } : {}),
      }));
      const report = rules.length === 0 ? { findings } : { findings, rules: applied };
      process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    } else {
      process.stdout.write(differencesText(differences, answers.secondary !== undefined, lookOf(process.stdout)));
      for (const { sentence } of applied) process.stdout.write(`${printable(sentence)}\n`);
    }
    return differences.length === 0 ? exit.pass : exit.differs;
  },
};

/** What each rule did here, as a report says it of a run. */
function appliedRules(rules: readonly NamedRule[], hits: readonly RuleHit[], now: number) {
  return rules.map(({ id, rule }) => {
    const own = hits.filter((hit) => hit.rule === id);
    const state = stateOf(rule, own.length, false, now);
    const fields = own.map(({ field, aspect }) => ({ field, aspect }));
    return { text: ruleText(rule), state, sentence: explain(rule, own.length, state), fields };
  });
}

function answersOf([primary = '', candidate = '']: Input['args'], { secondary, type }: Input['options']): Answers {
  const mediaType = typeof type === 'string' ? type : undefined;
  const read = (path: string): Answer => {
    try {
      return answerOf(readFileSync(path), mediaType);
    } catch (error) {
      throw new CommandError(`${path}: ${whyUnreadable(error)}.`, exit.usage);
    }
  };
  return {
    primary: read(primary),
    ...(typeof secondary === 'string' ? { secondary: read(secondary) } : {}),
    candidate: read(candidate),
  };
}
