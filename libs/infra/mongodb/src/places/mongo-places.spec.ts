import { placesSuite } from '@parley/ports/suites/places';
import { describeEngine } from '@parley/testing';
import { pairOf } from '../testing/test-mongo.ts';
import { MongoPlaces } from './mongo-places.ts';

describeEngine('mongodb', 'MongoDB', (url) => {
  placesSuite({ name: 'MongoPlaces', open: () => pairOf(url, (tables) => new MongoPlaces(tables)) });
});
