import { cloudify } from '../platforms/cloudify/platform.ts';
import type { Platform } from '../platforms/platform.ts';

/** The platform of every cluster: Cloudify is the only one. */
export const PLATFORM: Platform = cloudify;
