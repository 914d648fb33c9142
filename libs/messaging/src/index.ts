// What other projects may use of messaging.
export {};
