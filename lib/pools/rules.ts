/** Why nothing is begun for a pool, in words. @param standing its undrawn copies; null when it is to have none */
export function whyNone(target: number, standing: number | null): string {
  if (target === 0) return "no copies are made ahead here (PROXY_POOL_TARGET is 0)";
  if (standing === null)
    return "a newer version came, or the partner has no open request that needs it";
  return `the pool is full, with ${standing} of ${target} ready or on their way`;
}
