/** Where the hosts get the packages of the native platform from, if not from their own repositories. */
export type PackageSource = PackageRepository | PackageDirectory;

/** A repository of apt besides those of the host. */
export interface PackageRepository {
  readonly kind: 'repository';
  readonly url: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** Origin in its Release file, to tell it from other repositories on the same server. Default: the server of the URL. */
  readonly origin?: string;
  /** Names and patterns of further packages that the hosts may install from it. */
  readonly packages: readonly string[];
}

/** A directory of package files on this machine, for hosts without a network. */
interface PackageDirectory {
  readonly kind: 'directory';
}

/** The packages that the members of a service must have in the same version. */
export interface SameVersions {
  readonly packages: readonly string[];
  /** True if the repositories of an empty host already offer what will be installed. */
  readonly offered: boolean;
}
