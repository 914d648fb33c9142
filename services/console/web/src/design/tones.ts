// What a state means, as colour, icon and word together: never by colour alone.

export const TONES = ['good', 'warning', 'bad', 'info', 'quiet'] as const;
/** good: as it should be; warning: look soon; bad: look now; info: under way; quiet: over, or nothing to say. */
export type Tone = (typeof TONES)[number];
