import { join } from 'node:path';
import { loadSpecs } from './load-specs.mjs';

loadSpecs(join(__dirname, '../../libs/domain/expression'));
