/** `triptych diff`: the comparison alone, on answers from files. */
import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import { whyUnreadable } from '../config/file.ts';
import { lookOf } from '../config/terminal.ts';
import { differencesOf } from '../core/compare/compare.ts';
import type { Answer, Answers } from '../core/exchange.ts';
import { decoders } from '../decoders.ts';
import { type Command, CommandError, exit, type Input } from './command.ts';
import { differencesText } from './differences.ts';
import { answerOf } from './message.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'compare two or three answers from files',
  settings: [],
  args: [
    ['<primary>', 'file with a body, or with an HTTP message that starts with HTTP/'],
    ['<candidate>', 'file to compare with it'],
  ],
  options: [
    new Option('--secondary <file>', 'a second answer of the old version: shows what is noise'),
    new Option('--type <media-type>', 'media type of the bodies, such as application/json'),
    new Option('--json', 'findings as JSON'),
  ],
  example: 'triptych diff old.json new.json --secondary old-again.json',
  exits: 'Exits 0 when nothing differs, 1 when something does, 3 on wrong usage.',
  run: async ({ args, options }) => {
    const answers = answersOf(args, options);
    const differences = differencesOf(answers, decoders);
    if (options.json === true) {
      const three = answers.secondary !== undefined;
      const findings = differences.map(({ field, aspect, case: odd, values }) => ({
        field,
        aspect,
        ...values,
        ...(three ? { case: odd } : {}),
      }));
      process.stdout.write(`${JSON.stringify({ findings }, null, 2)}\n`);
    } else {
      process.stdout.write(differencesText(differences, answers.secondary !== undefined, lookOf(process.stdout)));
    }
    return differences.length === 0 ? exit.pass : exit.differs;
  },
};

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
