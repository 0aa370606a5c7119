import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { StepError } from '../../../errors/errors.ts';
import type { HostName } from '../../../model/names.ts';
import type { Artifact } from '../../port.ts';
import type { Fence } from '../scripts/fence.ts';
import { LIMITS } from '../scripts/limits.ts';
import type { Script } from '../scripts/script.ts';
import { appendScript, finishScript, partScript } from '../scripts/upload.ts';
import { checkComplete } from './read-replies.ts';
import { Malformed } from '../worker/no-response.ts';
import { lastLines } from '../worker/text.ts';
import type { Reply, RunRequest } from '../worker/response.ts';
import { inOrder, manual, RUN_AGAIN, type Next } from '../../../model/next-step.ts';

/** Size of a chunk. A few MiB use the connection well at a round trip of 50 ms, and let other scripts run in between. */
const CHUNK = 4 * 1024 * 1024;

interface UploadHost {
  readonly host: HostName;
  readonly fence: Fence | undefined;
  readonly run: RunRequest;
}

/**
 * Sends a file in chunks to `PATH.part`. Resumes an earlier attempt with the same file, verifies the digest on the
 * host, then moves the file into place.
 * @param onProgress called with the number of bytes on the host
 * @throws StepError if the upload fails, for example because the disk is full or the local file has changed
 */
export async function upload(
  at: UploadHost,
  artifact: Artifact,
  onProgress: (sent: number) => void,
): Promise<void> {
  const { source } = artifact;
  const file = await open(source.path).catch((error: Error) => {
    throw failed(at.host, artifact, {
      why: error.message,
      next: inOrder('check the file on this machine', RUN_AGAIN),
    });
  });
  try {
    const { done, sent } = await alreadyThere(at, artifact);
    onProgress(sent);
    if (done) return;
    await send(at, artifact, { file, from: sent, onProgress });
    await finish(at, artifact);
  } finally {
    await file.close();
  }
}

/** Bytes that need not be sent: all of the file, or the part that an earlier attempt left. */
async function alreadyThere(at: UploadHost, artifact: Artifact): Promise<{ done: boolean; sent: number }> {
  const { source } = artifact;
  const script = partScript(artifact, at.fence);
  const read = (reply: Reply) => {
    checkComplete(reply);
    return reply.sections;
  };
  const sections = await step(at, artifact, { script, limitMs: LIMITS.digest, read });
  const wordsOf = (kind: string) =>
    sections.find(({ head }) => head.startsWith(`${kind} `))?.head.split(' ') ?? [];
  if (wordsOf('there')[1] === source.sha256) return { done: true, sent: source.size };
  const [, size = '0', digest] = wordsOf('part');
  const there = Number(size);
  const ours = there > 0 && there <= source.size && (await prefixDigest(source.path, there)) === digest;
  return { done: false, sent: ours ? there : 0 };
}

interface Sending {
  readonly file: FileHandle;
  readonly from: number;
  readonly onProgress: (sent: number) => void;
}

/** Sends the rest of a file in chunks. An empty file is sent as one empty chunk, so that it is created. */
async function send(at: UploadHost, artifact: Artifact, { file, from, onProgress }: Sending): Promise<void> {
  const { size } = artifact.source;
  for (let sent = from; sent < size || sent === 0;) {
    const bytes = await chunk(file, sent, size);
    if (bytes.length === 0 && size > 0)
      throw failed(at.host, artifact, {
        why: 'the file has become shorter',
        next: RUN_AGAIN,
      });
    const script = appendScript(artifact, {
      offset: sent,
      bytes,
      ...(at.fence ? { fence: at.fence } : {}),
    });
    await step(at, artifact, { script, limitMs: LIMITS.chunk, read: checkComplete });
    sent += bytes.length;
    onProgress(sent);
    if (size === 0) return;
  }
}

async function finish(at: UploadHost, artifact: Artifact): Promise<void> {
  const script = finishScript(artifact, at.fence);
  const sum = await step(at, artifact, { script, limitMs: LIMITS.digest, read: readSum });
  if (sum === artifact.source.sha256) return;
  throw failed(at.host, artifact, {
    why: `SHA-256 on the host is ${sum}, not ${artifact.source.sha256}; the file on this machine has changed, or a disk is faulty`,
    next: RUN_AGAIN,
  });
}

/** The digest in `sum SHA256`. @throws Malformed */
function readSum({ sections }: Reply): string {
  const sum = sections.find(({ head }) => head.startsWith('sum '))?.head.slice('sum '.length);
  if (sum === undefined) throw new Malformed('no digest');
  return sum;
}

interface UploadStep<T> {
  readonly script: Script;
  readonly limitMs: number;
  readonly read: (reply: Reply) => T;
}

async function step<T>(
  at: UploadHost,
  artifact: Artifact,
  { script, limitMs, read }: UploadStep<T>,
): Promise<T> {
  const request = { ...script, limitMs, what: `uploading ${artifact.path}` };
  return at.run(request, (reply) => {
    if (reply.code === 0) return read(reply);
    throw failed(at.host, artifact, {
      why: lastLines(reply.stderr).at(-1) ?? `exit code ${reply.code}`,
      next: inOrder(manual('free space on the host if its disk is full'), RUN_AGAIN),
    });
  });
}

async function chunk(file: FileHandle, position: number, size: number): Promise<Buffer> {
  const wanted = Math.min(CHUNK, size - position);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, position);
  return buffer.subarray(0, bytesRead);
}

async function prefixDigest(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path, { end: bytes - 1 })) hash.update(part as Buffer);
  return hash.digest('hex');
}

function failed(
  host: HostName,
  { source, path }: Artifact,
  { why, next }: { why: string; next: Next },
): StepError {
  return new StepError([{ where: host, what: `cannot upload ${source.path} to ${path}`, why, next }]);
}
