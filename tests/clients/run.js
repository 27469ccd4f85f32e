// Clients from npm against the built program: `node run.js [PROGRAM]`.
import { fileURLToPath } from 'node:url';
import { audit } from './audits.js';
import { meetings } from './partners.js';
import { start } from './server.js';

const built = `${process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../target', import.meta.url))}/debug/permanence`;
const server = await start(process.argv[2] ?? built);
const faults = [];
try {
  faults.push(...(await audit(server.address, server.token('guardian'))));
  for (const [name, meet] of Object.entries(meetings)) {
    let patience;
    const late = new Promise((_, failed) => {
      patience = setTimeout(() => failed(new Error('it took more than 15 seconds')), 15_000);
    });
    const fault = await Promise.race([meet(server), late]).then(() => null, (error) => error);
    clearTimeout(patience);
    console.log(`${fault ? 'FAILED' : 'ok'}  ${name}`);
    if (fault) faults.push(`${name}: ${fault.message ?? fault.reason ?? fault}`);
  }
} finally {
  await server.stop();
}
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
