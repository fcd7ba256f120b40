import { openStore } from '../../server/store/open.ts';
import { inFolder } from '../support/folder.ts';
import { storeContract } from './contract.suite.ts';

storeContract('SQLite', (work) =>
  inFolder((folder) => work({ open: () => openStore(`${folder}/t.db`), again: () => openStore(`${folder}/t.db`) })),
);
