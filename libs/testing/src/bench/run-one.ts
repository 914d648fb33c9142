// One bench in a process of its own: what one leaves in memory slows no other one.
import { pathToFileURL } from 'node:url';
import { measuresOf, type Bench } from './measure.js';

const [file = ''] = process.argv.slice(2);
// Whoever waits for the answer is gone: so is the reason to go on.
process.on('disconnect', () => process.exit(1));

const { bench } = (await import(pathToFileURL(file).href)) as { readonly bench?: Bench };
if (typeof bench !== 'function') throw new Error(`${file} exports no function named bench`);
const measures = measuresOf(await bench());
if (typeof measures === 'string') throw new Error(measures);
process.send?.(measures, () => process.exit(0));
