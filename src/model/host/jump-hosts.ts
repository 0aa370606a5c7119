import { bracketed } from '../address.ts';

/** A bastion: a machine through which hosts are reached. */
export interface JumpHost {
  /** IP address, name, or a host of ssh_config. */
  readonly address: string;
  readonly user?: string;
  readonly port?: number;
  /** Absolute path of a private key on this machine. */
  readonly identity?: string;
}

const HOP =
  /^(?:ssh:\/\/)?(?:(?<user>[^\s,/]+)@)?(?:\[(?<ipv6>[0-9A-Fa-f:.]+)\]|(?<name>[A-Za-z0-9_][A-Za-z0-9_.-]*))(?::(?<port>\d{1,5}))?\/?$/;

/**
 * Reads a list of bastions, `[user@]host[:port]` separated by commas, the first being the nearest. `none` is an empty list. Undefined
 * if the text is not such a list.
 */
export function parseJump(text: string): readonly JumpHost[] | undefined {
  if (text.trim().toLowerCase() === 'none') return [];
  const hops = text.split(',').map((part) => parseHop(part.trim()));
  return hops.some((hop) => hop === undefined) ? undefined : hops.flatMap((hop) => hop ?? []);
}

function parseHop(text: string): JumpHost | undefined {
  const { user, ipv6, name, port } = HOP.exec(text)?.groups ?? {};
  const address = ipv6 ?? name;
  const number = port === undefined ? undefined : Number(port);
  if (address === undefined || number === 0 || (number ?? 0) > 65_535) return undefined;
  return {
    address,
    ...(user !== undefined && { user }),
    ...(number !== undefined && { port: number }),
  };
}

/** Returns a bastion as `ssh -J` takes it: `operator@bastion:2222`. */
export function jumpText({ address, user, port }: JumpHost): string {
  const account = user === undefined ? '' : `${user}@`;
  return `${account}${bracketed(address)}${port === undefined ? '' : `:${port}`}`;
}
