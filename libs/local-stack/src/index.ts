// What other projects may use of local-stack.
export {};
