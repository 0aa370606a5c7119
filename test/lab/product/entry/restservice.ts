import { readRestConfig } from '../services/manager/restConfig.ts';
import { Database } from '../services/manager/rest/database.ts';
import { serve } from '../services/manager/rest/server.ts';

const config = readRestConfig();
serve({ config, database: new Database(config) });
