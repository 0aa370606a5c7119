/** An external database, with the names that messages use. */
export interface DatabaseEnd {
  readonly address: string;
  readonly port: number;
  /** `db.example.com:5432` */
  readonly at: string;
  readonly user: string;
  readonly database: string;
  /** True if ssl_client_verification is set, so that managers send a client certificate. */
  readonly withCertificate: boolean;
}

/** An external broker. */
export interface BrokerEnd {
  readonly name: string;
  readonly address: string;
  /** Address and port of AMQP: `mq.example.com:5671`. */
  readonly amqp: string;
  /** Address and port of the management API: `mq.example.com:15671`. */
  readonly api: string;
  readonly user: string;
}

/** The external services of a cluster. */
export type Services = {
  readonly database?: DatabaseEnd;
  readonly brokers: readonly BrokerEnd[];
};
