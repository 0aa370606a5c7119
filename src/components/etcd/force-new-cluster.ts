/** The variable with which the next start of etcd makes the member a new cluster of its own. */
export const FORCE_NEW_CLUSTER = 'ETCD_FORCE_NEW_CLUSTER';
