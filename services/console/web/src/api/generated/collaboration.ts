// The interface of collaboration. Written by `npm run generate:api`.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type paths = any;
