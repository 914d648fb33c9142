// A schema registry that knows the contract, however many test files begin at once.
import {
  contract,
  createEncoder,
  createRegistryClient,
  registerSchemas,
  type RegistryClient,
} from '@continuo/contracts';
import { testServer } from '../test-servers.js';

/** Whoever was here first has registered the contract. */
export async function registryWithSchemas(): Promise<RegistryClient> {
  const client = (): RegistryClient => createRegistryClient({ url: testServer('schemaRegistryUrl') });
  const first = client();
  try {
    await createEncoder(contract, first).warmUp();
    return first;
  } catch {
    await registerSchemas(first, contract);
    // The first one remembers for a while that ids were not there.
    return client();
  }
}
