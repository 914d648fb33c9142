// What other projects may use of testing.
export {};
