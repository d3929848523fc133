const { TestEnvironment } = require('jest-environment-node');

/** One failing test is enough to know of a mutant: the tests after it are left out. */
module.exports = class StopEarly extends TestEnvironment {
  hasFailed = false;

  handleTestEvent(event) {
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') this.hasFailed = true;
    if (event.name === 'test_start' && this.hasFailed) event.test.mode = 'skip';
  }
};
