import { testDatabase, type TestDatabase } from '../testing/index.ts';

describe("the services' role", () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  }, 60_000);
  afterAll(() => test.drop());

  it('neither owns a table nor bypasses row-level security', async () => {
    const database = test.open();
    const [role] = await database.query<{ current_user: string }>(
      { name: 'who-am-i', text: 'select current_user' },
      [],
    );
    expect(role).toEqual({ current_user: 'parley_service' });
  });
});
