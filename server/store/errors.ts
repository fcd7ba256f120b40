/** Everything that can be wrong with a database, each with the one sentence a person needs: which file, and what to do. */

const sentences = {
  folderMissing: (path) => `The folder of ${path} does not exist: create it or choose another --db.`,
  fileMissing: (path) => `${path} does not exist: nothing was recorded there yet.`,
  notAFile: (path) => `${path} is not a regular file: choose a file for --db.`,
  locked: (path) => `${path} is locked: another process is writing to it, stop that one or choose another --db.`,
  readOnly: (path) => `${path} cannot be written: this user needs write permission for the file and for its folder.`,
  unreadable: (path) => `${path} cannot be read: this user needs read permission for the file and for its folder.`,
  corrupt: (path) =>
    `${path} is damaged or not an SQLite database: restore it from a copy, or move it away to start anew.`,
  foreign: (path) => `${path} is the database of another program and was left as it is: choose another --db.`,
  newer: (path) =>
    `${path} was written by a newer version of Triptych and was left as it is: use that version to open it.`,
  outdated: (path) =>
    `${path} was written by an older version of Triptych: open it once with a command that writes, such as serve, to bring it up to date.`,
  full: (path) => `No space is left for ${path}: free some on its disk, or raise its size limit.`,
  disk: (path) => `The disk below ${path} failed to read or write: see the system's log.`,
  cursor: () => 'The cursor does not come from a former page of this list: leave it out to start at the first page.',
} as const satisfies Readonly<Record<string, (path: string) => string>>;

export type StoreErrorKind = keyof typeof sentences;

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, path: string, cause?: unknown) {
    super(sentences[kind](path), { cause });
    this.kind = kind;
  }
}
