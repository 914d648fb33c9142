// Stops the servers that the global setup has started.

/** Jest calls this once after all tests. */
export default async function teardown() {
  await globalThis.continuoTestServers?.stop();
}
