// The name under which the module provides the plan that was read from `tracking-plan.yaml`.
export const TRACKING_PLAN = Symbol('tracking plan');
