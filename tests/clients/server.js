// The built program with an invented council, on a free port and in a folder that goes with it.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const freePort = () =>
  new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });

export async function start(program) {
  const folder = mkdtempSync(join(tmpdir(), 'permanence-clients-'));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    program,
    ['demo', '--children', '40', '--data', folder, '--listen', address],
    { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PERMANENCE_LOG_FILTER: 'error' } },
  );
  const ended = new Promise((done) => child.once('exit', done));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const token = (persona, seconds = 600) =>
    execFileSync(program, ['token', '--data', folder, '--persona', persona, '--ttl', `${seconds}`])
      .toString()
      .trim();
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    const ready = await fetch(`http://${address}/health/ready`).then((it) => it.ok, () => false);
    if (ready) return { address, token, stop };
    await new Promise((done) => setTimeout(done, 100));
  }
  await stop();
  throw new Error('the program did not get ready');
}
