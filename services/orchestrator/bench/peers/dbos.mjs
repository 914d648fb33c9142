// The journey on DBOS: a workflow that waits for a message or a time, and a step that inserts the effect row.
import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg';

const TOPIC = 'second';

/** @type {import('./peer.js').OpenPeer} */
export async function openDbos(timerMs, onEffect) {
  const server = process.env.DATABASE_URL ?? '';
  const name = `dbos_${process.pid}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 20 });
  await pool.query('create table effect (journey text primary key, because text not null)');
  const insert = async (id, because) => {
    // A step may be done twice; its effect is there once.
    await pool.query('insert into effect values ($1, $2) on conflict do nothing', [id, because]);
    onEffect(id);
  };
  const journey = DBOS.registerWorkflow(
    async (id) => {
      const second = await DBOS.recv(TOPIC, timerMs / 1_000);
      await DBOS.runStep(() => insert(id, second === null ? 'timer' : 'event'), { name: 'effect' });
    },
    { name: 'journey' },
  );
  DBOS.setConfig({
    name: 'peers',
    systemDatabaseUrl: url.href,
    systemDatabasePoolSize: 20,
    logLevel: 'error',
    tracingEnabled: false,
  });
  await DBOS.launch();
  return {
    name: 'dbos',
    lanes: 8,
    start: (ids) => each(ids, (id) => DBOS.startWorkflow(journey, { workflowID: id })(id)),
    second: (ids) => each(ids, (id) => DBOS.send(id, {}, TOPIC, `${id}-second`)),
    close: async () => {
      await DBOS.shutdown();
      await pool.end();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

/** All at once: as many as its pool takes are under way. */
async function each(ids, act) {
  await Promise.all(ids.map((id) => act(id)));
}

async function onServer(server, statement) {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}
