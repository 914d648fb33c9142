// What other projects may use of persistence.
export {};
