import { cloudify } from '../platforms/cloudify/platform.ts';
import { native } from '../platforms/native/platform.ts';
import type { Platform } from '../platforms/platform.ts';
import type { PlatformName } from '../model/names.ts';

/** Every platform. Only this file imports a platform. */
const PLATFORMS: Readonly<Record<PlatformName, Platform>> = { cloudify, native };

/** A cluster, or the plan of one. */
export interface OnPlatform {
  readonly platform: PlatformName;
}

export function platformOf({ platform }: OnPlatform): Platform {
  return PLATFORMS[platform];
}
