// The audits of graphql-http. What differs must be explained in docs/protocol.md, and what is explained must differ.
import { readFileSync } from 'node:fs';
import { serverAudits } from 'graphql-http';

const PAGE = new URL('../../docs/protocol.md', import.meta.url);

// Rows of the table there: | `74FF` | ... |
function explained() {
  const rows = readFileSync(PAGE, 'utf8').matchAll(/^\| `([0-9A-F]{4})` \|/gm);
  return new Set([...rows].map(([, id]) => id));
}

export async function audit(address, token) {
  const authorization = `Bearer ${token}`;
  const fetchFn = (url, init = {}) =>
    fetch(url, { ...init, headers: { ...init.headers, authorization } });
  const known = explained();
  const faults = [];
  const audits = serverAudits({ url: `http://${address}/graphql`, fetchFn });
  const found = new Map();
  for (const { id, fn } of audits) {
    const result = await fn();
    if (result.status === 'error' || result.status === 'warn') found.set(id, result);
  }
  for (const [id, { status, name, reason }] of found) {
    if (!known.has(id)) faults.push(`audit ${id} (${status}) is not explained: ${name}: ${reason}`);
  }
  for (const id of known) {
    if (!found.has(id)) faults.push(`audit ${id} is explained in docs/protocol.md and does not differ`);
  }
  console.log(`audits: ${audits.length} run, ${found.size} differ, ${known.size} explained`);
  return faults;
}
