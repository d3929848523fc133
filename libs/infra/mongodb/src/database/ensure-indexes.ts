import { MongoServerError, type CollectionInfo, type Db, type IndexDescriptionInfo } from 'mongodb';
import { COLLECTIONS, collectionNames, type CollectionName, type IndexSpec } from './collections.ts';
import { MongoProblem } from './mongo-problem.ts';

/** Another index has the name, or the keys. */
const CONFLICTS: ReadonlySet<unknown> = new Set([85, 86]);
/** Options that let an index leave rows out, refuse them, or compare them otherwise. */
const FOREIGN = ['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'collation', 'hidden'];

/** Creates what is missing, and refuses with a MongoProblem what is there and not as it has to be. */
export async function ensureIndexes(db: Db): Promise<void> {
  for (const found of await db.listCollections().toArray()) assertPlain(found);
  await Promise.all(collectionNames.map((name) => ensureCollection(db, name)));
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
  if (wanted.length === 0) await createCollection(db, name);
  else await createIndexes(db, name, wanted);
  // Asked, not believed: a server may take an index of the same name for the one wanted.
  const there = await db.collection(name).indexes();
  for (const spec of [{ name: '_id_', key: { _id: 1 } } as const, ...wanted]) assertAs(name, spec, there);
}

async function createCollection(db: Db, name: CollectionName): Promise<void> {
  const existing = 48;
  await db.createCollection(name).catch((error: unknown) => {
    if (!(error instanceof MongoServerError) || error.code !== existing) throw error;
  });
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
  const foreign = FOREIGN.filter((option) => name !== '_id_' && found?.[option as keyof IndexDescriptionInfo]);
  // As text: the order of an index's fields is what it is good for.
  if (found !== undefined && foreign.length === 0 && JSON.stringify(found.key) === JSON.stringify(key)) return;
  const instead =
    found === undefined ? 'is missing' : `is on ${JSON.stringify(found.key)} (${foreign.join(', ') || 'plain'})`;
  throw new MongoProblem(
    `The index ${name} of the collection ${collection} ${instead}; it has to be a plain one on ${JSON.stringify(key)}. Drop it; it is created at start.`,
  );
}
