/** A database that somebody else runs, as a message names it. */
export interface DatabaseEnd {
  readonly address: string;
  readonly port: number;
  /** `db.example.com:5432` */
  readonly at: string;
  readonly user: string;
  readonly database: string;
  /** With ssl_client_verification a manager shows its client certificate. */
  readonly withCertificate: boolean;
}

/** A broker that somebody else runs. */
export interface BrokerEnd {
  readonly name: string;
  readonly address: string;
  /** `mq.example.com:5671` and `…:15671` */
  readonly amqp: string;
  readonly api: string;
  readonly user: string;
}

/** What of a cluster somebody else runs. */
export type Services = {
  readonly database?: DatabaseEnd;
  readonly brokers: readonly BrokerEnd[];
};
