// Names under which the module provides what is read from configuration.

/** Where the customer data platform answers. */
export const PLATFORM_URL = Symbol('collaboration:platform-url');
/** `(deviceId) => hash`: how a device's id is kept. */
export const DEVICE_HASH = Symbol('collaboration:device-hash');
export type DeviceHash = (deviceId: string) => string;
