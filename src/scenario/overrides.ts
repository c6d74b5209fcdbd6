/** The flags of `run` that change a scenario, as commander hands them over: texts, unread. */
export interface Overrides {
  /** `payment@20s+10s`, each as often as given. */
  outage?: string[];
  hang?: string[];
  crash?: string[];
  /** `payment=+2s@20s+20s`, `payment=x5`. */
  latency?: string[];
  /** `inventory=30%@20s+10s`. */
  errors?: string[];
  /** `payment=2@20s+10s`. */
  slots?: string[];
  poison?: string[];
  decline?: string[];
  /** `20s+10s`. */
  busOutage?: string[];
  /** `5x@20s+10s`. */
  spike?: string[];
  /** `false` (`--no-faults`) takes the scenario's own away. */
  faults?: boolean;
  rate?: string;
  duration?: string;
  warmup?: string;
  requests?: string;
  clients?: string;
  seed?: string;
  timeout?: string;
  retries?: string;
  breaker?: boolean;
  maxDeliveries?: string;
  /** `payment=8`. */
  concurrency?: string[];
  /** `direct,event`. */
  modes?: string;
  /** Gates on top of the scenario's own. */
  expect?: string[];
  /** `load.rate=20/s`; laid over last, in the order given. */
  set?: string[];
}
