import { MongoServerError, type CollectionInfo, type Db, type IndexDescriptionInfo } from 'mongodb';
import { COLLECTIONS, collectionNames, type CollectionName, type IndexSpec } from './collections.ts';
import type { MongoDatabase } from './mongo-database.ts';
import { MongoProblem } from './mongo-problem.ts';
import { retrying } from './retry.ts';

/** Another index has the name, or the keys. */
const CONFLICTS: ReadonlySet<unknown> = new Set([85, 86]);
const NO_COLLECTION = 26;
const COLLECTION_EXISTS = 48;
const ID: IndexSpec = { name: '_id_', key: { _id: 1 } };
/** Options that let an index leave rows out, refuse them, or compare them otherwise. */
const FOREIGN = ['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'collation', 'hidden'];

/**
 * Creates what is missing, and refuses with a MongoProblem what is there and not as it has to be. One after the other: FerretDB 1
 * breaks the connection of some who create at once, and whoever it was does it again.
 */
export async function ensureIndexes({
  db,
  options: { retryMs },
}: Pick<MongoDatabase, 'db' | 'options'>): Promise<void> {
  const found = await retrying(() => db.listCollections().toArray(), retryMs);
  for (const collection of found) assertPlain(collection);
  for (const name of collectionNames) await retrying(() => ensureCollection(db, name), retryMs);
}

/** Ids are unique, byte by byte, and nothing goes away by itself: all of chat's guarantees rest on this. */
function assertPlain(found: CollectionInfo | { readonly name: string }): void {
  const { name, type = 'collection', options = {} } = found as CollectionInfo;
  if (!(name in COLLECTIONS)) return;
  const odd = Object.keys(options).filter((option) =>
    ['capped', 'collation', 'timeseries', 'expireAfterSeconds'].includes(option),
  );
  if (type === 'collection' && odd.length === 0) return;
  throw new MongoProblem(
    `The collection ${name} is a ${[type, ...odd].join(', ')}: it has to be a plain one. Move it away; it is created anew at start.`,
  );
}

async function ensureCollection(db: Db, name: CollectionName): Promise<void> {
  const wanted: readonly IndexSpec[] = COLLECTIONS[name];
  const before = await indexesOf(db, name);
  const missing = wanted.filter((spec) => !before.some((index) => index.name === spec.name));
  if (before.length === 0) await createCollection(db, name);
  if (missing.length > 0) await createIndexes(db, name, missing);
  // Asked, not believed: a server may take an index of the same name for the one wanted.
  const there = await indexesOf(db, name);
  for (const spec of [ID, ...wanted]) assertAs(name, spec, there);
}

/** Of a collection that is not there: none. */
function indexesOf(db: Db, name: CollectionName): Promise<readonly IndexDescriptionInfo[]> {
  return db.collection(name).indexes().catch(unlessCode(NO_COLLECTION, []));
}

async function createCollection(db: Db, name: CollectionName): Promise<void> {
  await db.createCollection(name).catch(unlessCode(COLLECTION_EXISTS, null));
}

function unlessCode<T>(code: number, instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof MongoServerError && error.code === code) return instead;
    throw error;
  };
}

async function createIndexes(db: Db, name: CollectionName, wanted: readonly IndexSpec[]): Promise<void> {
  await db
    .collection(name)
    .createIndexes(wanted.map((spec) => ({ name: spec.name, key: { ...spec.key } })))
    .catch((error: unknown) => {
      if (!(error instanceof MongoServerError) || !CONFLICTS.has(error.code)) throw error;
      const names = wanted.map((spec) => `${spec.name} ${JSON.stringify(spec.key)}`).join(', ');
      throw new MongoProblem(
        `The collection ${name} has another index in place of one of these: ${names}. Drop that one.`,
      );
    });
}

function assertAs(collection: CollectionName, { name, key }: IndexSpec, there: readonly IndexDescriptionInfo[]): void {
  const found = there.find((index) => index.name === name);
  const foreign = FOREIGN.filter((option) => name !== ID.name && found?.[option as keyof IndexDescriptionInfo]);
  // As text: the order of an index's fields is what it is good for.
  if (found !== undefined && foreign.length === 0 && JSON.stringify(found.key) === JSON.stringify(key)) return;
  const instead =
    found === undefined ? 'is missing' : `is on ${JSON.stringify(found.key)} (${foreign.join(', ') || 'plain'})`;
  throw new MongoProblem(
    `The index ${name} of the collection ${collection} ${instead}; it has to be a plain one on ${JSON.stringify(key)}. Drop it; it is created at start.`,
  );
}
