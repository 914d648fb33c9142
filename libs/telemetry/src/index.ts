// What other projects may use of telemetry.
export {};
