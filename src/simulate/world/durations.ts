/**
 * Durations of what simulated hosts do, in milliseconds. Durations that a product's settings determine (Patroni's
 * `loop_wait`, retries) are constants next to the code that they belong to.
 */
export type Durations = Readonly<Record<DurationName, number>>;

/** `product`: machines of a data center. `lab`: ten containers on one machine. */
export type DurationTable = keyof typeof TABLES;

export type DurationName = keyof typeof PRODUCT;

/**
 * Source: estimates. The product's documents name no times, and no live product was measured (docs/cloudify-facts.md).
 * They are long enough that a run meets faults and lost connections in the middle of each command.
 */
const PRODUCT = {
  'read product package': 40_000,
  'unpack product package': 20_000,
  'install distribution package': 5_000,
  'remove package': 10_000,
  'product starts': 10_000,
  'product checks machine': 20_000,
  'product removes itself': 30_000,
  'product stops services': 8_000,
  'product starts services': 4_000,
  'install database': 30_000,
  // The product tries five times with this interval (pg.py, 842-890).
  'wait for etcd': 7_000,
  'start Patroni': 2_000,
  'install broker': 40_000,
  'configure broker': 10_000,
  'leave broker cluster': 4_000,
  'join broker cluster': 2_000,
  'set up broker user': 10_000,
  'install manager': 60_000,
  'create database schema': 60_000,
  'check database schema': 20_000,
  'start manager services': 30_000,
  'etcd ready': 1_500,
  'broker ready': 6_000,
  'manager ready': 10_000,
  'manager ready again': 8_000,
  // `systemctl start` returns once HAProxy has reported that it is ready.
  'load balancer ready': 0,
  'start new broker': 5_000,
  'joined broker ready': 2_000,
  'broker unit ready': 2_000,
  'application ready': 3_000,
};

/**
 * Source: chosen so that the steps of a Cloudify deploy take about as long as in its journal on the test suite's ten
 * containers (one machine of two processors; a stand-in for the product, real services): the stage `demo` of `npm test`
 * prints both times. What such a deploy does not run (removals, stops, restarts, the native platform) is an estimate.
 */
const LAB: Durations = {
  'read product package': 3_000,
  'unpack product package': 2_000,
  'install distribution package': 3_000,
  'remove package': 3_000,
  'product starts': 200,
  'product checks machine': 200,
  'product removes itself': 3_000,
  'product stops services': 2_000,
  'product starts services': 1_000,
  'install database': 3_000,
  'wait for etcd': 1_000,
  'start Patroni': 1_000,
  'install broker': 4_000,
  'configure broker': 3_000,
  'leave broker cluster': 2_000,
  'join broker cluster': 4_000,
  'set up broker user': 5_000,
  'install manager': 1_500,
  'create database schema': 1_000,
  'check database schema': 500,
  'start manager services': 1_000,
  'etcd ready': 1_000,
  'broker ready': 3_000,
  'manager ready': 2_000,
  'manager ready again': 2_000,
  'load balancer ready': 0,
  'start new broker': 5_000,
  'joined broker ready': 2_000,
  'broker unit ready': 2_000,
  'application ready': 3_000,
};

export const TABLES = { product: PRODUCT, lab: LAB } satisfies Readonly<Record<string, Durations>>;
