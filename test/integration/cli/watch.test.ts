// A value of a header: cspell:ignore nosniff

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { goodRun } from '../../unit/report/stream.ts';
import { browserHeaders, openStream, pause, send, startWatch } from './live-page.ts';
import type { LivePage } from './live-page.ts';
import { MARKER } from './operator-directory.ts';
import { watchedCluster } from './watched-cluster.ts';
import type { WatchedCluster } from './watched-cluster.ts';

let cluster: WatchedCluster;
let page: LivePage;
beforeAll(async () => void (cluster = await watchedCluster()));
afterEach(async () => expect(await page.interrupt()).toBe(0));
afterAll(() => cluster.leave());

describe('the page of watch', () => {
  test('opens once, with a cookie that scripts and other sites do not get', async () => {
    page = await startWatch(cluster);
    expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    expect((await send(`${page.origin}/`)).status).toBe(403);
    expect((await send(`${page.origin}/?token=wrong`)).status).toBe(403);
    const first = await send(page.url);
    expect(first.status).toBe(200);
    const [set = ''] = first.headers['set-cookie'] ?? [];
    expect(set).toMatch(/^quorate-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    const again = await send(page.url);
    expect([again.status, again.headers['set-cookie']]).toEqual([403, undefined]);
    expect(again.text).toContain('run quorate watch again');
    const headers = { cookie: set.split(';')[0] ?? '' };
    expect((await send(`${page.origin}/`, { headers })).status).toBe(200);
    const fromElsewhere = { ...headers, 'sec-fetch-site': 'same-site' };
    expect((await send(`${page.origin}/events`, { headers: fromElsewhere })).status).toBe(403);
  });

  test('refuses another Host header, another method, a body and a long header', async () => {
    page = await startWatch(cluster);
    const cookie = await browserHeaders(page);
    const status = async (...args: Parameters<typeof send>) => (await send(...args)).status;
    const other = { ...cookie, host: 'evil.example:80' };
    expect(await status(`${page.origin}/`, { headers: other })).toBe(403);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])
      expect(await status(`${page.origin}/`, { method, headers: cookie })).toBe(405);
    expect(
      await status(`${page.origin}/`, { headers: { ...cookie, 'content-length': '1' }, body: 'x' }),
    ).toBe(413);
    expect(await status(`${page.origin}/`, { headers: { ...cookie, long: 'x'.repeat(9000) } })).toBe(431);
    expect(await status(`${page.origin}/etc/passwd`, { headers: cookie })).toBe(404);
  });

  test('allows nothing inline and nothing from elsewhere', async () => {
    page = await startWatch(cluster);
    const headers = await browserHeaders(page);
    for (const path of ['/', '/style.css', '/script.js']) {
      const answered = await send(`${page.origin}${path}`, { headers });
      const policy = String(answered.headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(answered.headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
      expect(answered.text).not.toMatch(/https?:|style="/);
    }
  });

  test('shows the hosts, and the margins that the metrics have', async () => {
    page = await startWatch(cluster);
    const stream = await openStream(page, await browserHeaders(page));
    const text = await stream.until('can lose');
    expect(text).toContain('can lose 1 database, 1 broker, 1 manager');
    expect(text).toMatch(/<strong>db\d<\/strong> <span class="good">ok<\/span> leader/);
    expect(text).toMatch(/<span class="good">ok<\/span> sync replica\s*data: *<div>lag: \d+ bytes/);
    expect(text).toMatch(/lb1[^]*manager1[^]*<span class="good">UP<\/span>/);
    expect(text).not.toContain(MARKER);
  });

  test('shows a run of another process while it runs, with escaped texts', async () => {
    page = await startWatch(cluster);
    const stream = await openStream(page, await browserHeaders(page));
    const run = join(cluster.folder, '.quorate', 'demo', 'runs', '20991231T000000Z-restart');
    mkdirSync(run, { recursive: true });
    const lines = goodRun.map((event) => `${JSON.stringify({ ...event, run: 'other-process' })}\n`);
    const half = Math.floor(lines.length / 2);
    writeFileSync(join(run, 'events.ndjson'), lines.slice(0, half).join(''));
    await stream.until('Run other-process');
    expect(stream.received()).not.toContain('done in 2m');
    const warning = { ...goodRun[0], kind: 'run.warned', text: '<script>alert(1)</script>' };
    appendFileSync(join(run, 'events.ndjson'), `${JSON.stringify(warning)}\n`);
    await stream.until('Warning: &lt;script&gt;');
    // A line that is written in two parts is read once it is complete.
    const rest = lines.slice(half).join('');
    appendFileSync(join(run, 'events.ndjson'), rest.slice(0, 10));
    appendFileSync(join(run, 'events.ndjson'), rest.slice(10));
    await stream.until('deploy demo: done in');
    expect(stream.received()).not.toContain('<script>');
  });

  test('marks a host that hangs as past, and goes on reading the others over the same connections', async () => {
    page = await startWatch(cluster);
    const stream = await openStream(page, await browserHeaders(page));
    await stream.until('sync replica');
    const [, host = ''] =
      /<strong>(db\d)<\/strong> <span class="good">ok<\/span> sync replica/.exec(stream.received()) ?? [];
    cluster.hanging.add(host);
    await stream.until('was sync replica');
    const before = cluster.connections('rabbit1');
    const readings = () => stream.received().match(/Read at/g)?.length ?? 0;
    const seen = readings();
    while (readings() < seen + 3) await pause();
    expect(stream.received()).toContain('can lose 0 databases, 1 broker, 1 manager');
    expect(cluster.connections('rabbit1')).toBe(before);
    cluster.hanging.delete(host);
    const { length } = stream.received();
    const isBack = () =>
      stream.received().slice(length).includes(`<strong>${host}</strong> <span class="good">`);
    while (!isBack()) await pause();
  }, 240_000);

  test('has at most eight open streams', async () => {
    page = await startWatch(cluster);
    const headers = await browserHeaders(page);
    const streams = await Promise.all(Array.from({ length: 9 }, () => openStream(page, headers)));
    expect(streams.map(({ status }) => status).sort()).toEqual([...Array<number>(8).fill(200), 503]);
    for (const stream of streams) stream.close();
  });
});
