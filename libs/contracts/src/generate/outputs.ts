// Every generated file of the repository with its content, so that writing and checking agree.
import path from 'node:path';
import { asyncApiText } from './asyncapi.js';
import { helmFiles } from './helm.js';
import { readContractFiles } from './sources.js';
import { typescriptFiles } from './typescript.js';

/** Path from the repository's root, to content. */
export function outputsOf(root: string): ReadonlyMap<string, string> {
  const files = readContractFiles(path.join(root, 'schemas'));
  const outputs = new Map<string, string>();
  for (const [name, content] of typescriptFiles(files))
    outputs.set(`libs/contracts/src/generated/${name}`, content);
  for (const [name, content] of helmFiles(files)) outputs.set(`helm/continuo/files/${name}`, content);
  outputs.set('schemas/asyncapi.yaml', asyncApiText(files));
  return outputs;
}
