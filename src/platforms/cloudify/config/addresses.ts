/** Whether a text is an IP address (4 or 6) and not a name. Only for values that the inventory has checked. */
export function isAddress(text: string): boolean {
  return /^[\d.]+$/.test(text) || text.includes(':');
}
