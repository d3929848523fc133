// Run before a service (`node --import`): for each secret NAME below, a setting NAME_FILE names a file whose text becomes NAME, so
// that an orchestrator may hand secrets over as files. A file that cannot be read ends the start with a sentence, as does
// a secret given both ways.
import { readFileSync } from 'node:fs';

const secrets = ['DATABASE_URL', 'KAFKA_PASSWORD', 'MONGODB_URL', 'PARLEY_PLATFORM_KEY', 'REDIS_PASSWORD', 'REDIS_URL'];

const problems = secrets.flatMap((name) => {
  const setting = `${name}_FILE`;
  const path = process.env[setting];
  // A service refuses settings that it does not know.
  delete process.env[setting];
  if (!path) return [];
  if (process.env[name]) return [`${setting}: must be unset, for ${name} is set.`];
  try {
    process.env[name] = readFileSync(path, 'utf8').trim();
    return [];
  } catch (error) {
    return [`${setting}: ${path} cannot be read (${error.code ?? 'unknown reason'}).`];
  }
});
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
