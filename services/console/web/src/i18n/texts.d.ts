// Makes a text's key a type: what is not in the English files does not compile.
import 'i18next';
import type bus from './en/bus.json';
import type customers from './en/customers.json';
import type design from './en/design.json';
import type events from './en/events.json';
import type frame from './en/frame.json';
import type home from './en/home.json';
import type incidents from './en/incidents.json';
import type journeys from './en/journeys.json';
import type system from './en/system.json';
import type why from './en/why.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'frame';
    resources: {
      bus: typeof bus;
      customers: typeof customers;
      design: typeof design;
      events: typeof events;
      frame: typeof frame;
      home: typeof home;
      incidents: typeof incidents;
      journeys: typeof journeys;
      system: typeof system;
      why: typeof why;
    };
  }
}
