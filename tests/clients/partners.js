// What partners build on: the clients of graphql-http and graphql-ws, and urql.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Client, fetchExchange } from '@urql/core';
import { createClient as createHttp } from 'graphql-http';
import { createClient as createSocket } from 'graphql-ws';
import WebSocket from 'ws';

const VIEWER = '{ viewer { role } }';
const ADMIT = `mutation ($input: AdmitChildInput!) {
  admitChild(input: $input) { problems { code } }
}`;
const FEED = 'subscription { changes(first: 5) { cursor hasMore changes { kind } } }';

// The first answer, or what ended the wait for it.
const first = (client, payload) =>
  new Promise((done, failed) => {
    client.subscribe(payload, { next: done, error: failed, complete: () => failed(new Error('nothing came')) });
  });

const socket = (address, authorization) =>
  createSocket({
    url: `ws://${address}/graphql/ws`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
    retryAttempts: 0,
  });

export const meetings = {
  async 'the client of graphql-http asks as a guardian'({ address, token }) {
    const headers = { authorization: `Bearer ${token('guardian')}` };
    const client = createHttp({ url: `http://${address}/graphql`, headers });
    const { data } = await first(client, { query: VIEWER });
    assert.equal(data.viewer.role, 'GUARDIAN');
  },

  async 'urql asks by POST and by GET, and reads the code of an error'({ address, token }) {
    const bearer = `Bearer ${token('guardian')}`;
    for (const preferGetMethod of [false, 'force']) {
      const client = new Client({
        url: `http://${address}/graphql`,
        exchanges: [fetchExchange],
        preferGetMethod,
        fetchOptions: { headers: { authorization: bearer } },
      });
      const answered = await client.query(VIEWER, {}).toPromise();
      assert.equal(answered.data?.viewer.role, 'GUARDIAN', answered.error?.message);
      const refused = await client.query('{ nothing }', {}).toPromise();
      assert.equal(refused.error.graphQLErrors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
    }
  },

  async 'graphql-ws is given a first page'({ address, token }) {
    const client = socket(address, `Bearer ${token('guardian')}`);
    const { data } = await first(client, { query: FEED });
    assert.ok(data.changes.cursor);
    await client.dispose();
  },

  async 'a team manager admits a child by urql, is told of it by graphql-ws, and may not admit it twice'({ address, token }) {
    const authorization = `Bearer ${token('team-manager')}`;
    const client = new Client({
      url: `http://${address}/graphql`,
      exchanges: [fetchExchange],
      preferGetMethod: false,
      fetchOptions: { headers: { authorization } },
    });
    const input = { localIdentifier: 'CLIENTS-1', sex: 'FEMALE', bornOn: '2020-03-04', givenNames: 'Ada', familyName: 'Northmoor' };
    const admit = async () => {
      const told = await client.mutation(ADMIT, { input: { ...input, idempotencyKey: randomUUID() } }).toPromise();
      assert.ok(told.data, told.error?.message);
      return told.data.admitChild.problems.map(({ code }) => code);
    };
    const waiting = socket(address, authorization);
    const pages = waiting.iterate({ query: FEED });
    const page = async () => (await pages.next()).value.data.changes;
    assert.deepEqual((await page()).changes, []);
    const news = page();
    assert.deepEqual(await admit(), []);
    assert.ok((await news).changes.some(({ kind }) => kind === 'NEW_TO_YOU'));
    assert.deepEqual(await admit(), ['DUPLICATE']);
    await waiting.dispose();
  },

  async 'a socket with a token that is not ours is closed with 4403'({ address }) {
    const client = socket(address, 'Bearer x.y.z');
    await assert.rejects(first(client, { query: FEED }), { code: 4403 });
  },

  async 'a socket is closed with 4401 when its token ends'({ address, token }) {
    const client = socket(address, `Bearer ${token('guardian', 1)}`);
    const closed = new Promise((done) => client.on('closed', done));
    client.subscribe({ query: FEED }, { next() {}, error() {}, complete() {} });
    assert.equal((await closed).code, 4401);
  },
};
