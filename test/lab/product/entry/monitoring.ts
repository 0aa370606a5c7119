import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { certificatePaths, managerPaths } from '../base/paths.ts';
import { readMonitoringConfig, report } from '../services/monitoring/report.ts';

const config = readMonitoringConfig(managerPaths.monitoringConfig);
const { username, password } = config.credentials;
const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
const tls = {
  cert: readFileSync(certificatePaths.monitoringCert),
  key: readFileSync(certificatePaths.monitoringKey),
};

const server = createServer(tls, (message, response) => {
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (message.headers.authorization !== expected) send(401, { message: 'Unauthorized' });
  else if (message.url !== '/monitoring/status') send(404, { message: 'Not found' });
  else void report(config).then((found) => send(200, found));
});
server.listen(8009, '0.0.0.0');
