// What other projects may use of service-kit.
export {};
