/** Of a skipped suite's title, as describeEngine (libs/testing) writes it. */
const MISSING = /: no (\w+) is up \(npm run engines -- up starts it\)$/;

/** A reporter for jest: after the run, how many suites waited for a server that is not up, and how to have them run. */
export default class SkippedEngines {
  onRunComplete(_contexts, { testResults }) {
    const titles = testResults
      .flatMap((file) => file.testResults)
      .filter(({ status }) => status === 'pending')
      .map(({ title }) => title);
    const sentence = skippedEngines(titles);
    if (sentence !== null) process.stderr.write(`\n${sentence}\n`);
  }
}

/** A sentence; null = none of these titles of skipped tests stands for such a suite. */
export function skippedEngines(titles) {
  const missing = titles.map((title) => MISSING.exec(title)?.[1]).filter((engine) => engine !== undefined);
  if (missing.length === 0) return null;
  const engines = [...new Set(missing)].sort().join(', ');
  const suites = missing.length === 1 ? '1 suite was' : `${missing.length} suites were`;
  return `${suites} skipped, because these servers are not up: ${engines}. To run them too: npm run engines -- up`;
}
