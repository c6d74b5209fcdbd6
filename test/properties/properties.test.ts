import { ACCOUNTS } from './accounts.js';
import { LUCK } from './luck.js';
import { describeProperties } from './property.js';

describeProperties([...ACCOUNTS, ...LUCK]);
