/**
 * True if ssh2 found its compiled module, which npm builds at installation if the machine has a compiler. Without this
 * module ssh2 uses the slower crypto functions of Node.
 */
export async function hasNativeCrypto(): Promise<boolean> {
  const { default: crypto } = await import('ssh2/lib/protocol/crypto.js');
  return crypto.bindingAvailable;
}
