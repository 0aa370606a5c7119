declare const modules: {
  readonly IMPORTS: Readonly<Record<string, readonly string[]>>;
  readonly PURE: readonly string[];
  readonly REGISTRIES: readonly string[];
  readonly MOST_ENTRIES: number;
  /** Directory below `src` → the files and directories in it that other modules may import. */
  readonly INTERFACES: Readonly<Record<string, readonly string[]>>;
  /** Directories below `src` without a list, because all their files are public. */
  readonly ALL_PUBLIC: readonly string[];
};
export = modules;
