// What every other project may use: results, refusals, faults and exhaustiveness, with no dependency at all.
export { ok, refuse, type Result, type Refusal } from './result.js';
export { Fault, faultOf, type FaultOptions } from './fault.js';
export { ignored, type Ignored } from './ignored.js';
export { assertUnreachable } from './unreachable.js';
export {
  findingByName,
  findingByValue,
  findingInTravelling,
  looksLikeProse,
  type Finding,
} from './personal-data.js';
export { masked } from './masked.js';
export { canonicalJson } from './canonical-json.js';
export { isSome, type Some } from './some.js';
