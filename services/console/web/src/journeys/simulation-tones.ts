// What a simulation's state means.
import type { Tone } from '../design/tones.js';
import type { Simulation } from './simulate-api.js';

export const SIMULATION_TONES: Readonly<Record<Simulation['state'], Tone>> = {
  running: 'info',
  done: 'good',
  cancelled: 'quiet',
  failed: 'bad',
  interrupted: 'warning',
};
