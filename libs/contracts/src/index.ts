// What other projects may use of contracts.
export {};
